import { randomUUID } from "node:crypto";
import { element, page as pageRecords, text, textChange } from "../src/stage/recorded-page.fixture.ts";
import { APPLICATION, postRumEvent, postSegment } from "./posted-segment.ts";

// A session of a minute, made here: the cart is open all the time, the help in a second tab from second 10 on. The
// user goes to the help, back to the cart after half a minute, which stays there; a segment of the cart is lost.

export const START = 1_795_500_000_000;
const SECONDS = 60;
const SEGMENT_S = 5;
/** The cart's segment that is not posted: from second 45 to 50. Its next full snapshot is at second 55. */
const LOST = 9;
const WHOLE_AGAIN = 11;

export interface TwoTabs {
  readonly sessionId: string;
  readonly cart: string;
  readonly help: string;
}

/** Posts it to the intake of a server. */
export async function postTwoTabs(address: string): Promise<TwoTabs> {
  const ids = { sessionId: randomUUID(), cart: randomUUID(), help: randomUUID() };
  const { sessionId } = ids;
  await postView(address, { sessionId, viewId: ids.cart, name: "cart", color: "#204060", from: 0 }, [
    ["active", 0],
    ["hidden", 10],
    ["active", 30],
  ]);
  await postView(address, { sessionId, viewId: ids.help, name: "help", color: "#604020", from: 10 }, [
    ["active", 10],
    ["hidden", 30],
  ]);
  return ids;
}

interface MadeView {
  readonly sessionId: string;
  readonly viewId: string;
  readonly name: string;
  readonly color: string;
  /** Second of its start. */
  readonly from: number;
}

async function postView(
  address: string,
  view: MadeView,
  states: readonly (readonly [string, number])[],
): Promise<void> {
  const { sessionId, viewId, name, from } = view;
  const statuses = [await postRumEvent(address, viewEvent(view, states))];
  for (let index = 0; index * SEGMENT_S + from < SECONDS; index++) {
    if (name === "cart" && index === LOST) continue;
    const records = recordsOf(view, index);
    statuses.push(await postSegment(address, { sessionId, viewId, index, records }));
  }
  if (statuses.some((status) => status !== 202))
    throw new Error(`the intake answered ${statuses.join(", ")}`);
}

function recordsOf({ name, color, from }: MadeView, index: number) {
  const first = from + index * SEGMENT_S;
  const body = element(10, "p", {}, [text(20, `${name} ${first}`)]);
  const style = element(11, "style", { _cssText: `html { background: ${color}; color: white }` });
  const isWhole = index === 0 || index === WHOLE_AGAIN;
  const snapshot = isWhole ? pageRecords(START + first * 1000, [body], [style]) : [];
  const changes = Array.from({ length: SEGMENT_S }, (_, second) => {
    const at = first + second;
    return textChange(START + at * 1000 + 1, 20, `${name} ${at}`);
  });
  return [...snapshot, ...changes];
}

const viewEvent = (
  { sessionId, viewId, name, from }: MadeView,
  states: readonly (readonly [string, number])[],
) => ({
  type: "view",
  date: START + from * 1000,
  application: { id: APPLICATION },
  session: { id: sessionId, type: "user" },
  view: {
    id: viewId,
    url: `https://shop.example/${name}`,
    loading_type: "initial_load",
    time_spent: (SECONDS - from) * 1e9,
    is_active: false,
  },
  tab: { id: `tab-${name}` },
  _dd: {
    format_version: 2,
    document_version: 1,
    page_states: states.map(([state, second]) => ({ state, start: (second - from) * 1e9 })),
  },
});
