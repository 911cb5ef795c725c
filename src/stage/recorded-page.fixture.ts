// Builds recordings for tests, in the old record format (V1) unless it says otherwise: plain JSON is one of the forms
// of a segment.

export interface TestRecord {
  readonly type: number;
  readonly timestamp: number;
  readonly data: unknown;
  readonly format?: number;
}

export interface TestSegment {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly hasFullSnapshot: boolean;
  /** Null: the source lists it but does not deliver it. */
  readonly bytes: Uint8Array | null;
}

/** When the recordings of tests begin, epoch milliseconds. */
export const START = 1_700_000_000_000;
/** So many milliseconds later. */
export const at = (ms: number): number => START + ms;

/** A serialised element. */
export const element = (
  id: number,
  tagName: string,
  attributes: Readonly<Record<string, string>> = {},
  childNodes: readonly unknown[] = [],
) => ({ type: 2, id, tagName, attributes, childNodes });

/** A serialised text. */
export const text = (id: number, textContent: string) => ({ type: 3, id, textContent });

/** Meta and full snapshot of a page with this body; ids below 10 are taken. */
export function page(
  timestamp: number,
  body: readonly unknown[],
  head: readonly unknown[] = [],
  size = { width: 800, height: 600 },
): readonly TestRecord[] {
  const html = element(2, "html", {}, [element(3, "head", {}, head), element(4, "body", {}, body)]);
  const doctype = { type: 1, id: 5, name: "html", publicId: "", systemId: "" };
  const node = { type: 0, id: 1, childNodes: [doctype, html] };
  return [
    { type: 4, timestamp, data: { href: "https://shop.example/", ...size } },
    { type: 2, timestamp, data: { node, initialOffset: { left: 0, top: 0 } } },
  ];
}

/**
 * Meta and full snapshot in the Change format: document (0), doctype, html (2), head (3), body (4), and these further
 * nodes, which count from 5; `more` are the changes after them.
 */
export function changePage(
  timestamp: number,
  nodes: readonly unknown[],
  more: readonly unknown[] = [],
): readonly TestRecord[] {
  const root = [
    [null, "#document"],
    [1, "#doctype", "html", "", ""],
    [0, "HTML"],
    [1, "HEAD"],
    [0, "BODY"],
  ];
  return [
    { type: 4, timestamp, data: { href: "https://shop.example/", width: 800, height: 600 } },
    { type: 2, timestamp, format: 1, data: [[1, ...root, ...nodes], ...more] },
  ];
}

/** An incremental record of the Change format, so many milliseconds after the start. */
export const change = (ms: number, changes: readonly unknown[]): TestRecord => ({
  type: 12,
  timestamp: at(ms),
  data: changes,
});

/** An incremental record (type 3). */
export const incremental = (timestamp: number, data: object): TestRecord => ({ type: 3, timestamp, data });

/** A mutation, of which only what is not empty needs to be given. */
export const mutation = (
  timestamp: number,
  parts: { adds?: unknown[]; removes?: unknown[]; attributes?: unknown[]; texts?: unknown[] },
): TestRecord =>
  incremental(timestamp, { source: 0, adds: [], removes: [], attributes: [], texts: [], ...parts });

/** A mutation that gives a text node another value. */
export const textChange = (timestamp: number, id: number, value: string): TestRecord => ({
  type: 3,
  timestamp,
  data: { source: 0, adds: [], removes: [], attributes: [], texts: [{ id, value }] },
});

/** A segment as plain JSON. */
export function plainSegment(index: number, records: readonly TestRecord[]): TestSegment {
  const times = records.map(({ timestamp }) => timestamp);
  return {
    index,
    start: Math.min(...times),
    end: Math.max(...times),
    hasFullSnapshot: records.some(({ type }) => type === 2),
    bytes: new TextEncoder().encode(JSON.stringify({ records })),
  };
}

/** Segments as a source lists them. */
export const listed = (segments: readonly TestSegment[]) =>
  segments.map(({ index, start, end, hasFullSnapshot }) => ({ index, start, end, hasFullSnapshot }));
