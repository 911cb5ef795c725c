import { epochMs } from "../../src/base/time.ts";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { IncrementalType, RecordType } from "../../src/replay/record/shared-record.ts";
import { FiguresPage, type PageChange } from "./page.ts";
import type { PageWriter } from "./page-writer.ts";

// Twenty times a second: one batch of five changes and one move of the pointer. That is a hundred changes a second.

const TICK_MS = 50;
const CHANGES_A_TICK = 5;
/** In every fourth batch a row goes and another comes, in place of two of its changes. */
const TURN_OVER_TICKS = 4;
/** Every two seconds a rule is put into the page's sheet, and taken out in the second after. */
const RULE_TICKS = 40;

export const BUSY_VIEWPORT = { width: 1280, height: 800 };
export const BUSY_URL = "http://127.0.0.1/figures";

/** The records of one view of the page of live figures. Times are milliseconds. */
export function* busyRecords(writer: PageWriter, start: number, lengthMs: number): Generator<RawRecord> {
  const page = new FiguresPage();
  const first = epochMs(start);
  yield { type: RecordType.Meta, timestamp: first, data: { ...BUSY_VIEWPORT, href: BUSY_URL } };
  yield { type: RecordType.Focus, timestamp: first, data: { has_focus: true } };
  yield { ...writer.snapshot(page.html, page.style), timestamp: first };
  for (let tick = 1; tick * TICK_MS < lengthMs; tick += 1) {
    const timestamp = epochMs(start + tick * TICK_MS);
    yield { ...writer.batch(changesAt(page, tick)), timestamp };
    const incremental = (data: object): RawRecord => ({ type: RecordType.Incremental, timestamp, data });
    const position = { ...page.place(), id: writer.idOf(page.target()), timeOffset: 0 };
    yield incremental({ source: IncrementalType.MouseMove, positions: [position] });
    if (tick % RULE_TICKS === 0) yield incremental(ruleChange(writer.idOf(page.style), tick));
  }
  yield { type: RecordType.ViewEnd, timestamp: epochMs(start + lengthMs) };
}

function changesAt(page: FiguresPage, tick: number): PageChange[] {
  if (tick % TURN_OVER_TICKS !== 0) return page.figures(CHANGES_A_TICK);
  return [...page.turnOver(), ...page.figures(CHANGES_A_TICK - 2)];
}

function ruleChange(id: number, tick: number): object {
  const isEven = (tick / RULE_TICKS) % 2 === 0;
  const change = isEven
    ? { removes: [{ index: 0 }] }
    : { adds: [{ rule: "td.up { font-weight: bold; }", index: 0 }] };
  return { source: IncrementalType.StyleSheetRule, id, ...change };
}
