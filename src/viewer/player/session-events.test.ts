import { describe, expect, it } from "vitest";
import type { RumEventItem } from "../../wire/rum-event.ts";
import type { TimelineFact } from "../../wire/view-facts.ts";
import { sessionEvents } from "./session-events.ts";

const rum = (type: string, date: number, rest: Partial<RumEventItem> = {}): RumEventItem => ({
  id: `${type}-${date}`,
  type,
  date,
  title: "Pay now",
  ...rest,
});

const facts = (...list: TimelineFact[]) => new Map([["v1", { facts: list }]]);

describe("sessionEvents", () => {
  it("tells a click once where both its record and its RUM action are known", () => {
    const events = sessionEvents(
      [rum("action", 1000, { kind: "click" })],
      facts({ kind: "click", at: 1010, label: "Pay now" }, { kind: "click", at: 5000, label: "Back" }),
    );
    expect(events.map(({ kind, at, title }) => [kind, at, title])).toEqual([
      ["click", 1000, "Pay now"],
      ["click", 5000, "Back"],
    ]);
  });

  it("tells a frustrated click once, as a frustration that says which", () => {
    const events = sessionEvents(
      [rum("action", 1000, { kind: "click", frustrations: ["rage_click", "error_click"] })],
      facts({ kind: "click", at: 1000 }, { kind: "frustration", at: 2200, label: "rage_click" }),
    );
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ kind: "frustration", detail: "Rage click, Error click" });
  });

  it("marks requests that failed or had no answer, and errors", () => {
    const events = sessionEvents(
      [
        rum("resource", 1, { resource: { method: "GET", statusCode: 200 } }),
        rum("resource", 2, { resource: { method: "POST", statusCode: 503 } }),
        rum("resource", 3, { resource: { statusCode: 0 } }),
        rum("error", 4, { error: { type: "TypeError", stack: "at pay" } }),
      ],
      new Map(),
    );
    expect(events.map((event) => event.failed)).toEqual([false, true, true, true]);
    expect(events[1]?.detail).toBe("POST · 503");
    expect(events[3]?.stack).toBe("at pay");
  });

  it("keeps RUM events of a type that is not known", () => {
    const [event] = sessionEvents([rum("transition", 7, { title: "" })], new Map());
    expect(event).toMatchObject({ kind: "other", title: "transition" });
  });

  it("puts RUM events and records in one order of time", () => {
    const events = sessionEvents(
      [rum("error", 3000), rum("view", 1000)],
      facts({ kind: "input", at: 2000, label: "E-mail" }, { kind: "scroll", at: 4000 }),
    );
    expect(events.map((event) => event.at)).toEqual([1000, 2000, 3000, 4000]);
  });
});
