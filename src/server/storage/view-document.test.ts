import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonObject, mergeViewVersions, type ViewVersion } from "./view-document.ts";

const full = (version: number, document: JsonObject): ViewVersion => ({
  kind: "view",
  version,
  document: { type: "view", ...document },
});
const update = (version: number, document: JsonObject): ViewVersion => ({
  kind: "view_update",
  version,
  document: { type: "view_update", ...document },
});

const wholes = (value: JsonObject) => ({
  view: { custom_timings: value },
  context: value,
  connectivity: value,
  usr: value,
  device: value,
  privacy: value,
});

describe("merging view updates", () => {
  test("objects are merged deep; the rest is replaced", () => {
    const merged = mergeViewVersions([
      full(1, {
        view: { id: "v", error: { count: 0 }, list: [1, 2] },
        _dd: { document_version: 1, drift: 0 },
      }),
      update(2, { view: { error: { count: 1 }, list: [3] }, _dd: { document_version: 2 } }),
    ]);
    expect(merged).toEqual({
      type: "view",
      view: { id: "v", error: { count: 1 }, list: [3] },
      _dd: { document_version: 2, drift: 0 },
    });
  });

  test("custom timings, context, connectivity, user, device and privacy are replaced whole", () => {
    const before = { old: 1 };
    const after = { new: { deep: null } };
    expect(mergeViewVersions([full(1, wholes(before)), update(2, wholes(after))])).toEqual({
      type: "view",
      ...wholes(after),
    });
  });

  test("a key of such a name elsewhere is merged", () => {
    const merged = mergeViewVersions([
      full(1, { a: { context: { x: 1 } } }),
      update(2, { a: { context: { y: 2 } } }),
    ]);
    expect(merged?.["a"]).toEqual({ context: { x: 1, y: 2 } });
  });

  test("null deletes a key, also inside what is new", () => {
    const merged = mergeViewVersions([
      full(1, { usr: { id: "u" }, view: { name: "n", id: "v" } }),
      update(2, { usr: null, view: { name: null }, fresh: { kept: 1, dropped: null } }),
    ]);
    expect(merged).toEqual({ type: "view", view: { id: "v" }, fresh: { kept: 1 } });
  });

  test("page states are appended", () => {
    const merged = mergeViewVersions([
      full(1, { _dd: { page_states: [{ state: "active", start: 0 }] } }),
      update(2, { _dd: { page_states: [{ state: "hidden", start: 5 }] } }),
    ]);
    expect(merged?.["_dd"]).toEqual({
      page_states: [
        { state: "active", start: 0 },
        { state: "hidden", start: 5 },
      ],
    });
  });

  test("a full view supersedes all before it", () => {
    const versions = [
      full(1, { a: 1 }),
      update(2, { b: 2 }),
      full(3, { c: 3 }),
      update(3, { d: 4 }),
      update(4, { e: 5 }),
    ];
    expect(mergeViewVersions(versions)).toEqual({ type: "view", c: 3, e: 5 });
  });

  test("updates without a full view make a partial document", () => {
    expect(mergeViewVersions([update(5, { b: 2, gone: null }), update(2, { a: 1, b: 1 })])).toEqual({
      type: "view",
      a: 1,
      b: 2,
    });
    expect(mergeViewVersions([])).toBeNull();
  });

  test("a key named __proto__ is data like any other", () => {
    const hostile = JSON.parse(
      '{"context":{"a":{"__proto__":{"polluted":1}}},"view":{"__proto__":{"x":1}}}',
    ) as JsonObject;
    const merged = mergeViewVersions([full(1, { view: {} }), update(2, hostile)]);
    expect(JSON.stringify(merged)).toContain('"view":{"__proto__":{"x":1}}');
    expect([null, Object.prototype]).toContain(Object.getPrototypeOf(merged?.["view"]));
    expect(({} as JsonObject)["polluted"]).toBeUndefined();
  });

  test("page states and keys of thousands of updates are merged without copying what lies there", () => {
    const updates = Array.from({ length: 20_000 }, (_, at) =>
      update(at + 2, { [`key${at}`]: at, _dd: { page_states: [at] } }),
    );
    const merged = mergeViewVersions([full(1, { _dd: { page_states: [] } }), ...updates]);
    expect(Object.keys(merged ?? {})).toHaveLength(20_002);
    expect(merged?.["_dd"]).toEqual({ page_states: updates.map((_, at) => at) });
  });

  test("neither the versions nor what they hold is changed", () => {
    const versions = [full(1, { view: { a: 1 } }), update(2, { view: { b: 2 } })];
    const before = structuredClone(versions);
    mergeViewVersions(versions);
    expect(versions).toEqual(before);
  });
});

const keys = fc.constantFrom(
  "view",
  "usr",
  "context",
  "_dd",
  "page_states",
  "custom_timings",
  "name",
  "error",
);
const documents = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, 0, 1, "text", true),
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 }),
    tie("object"),
  ),
  object: fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
})).object;
const versionLists = fc
  .uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((version) =>
        fc.record({
          kind: fc.constantFrom("view" as const, "view_update" as const, "view_update" as const),
          version: fc.constant(version),
          document: documents,
        }),
      ),
    ),
  );

test("any order of arrival gives the same document", () => {
  const shuffled = versionLists.chain((versions) =>
    fc.tuple(fc.constant(versions), fc.shuffledSubarray(versions, { minLength: versions.length })),
  );
  fc.assert(
    fc.property(shuffled, ([versions, arrived]) => {
      expect(mergeViewVersions(arrived)).toEqual(mergeViewVersions(versions));
    }),
  );
});

test("what a full view supersedes can be thrown away at any time", () => {
  fc.assert(
    fc.property(versionLists, (versions) => {
      const base = Math.max(
        0,
        ...versions.filter(({ kind }) => kind === "view").map(({ version }) => version),
      );
      expect(mergeViewVersions(versions.filter(({ version }) => version >= base))).toEqual(
        mergeViewVersions(versions),
      );
    }),
  );
});
