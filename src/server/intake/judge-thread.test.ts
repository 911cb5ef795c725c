import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { buildThread } from "../built-thread.fixture.ts";
import { createNodeInflater } from "../inflate/node-inflater.ts";
import { jsonPart, metadata, replayForm, rumEvent, segmentBytes } from "./intake.fixture.ts";
import { JudgeThread } from "./judge-thread.ts";
import { judgeUpload, type WholeUpload } from "./judge-upload.ts";
import { DEFAULT_INTAKE_LIMITS } from "./limits.ts";

const MEANS = { inflater: createNodeInflater(), limits: DEFAULT_INTAKE_LIMITS };

let folder: string;
let program: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "judge-thread-"));
  program = await buildThread(new URL("judge.thread.ts", import.meta.url), folder);
});
afterAll(() => rm(folder, { recursive: true }));

function open(of: URL = program, memory?: number): JudgeThread {
  const thread = new JudgeThread(of, DEFAULT_INTAKE_LIMITS, memory);
  onTestFinished(() => thread.close());
  return thread;
}

/** A thread's program that does this with an upload. */
const programThat = (does: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from "node:worker_threads";
      parentPort.on("message", (upload) => { ${does} });`)}`,
  );

async function replay(form: FormData): Promise<WholeUpload> {
  const request = new Request("http://localhost/", { method: "POST", body: form });
  const contentType = request.headers.get("content-type") ?? "";
  const body = new Uint8Array(await request.arrayBuffer());
  return { track: "replay", body, encoding: "", contentType, sdkVersion: "7.16.2" };
}

const rum = (text: string, encoding = ""): WholeUpload => {
  const body = encoding === "deflate" ? new Uint8Array(deflateSync(text)) : new TextEncoder().encode(text);
  return { track: "rum", body, encoding, contentType: "text/plain", sdkVersion: "" };
};

const image = () => {
  const form = new FormData();
  form.append("event", jsonPart({ type: "resource", application: { id: "a" } }));
  form.append("image", new Blob(["RIFF"], { type: "image/webp" }), "1x1-f00");
  return form;
};

test("a thread's verdicts are those of its caller, each for its upload", async () => {
  const uploads = [
    await replay(replayForm()),
    rum(JSON.stringify(rumEvent()), "deflate"),
    await replay(image()),
    rum("no JSON"),
    await replay(replayForm(segmentBytes(), metadata({ records_count: 9 }))),
    await replay(replayForm(new Uint8Array(deflateSync(`{"records":[${"[],".repeat(10_000_000)}[]]}`)))),
  ];
  const { judge } = open();
  const verdicts = await Promise.all(uploads.map((upload) => judge(upload)));
  const kinds = ["segments", "rum-events", "resources", "refused", "refused", "refused"];
  expect(verdicts.map(({ kind }) => kind)).toEqual(kinds);
  for (const [at, upload] of uploads.entries())
    expect(verdicts[at]).toEqual(structuredClone(await judgeUpload(upload, MEANS)));
});

test("an upload that takes all memory is refused, and the next one is judged by another thread", async () => {
  const { judge } = open(programThat("const all = []; for (;;) all.push(new Array(1000).fill(upload));"), 16);
  const refused = { kind: "refused", status: 413, errors: [expect.stringContaining("more memory")] };
  expect(await Promise.all([judge(rum("")), judge(rum(""))])).toEqual([refused, refused]);
});

test.each([
  ["ends", "process.exit(0)", "the thread that judges uploads ended"],
  ["throws", 'throw new Error("broken")', "broken"],
])(
  "where the thread %s over an upload, that one fails, and another thread goes on",
  async (_, does, message) => {
    const { judge } = open(
      programThat(`if (upload.encoding === "bad") ${does}; parentPort.postMessage(upload.encoding);`),
    );
    const settled = await Promise.allSettled([judge(rum("", "bad")), judge(rum("", "good"))]);
    expect(settled).toEqual([
      { status: "rejected", reason: expect.objectContaining({ message }) },
      { status: "fulfilled", value: "good" },
    ]);
  },
);

test("what is in hand when the thread is closed fails, and what comes after it", async () => {
  const thread = open(programThat(""));
  const inHand = Promise.allSettled([thread.judge(rum(""))]);
  await Promise.resolve();
  await thread.close();
  const reason = new Error("the thread that judges uploads ended");
  expect(await inHand).toEqual([{ status: "rejected", reason }]);
  await expect(thread.judge(rum(""))).rejects.toThrow("the intake is closed");
});
