import { expect, onTestFinished, test } from "vitest";
import type { FromStage } from "../../wire/stage.ts";
import { StageClient } from "./stage-client.ts";

/** A frame of this origin; `say` posts from its window to this one. */
async function frameThatSpeaks() {
  const frame = document.createElement("iframe");
  frame.srcdoc = `<script>addEventListener("message", ({ data }) => parent.postMessage(data, "*"))</script>`;
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  onTestFinished(() => frame.remove());
  await loaded;
  return { frame, say: (data: unknown) => frame.contentWindow?.postMessage(data, "*") };
}

test("believes the framed window only, and only messages of the agreed form", async () => {
  const stage = await frameThatSpeaks();
  const stranger = await frameThatSpeaks();
  const got: FromStage[] = [];
  const last = new Promise<void>((resolve) => {
    const client = new StageClient(stage.frame, (message) => {
      got.push(message);
      if (message.type === "stage:clock" && message.ts === 2) resolve();
    });
    onTestFinished(() => client.close());
  });
  window.postMessage({ type: "stage:clock", ts: 1 }, "*");
  stranger.say({ type: "stage:clock", ts: 1 });
  stage.say({ type: "stage:clock", ts: "soon" });
  stage.say({ type: "stage:unknown" });
  stage.say("stage:ready");
  stage.say({ type: "stage:ready" });
  stage.say({ type: "stage:clock", ts: 2 });
  await last;
  expect(got).toEqual([{ type: "stage:ready" }, { type: "stage:clock", ts: 2 }]);
});
