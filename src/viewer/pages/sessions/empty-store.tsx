import { VideoIcon } from "lucide-react";
import { Badge } from "../../ui/badge.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** The SDK's start with its `proxy` pointed at a server. */
const snippetFor = (origin: string) => `import { datadogRum } from "@datadog/browser-rum";

datadogRum.init({
  applicationId: "my-application",
  clientToken: "any-text",
  proxy: "${origin}/intake",
  service: "my-service",
  sessionSampleRate: 100,
  sessionReplaySampleRate: 100,
});

// SDK 4 and older record only when told to:
datadogRum.startSessionReplayRecording();
`;

/** Nothing has been recorded yet: how to begin. */
export function EmptyStore({ origin }: { readonly origin: string }) {
  const snippet = snippetFor(origin);
  return (
    <div className="h-full overflow-y-auto">
      <EmptyState
        icon={<VideoIcon aria-hidden />}
        title="No sessions yet"
        text={
          <>
            Point the <code className="font-mono text-ink">proxy</code> option of the Datadog browser SDK in
            your page at this server, use the page for a few seconds, and the session appears here by itself.
          </>
        }
      >
        <figure className="w-full overflow-hidden rounded-lg border border-line bg-sunken text-left">
          <figcaption className="flex items-center justify-between gap-3 border-b border-line py-1.5 pr-1.5 pl-4 text-xs text-muted">
            Where your page starts the SDK
            <CopyButton text={snippet} />
          </figcaption>
          <pre
            tabIndex={0}
            aria-label="Code to copy"
            className="overflow-x-auto px-4 py-3 font-mono text-xs leading-5"
          >
            <code>{snippet}</code>
          </pre>
        </figure>
        <Badge className="mt-3 h-7 px-3">
          <span aria-hidden className="mr-1 size-2 animate-pulse rounded-full bg-accent" />
          Waiting for the first session
        </Badge>
      </EmptyState>
    </div>
  );
}
