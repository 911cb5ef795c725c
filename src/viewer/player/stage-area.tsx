import { FastForwardIcon, PlayIcon, RadioIcon, RotateCcwIcon, WifiOffIcon } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { SaveAnswer } from "../ui/save-answer.tsx";
import { LoadingSign } from "./loading-sign.tsx";
import { MissingNotice } from "./missing-notice.tsx";
import { usePlayerPreferences } from "./preferences.ts";
import type { PlayerCommand } from "./shortcuts.ts";
import { StageFrame } from "./stage-frame.tsx";
import { usePlayback } from "./use-playback.ts";

interface StageAreaProps {
  readonly attach: (frame: HTMLIFrameElement) => () => void;
  readonly run: (command: PlayerCommand) => void;
  /** Begins anew with a fresh stage. */
  readonly onRetry: () => void;
  /** Asks at once for what could not be got while the connection was lost. */
  readonly onReconnect: () => void;
  /** What else is to be said of the source, above the picture. */
  readonly notice?: ReactNode;
}

/** The recorded page, and over it what must be said about it: loading, skipping, ended, failed. */
export function StageArea({ attach, notice, ...does }: StageAreaProps) {
  const { fit } = usePlayerPreferences();
  const viewport = usePlayback((playback) => playback.viewport);
  return (
    <div className="relative size-full overflow-hidden bg-sunken">
      <div className={fit === "actual" ? "grid size-full overflow-auto" : "size-full"}>
        <StageFrame
          attach={attach}
          size={fit === "actual" ? viewport : undefined}
          className={fit === "actual" ? "m-auto shrink-0" : ""}
        />
      </div>
      {/* A click on the picture is what it is in every player. With the keyboard, the play button does it. */}
      <div
        aria-hidden
        className="absolute inset-0 cursor-pointer"
        hidden={fit === "actual"}
        onClick={() => does.run("toggle")}
        onDoubleClick={() => does.run("fullscreen")}
      />
      <MissingNotice />
      <StageOverlay {...does} />
      <div className="pointer-events-none absolute inset-x-3 top-3 flex justify-center">{notice}</div>
    </div>
  );
}

function StageOverlay({ run, onRetry, onReconnect }: Omit<StageAreaProps, "attach" | "notice">) {
  const state = usePlayback((playback) => playback.state);
  const message = usePlayback((playback) => playback.message);
  const reconnects = usePlayback((playback) => playback.reconnects);
  const rawAnswer = usePlayback(({ sourcing, viewId }) => sourcing.get(viewId)?.loading?.rawAnswer);
  const isSkipping = usePlayback((playback) => playback.skipping && playback.state === "playing");
  const isLive = usePlayback((playback) => playback.session.live);
  const isTouched = usePlayback((playback) => playback.isTouched);
  const isSlow = useIsSlow(state === "loading");
  if (state === "error" && reconnects) return <LostConnection message={message} onReconnect={onReconnect} />;
  if (state === "error") {
    return (
      <div className="absolute inset-0 grid place-items-center overflow-auto bg-canvas/95">
        <ErrorState
          title="This moment cannot be shown"
          {...(message === undefined ? {} : { detail: message })}
          advice="The rest of the session may still play: try again, or go to another page of it."
          onRetry={onRetry}
        >
          {rawAnswer === undefined ? null : <SaveAnswer address={rawAnswer} />}
        </ErrorState>
      </div>
    );
  }
  if (isSlow) return <LoadingSign />;
  if (state === "ended" && isLive) {
    return (
      <Badge>
        <RadioIcon aria-hidden className="size-4 text-danger" /> Waiting for what happens next
      </Badge>
    );
  }
  if (state === "ended") {
    return (
      <BigButton label="Play again" onClick={() => run("toggle")}>
        <RotateCcwIcon />
      </BigButton>
    );
  }
  if (state === "paused" && !isTouched) {
    return (
      <BigButton label="Play the session" onClick={() => run("toggle")}>
        <PlayIcon fill="currentColor" className="translate-x-0.5" />
      </BigButton>
    );
  }
  return isSkipping ? (
    <Badge>
      <FastForwardIcon aria-hidden className="size-4" /> Skipping inactivity
    </Badge>
  ) : null;
}

interface LostConnectionProps {
  readonly message: string | undefined;
  readonly onReconnect: () => void;
}

/** The picture stays, and plays on when the connection is there again. */
function LostConnection({ message, onReconnect }: LostConnectionProps) {
  return (
    <div
      role="alert"
      className="absolute inset-x-3 top-3 mx-auto flex max-w-xl flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-raised/95 py-1.5 pr-1.5 pl-3 text-xs text-ink shadow-raised"
    >
      <WifiOffIcon aria-hidden className="size-4 shrink-0 text-warn" />
      <span className="min-w-0 flex-1 basis-48 text-pretty">
        {message} It goes on by itself when the connection is back.
      </span>
      <Button size="sm" variant="ghost" className="text-xs" onClick={onReconnect}>
        Try now
      </Button>
    </div>
  );
}

const SLOW_MS = 250;

/** True when `waiting` has lasted so long that a person should be told. */
function useIsSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [waiting]);
  return waiting && slow;
}

function Badge({ children }: { readonly children: ReactNode }) {
  return (
    <div
      role="status"
      className="pointer-events-none absolute top-3 right-3 flex items-center gap-2 rounded-full bg-raised/95 px-3 py-1.5 text-xs font-medium text-ink shadow-raised"
    >
      {children}
    </div>
  );
}

interface BigButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function BigButton({ label, onClick, children }: BigButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="absolute inset-0 m-auto grid size-18 animate-appear place-items-center rounded-full bg-accent-fill text-on-accent shadow-raised transition-transform hover:scale-105 hover:bg-accent-fill-hover [&_svg]:size-8"
    >
      {children}
    </button>
  );
}
