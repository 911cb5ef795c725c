import { QueryClient } from "@tanstack/react-query";
import { onTestFinished, vi } from "vitest";
import type { SegmentIndex } from "../../../wire/segment-index.ts";
import { encodeSegmentPage } from "../../../wire/segment-page.ts";
import type { FromStage, ToStage } from "../../../wire/stage.ts";
import { sessionAt } from "../sessions/session.fixture.ts";
import { StageSession } from "./stage-session.ts";

/** A session of one view, with segments of a second each that hold their own index. */
export const index = (
  viewId: string,
  segments: number,
  change: Partial<SegmentIndex> = {},
): SegmentIndex => ({
  viewId,
  segments: Array.from({ length: segments }, (_, at) => ({
    index: at,
    start: at * 1000,
    end: at * 1000 + 1000,
    records: 1,
    hasFullSnapshot: at === 0,
    bytes: 100_000,
  })),
  complete: true,
  ...change,
});

/** What the server is asked, in order, while it answers for one session. */
export function serverWith(indexes: readonly SegmentIndex[]) {
  const asked: string[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation((input) => {
    const { pathname, searchParams } = new URL(new Request(input).url);
    const [what = "", place] = pathname.split("/").slice(6);
    const viewId = decodeURIComponent(pathname.split("/")[5] ?? "");
    const range = [searchParams.get("first"), searchParams.get("last")].map(Number);
    asked.push(
      [what, place ?? "", searchParams.has("first") ? range.join("-") : ""].filter(Boolean).join(" "),
    );
    return Promise.resolve(
      answer(
        what,
        indexes.find((each) => each.viewId === viewId),
        range,
      ),
    );
  });
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  return asked;
}

function answer(what: string, view: SegmentIndex | undefined, [first = 0, last = 0]: number[]): Response {
  if (what === "index") return Response.json(view);
  if (what === "facts")
    return Response.json({
      facts: [],
      presence: { focus: [], signs: [] },
      idle: [],
      gaps: [],
      diagnostics: [],
    });
  if (what === "keyframes") return new Response(new Uint8Array([7]));
  const listed = view?.segments.filter((segment) => segment.index >= first && segment.index <= last) ?? [];
  return new Response(
    encodeSegmentPage(
      listed.map((segment) => ({ index: segment.index, bytes: new Uint8Array([segment.index]) })),
    ),
  );
}

/**
 * Opens a session, whose only view is `viewId`, where `at` is, on a stage that says what the test tells it to say.
 */
export async function openFramed(sessionId: string, viewId: string, end: number, at = 0) {
  const frame = document.createElement("iframe");
  frame.srcdoc = `<script>addEventListener("message", ({ data }) => { if (data.say) parent.postMessage(data.say, "*") })</script>`;
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const got: ToStage[] = [];
  const sleepers: (() => void)[] = [];
  frame.contentWindow?.addEventListener("message", ({ data }: MessageEvent<ToStage>) => {
    got.push(data);
    for (const sleeper of sleepers.splice(0)) sleeper();
  });
  const detail = {
    session: { ...sessionAt(0), id: sessionId, end },
    views: [
      {
        id: viewId,
        url: "",
        name: "",
        start: 0,
        end,
        errorCount: 0,
        frustrationCount: 0,
        actionCount: 0,
        segmentCount: 1,
        complete: true,
      },
    ],
  };
  const client = new QueryClient();
  const look = { speed: 1, skipInactivity: false, pointer: false, fit: "contain" } as const;
  const session = new StageSession({
    queryClient: client,
    detail,
    source: undefined,
    at,
    viewId,
    tab: undefined,
    ...look,
  });
  const close = session.attach(frame);
  const leave = () => {
    close();
    client.clear();
    frame.remove();
  };
  onTestFinished(leave);
  return {
    leave,
    /** What kinds of messages came, in order. */
    kinds: () => got.filter((message) => "type" in message).map(({ type }) => type),
    say: (message: FromStage) => frame.contentWindow?.postMessage({ say: message }, "*"),
    /** The messages of a type, when there are so many. */
    has: async <T extends ToStage["type"]>(type: T, count: number) => {
      const found = () =>
        got.filter((message): message is Extract<ToStage, { type: T }> => message.type === type);
      while (found().length < count) await new Promise<void>((resolve) => sleepers.push(resolve));
      return found();
    },
  };
}
