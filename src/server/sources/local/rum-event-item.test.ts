import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { epochMs } from "../../../base/time.ts";
import { rumEventSchema } from "../../../wire/rum-event.ts";
import type { StoredRumEvent } from "../../storage/stored-rum-event.ts";
import { rumEventItem } from "./rum-event-item.ts";

const SHOP = "../../../../e2e/fixtures/recordings/shop-checkout-v7/rum-events.ndjson";
const recorded = readFileSync(new URL(SHOP, import.meta.url), "utf8")
  .trim()
  .split("\n");

function stored(document: string, type = "action"): StoredRumEvent {
  const date = epochMs(5);
  return { id: "e1", type, viewId: "v1", date, document, position: { date, id: "e1" } };
}
const item = (type: string, fields: object) =>
  rumEventItem(stored(JSON.stringify({ type, ...fields }), type));

describe("a RUM event in a list", () => {
  it("is agreed upon for every event of a real session", () => {
    for (const line of recorded) {
      const { type } = JSON.parse(line) as { type: string };
      const listed = rumEventItem(stored(line, type));
      expect(rumEventSchema.parse(listed)).toEqual(listed);
      expect(listed.title).not.toBe("");
    }
  });

  it("is called by what was clicked, with its frustrations", () => {
    const fields = {
      action: {
        type: "click",
        target: { name: "Pay" },
        loading_time: 7_000_000,
        frustration: { type: ["rage_click"] },
      },
    };
    expect(item("action", fields)).toEqual({
      id: "e1",
      type: "action",
      date: 5,
      viewId: "v1",
      title: "Pay",
      kind: "click",
      duration: 7,
      frustrations: ["rage_click"],
    });
  });

  it("is called by an error's message, with its stack", () => {
    const error = {
      message: "no stock",
      type: "Error",
      source: "console",
      handling: "handled",
      stack: "at x",
    };
    expect(item("error", { error })).toMatchObject({
      title: "no stock",
      kind: "console",
      error: { type: "Error", handling: "handled", stack: "at x" },
    });
  });

  it("is called by a resource's address, with sizes as sent and milliseconds for nanoseconds", () => {
    const resource = { url: "/api", type: "fetch", method: "POST", status_code: 503, size: 0, duration: 1e9 };
    expect(item("resource", { resource })).toMatchObject({
      title: "/api",
      kind: "fetch",
      duration: 1000,
      resource: { method: "POST", statusCode: 503, size: 0 },
    });
  });

  it("is called by a view's address, a vital's name", () => {
    const view = { url: "http://shop/", loading_type: "initial_load", time_spent: 601_000_000 };
    expect(item("view", { view })).toMatchObject({
      title: "http://shop/",
      kind: "initial_load",
      duration: 601,
    });
    expect(item("vital", { vital: { name: "checkout", type: "duration", duration: 5e6 } })).toMatchObject({
      title: "checkout",
      duration: 5,
    });
  });

  it("is called by its type where that is not known", () => {
    expect(item("hologram", { hologram: {} })).toEqual({
      id: "e1",
      type: "hologram",
      date: 5,
      viewId: "v1",
      title: "hologram",
    });
  });

  it("keeps the rest of an event in which fields are not of their type", () => {
    const action = { type: "click", target: "Pay", frustration: { type: "rage_click" }, loading_time: "7" };
    expect(item("action", { action })).toMatchObject({ title: "click", kind: "click" });
    expect(item("error", { error: [] })).toMatchObject({ type: "error", title: "error" });
  });

  it("is listed by its type alone when the stored document is damaged", () => {
    expect(rumEventItem(stored('{"type":"act'))).toMatchObject({ type: "action", title: "action" });
  });
});
