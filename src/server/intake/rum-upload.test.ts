import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openIntake, type OpenIntake, RUM, rumEvent, VIEW } from "./intake.fixture.ts";

const signal = new AbortController().signal;

const lines = (...events: readonly unknown[]) => events.map((event) => JSON.stringify(event)).join("\n");

async function stored({ store }: OpenIntake): Promise<readonly { type: string; document: unknown }[]> {
  const events = await store.events.listRumEvents(VIEW.sessionId, { limit: 1000 }, signal);
  return events.map(({ type, document }) => ({ type, document: JSON.parse(document) as unknown }));
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => rumEvent({ date: 1_700_000_000_000 + at }));

const view = (version: number, errors: number) =>
  rumEvent({
    type: "view",
    view: { id: VIEW.viewId, url: "https://shop.example/", error: { count: errors } },
    _dd: { document_version: version },
  });

describe("RUM events", () => {
  test("are stored whole, one a line, whatever their type", async () => {
    const intake = await openIntake();
    const events = [
      rumEvent({ date: 1, error: { message: "Ünïcödé 🛒" } }),
      rumEvent({ date: 2, type: "from_the_future" }),
    ];
    expect(await intake.post(RUM, `${lines(...events)}\n`)).toEqual({ status: 202, json: {} });
    expect(await stored(intake)).toEqual([
      { type: "action", document: events[0] },
      { type: "from_the_future", document: events[1] },
    ]);
  });

  test("that are sent again are stored once", async () => {
    const intake = await openIntake();
    for (const _ of [1, 2])
      expect(await intake.post(RUM, lines(...numbered(3)))).toMatchObject({ status: 202 });
    expect(await stored(intake)).toHaveLength(3);
  });

  test("of views are merged by their document_version, in whatever order they come", async () => {
    const intake = await openIntake();
    await intake.post(RUM, lines(view(3, 7)));
    await intake.post(RUM, lines(view(2, 1)));
    const found = await intake.store.events.getView(VIEW, signal);
    expect(found?.errorCount).toBe(7);
  });

  test.each<readonly [string, (events: readonly unknown[]) => string]>([
    ["on one line", (events) => JSON.stringify(events)],
    ["over the whole body", (events) => JSON.stringify(events, null, 2)],
    ["on several lines", ([first, ...rest]) => `${JSON.stringify([first])}\n${JSON.stringify(rest)}`],
  ])("may come as an array %s", async (_name, write) => {
    const intake = await openIntake();
    expect(await intake.post(RUM, write(numbered(3)))).toMatchObject({ status: 202 });
    expect(await stored(intake)).toHaveLength(3);
  });

  test.each<readonly [string, (text: string) => Uint8Array<ArrayBuffer>, string, Record<string, string>]>([
    ["dd-evp-encoding=deflate", (text) => new Uint8Array(deflateSync(text)), "&dd-evp-encoding=deflate", {}],
    [
      "Content-Encoding: deflate",
      (text) => new Uint8Array(deflateSync(text)),
      "",
      { "content-encoding": "deflate" },
    ],
    ["Content-Encoding: gzip", (text) => new Uint8Array(gzipSync(text)), "", { "content-encoding": "gzip" }],
    [
      "no encoding and sendBeacon's type",
      (text) => new TextEncoder().encode(text),
      "",
      { "content-type": "text/plain" },
    ],
  ])("come with %s", async (_name, encode, query, headers) => {
    const intake = await openIntake();
    const address = RUM + encodeURIComponent(query);
    expect(await intake.post(address, encode(lines(...numbered(3))), headers)).toMatchObject({ status: 202 });
    expect(await stored(intake)).toHaveLength(3);
  });

  test("that belong to no replay are left out and counted", async () => {
    const intake = await openIntake();
    const events = [
      rumEvent(),
      rumEvent({ session: undefined }),
      rumEvent({ view: null }),
      rumEvent({ application: {} }),
      rumEvent({ type: "telemetry" }),
    ];
    expect(await intake.post(RUM, lines(...events))).toEqual({ status: 202, json: { skipped: 4 } });
    expect(await stored(intake)).toHaveLength(1);
  });

  test("that are all left out are no fault", async () => {
    const intake = await openIntake();
    const telemetry = { type: "telemetry", date: 1, telemetry: {} };
    expect(await intake.post(RUM, lines(telemetry))).toEqual({ status: 202, json: { skipped: 1 } });
  });
});

