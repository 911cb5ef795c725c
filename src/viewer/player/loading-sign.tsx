import { Spinner } from "../ui/spinner.tsx";
import { type LoadingWords, loadingWords } from "./loading-words.ts";
import { usePlayback } from "./use-playback.ts";

/** Over the picture while it loads; with what is done and what is not yet, where that takes a while. */
export function LoadingSign() {
  // As text: a part of the playback that is the same as long as it says the same.
  const said = usePlayback((playback) => JSON.stringify(loadingWords(playback)) ?? "");
  const words = said === "" ? undefined : (JSON.parse(said) as LoadingWords);
  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-0 m-auto flex h-fit w-fit flex-col items-center gap-3"
    >
      <span className="grid size-16 place-items-center rounded-full bg-raised/90 text-ink shadow-raised">
        <Spinner label="Loading the recorded page" className="text-2xl" />
      </span>
      {words === undefined ? null : <Progress {...words} />}
    </div>
  );
}

function Progress({ text, done }: LoadingWords) {
  return (
    <div className="flex w-72 max-w-[90vw] animate-appear flex-col gap-2 rounded-lg bg-raised/95 px-3 py-2.5 text-xs text-ink shadow-raised">
      <span aria-live="off" className="text-center text-pretty tabular-nums">
        {text}
      </span>
      <progress
        aria-label="How much of it is done"
        value={done}
        className="h-1 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent-fill [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent-fill"
      />
    </div>
  );
}