describe("malformed RUM uploads are refused and nothing of them is stored", () => {
  const good = lines(rumEvent());

  test.each<readonly [string, BodyInit, string]>([
    ["no body", "", "the body has no events"],
    ["blank lines", "\n \n", "the body has no events"],
    [
      "an event nested too deep",
      lines(rumEvent()).replace("{", `{"deep":${"[".repeat(5000)}${"]".repeat(5000)},`),
      "line 1: not JSON (it is nested more than 100 deep)",
    ],
    [
      "an array nested too deep",
      `[${"[".repeat(5000)}${"]".repeat(5000)}]`,
      "it is nested more than 100 deep",
    ],
    ["an empty list", "[]", "the body has no events"],
    ["a line that is not JSON", `${good}\nnot JSON`, "line 2: not JSON"],
    ["a line that is cut", `${good}\n\n${good.slice(0, 40)}`, "line 3: not JSON"],
    [
      "a value that is no object",
      `${good}\n12`,
      "line 2: Invalid input: expected object, received number, got 12",
    ],
    ["null", "null", "line 1: Invalid input: expected object"],
    ["a list with a value that is no object", `[${good},"x"]`, "event 2: Invalid input: expected object"],
    ["a list on a line", `${good}\n[${good},1]`, "line 2, event 2: Invalid input"],
    ["no type", lines(rumEvent({ type: undefined })), "line 1: type: Invalid input"],
    ["an empty type", lines(rumEvent({ type: "" })), "line 1: type: "],
    [
      "no date",
      lines(rumEvent(), rumEvent({ date: undefined })),
      "line 2: date: Invalid input: expected number",
    ],
    ["a date as text", lines(rumEvent({ date: "2026-01-01" })), 'got "2026-01-01"'],
    ["a session id that is no text", lines(rumEvent({ session: { id: 7 } })), "line 1: session.id: "],
    [
      "a view id that is no id",
      lines(rumEvent({ view: { id: "<b>" } })),
      "line 1: view.id: expected an id of",
    ],
    [
      "a version that is no number",
      lines(rumEvent({ type: "view", _dd: { document_version: "1" } })),
      "_dd.document_version",
    ],
    ["bytes that are no text", new Uint8Array(deflateSync(good)), "is not UTF-8 text"],
  ])("%s", async (_name, body, expected) => {
    const intake = await openIntake();
    const { status, json } = await intake.post(RUM, body);
    expect(status).toBe(400);
    expect((json as { errors: string[] }).errors.join("\n")).toContain(expected);
    expect(await intake.isEmpty()).toBe(true);
  });

  test.each<readonly [string, string, Uint8Array<ArrayBuffer>, string]>([
    [
      "deflate that is cut",
      "deflate",
      new Uint8Array(deflateSync(good)).slice(0, -8),
      "the body cannot be inflated: its zlib stream ends early",
    ],
    [
      "deflate with bytes behind it",
      "deflate",
      Uint8Array.from([...deflateSync(good), 1]),
      "the body cannot be inflated: 1 bytes follow its zlib stream",
    ],
    [
      "deflate that is text",
      "deflate",
      new TextEncoder().encode(good),
      "the body cannot be inflated: expected a zlib stream, got",
    ],
    ["gzip that is cut", "gzip", new Uint8Array(gzipSync(good)).slice(0, -8), "not whole gzip data"],
    ["an encoding that nobody sends", "br", new TextEncoder().encode(good), 'the content encoding is "br"'],
  ])("%s", async (_name, encoding, body, expected) => {
    const intake = await openIntake();
    const { status, json } = await intake.post(RUM, body, { "content-encoding": encoding });
    expect(status).toBe(400);
    expect((json as { errors: string[] }).errors.join("\n")).toContain(expected);
    expect(await intake.isEmpty()).toBe(true);
  });

  test("every faulty line is named, up to twenty", async () => {
    const intake = await openIntake();
    const { json } = await intake.post(RUM, Array.from({ length: 25 }, () => "x").join("\n"));
    const { errors } = json as { errors: string[] };
    expect(errors).toHaveLength(21);
    expect(errors[19]).toMatch(/^line 20: not JSON/);
    expect(errors[20]).toBe("and 5 more errors");
  });
});

describe("size limits of RUM uploads", () => {
  const limits = { rumBodyBytes: 5000, rumEventBytes: 1000, rumEvents: 3 };
  const long = (bytes: number) => lines(rumEvent({ context: { filler: "x".repeat(bytes) } }));

  test.each<readonly [string, BodyInit, string, string]>([
    ["a body", `${long(800)}\n`.repeat(6), "", "the body has more than 5000 bytes"],
    [
      "a body that inflates to more",
      new Uint8Array(deflateSync("x".repeat(6000))),
      "deflate",
      "the body has more than 5000 bytes",
    ],
    [
      "a body that unzips to more",
      new Uint8Array(gzipSync("x".repeat(6000))),
      "gzip",
      "the body has more than 5000 bytes",
    ],
    ["an event", `${lines(rumEvent())}\n${long(1000)}`, "", "line 2: an event of"],
    ["the number of events", lines(...numbered(4)), "", "more than 3 events"],
    ["the number of events in a list", JSON.stringify(numbered(4)), "", "more than 3 events"],
  ])("%s over the limit is refused", async (_name, body, encoding, expected) => {
    const intake = await openIntake({ limits });
    const { status, json } = await intake.post(RUM, body, { "content-encoding": encoding });
    expect(status).toBe(413);
    expect((json as { errors: string[] }).errors.join("\n")).toContain(expected);
    expect(await intake.isEmpty()).toBe(true);
  });
});
