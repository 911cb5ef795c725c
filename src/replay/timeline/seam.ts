import type { PageState } from "./presence.ts";

// What two scans of one view tell, of which the second told nothing of what the first one saw. Times in epoch
// milliseconds.

interface ToldFact {
  readonly kind: string;
  readonly at: number;
  readonly label?: string | undefined;
}

/** What the first of them told. */
interface Told {
  readonly facts: readonly ToldFact[];
  readonly presence: { readonly signs: readonly { readonly end: number }[] };
}

/** One fact of scrolling or of sizes stands for all of as much time as this. */
const JOINED_MS = 2_000;

/** The time up to which the user may have done something before the seam; `start`: nothing was done after that. */
export function lastActivity({ facts, presence }: Told, start: number): number {
  const moved = facts.findLast(({ kind }) => kind === "scroll" || kind === "resize");
  return Math.max(
    start,
    presence.signs.at(-1)?.end ?? start,
    moved === undefined ? start : moved.at + JOINED_MS,
  );
}

/** All facts. A scan that begins in the middle tells focus and address once more, though they are not new. */
export function joinedFacts<A extends ToldFact, B extends ToldFact>(
  before: readonly A[],
  after: readonly B[],
): (A | B)[] {
  const focus = before.findLast(isFocus)?.kind ?? "focus";
  const address = before.findLast(isNavigation)?.label;
  const firstFocus = after.find(isFocus);
  const firstAddress = after.find(isNavigation);
  const fresh = after.filter(
    (fact) =>
      !(fact === firstFocus && fact.kind === focus) && !(fact === firstAddress && fact.label === address),
  );
  return [...before, ...fresh];
}

/** All states of the page, each once. */
export function joinedStates(before: readonly PageState[], after: readonly PageState[]): PageState[] {
  const [first, ...rest] = after;
  return first === undefined || first.state === before.at(-1)?.state
    ? [...before, ...rest]
    : [...before, ...after];
}

const isFocus = ({ kind }: ToldFact) => kind === "focus" || kind === "blur";
const isNavigation = ({ kind }: ToldFact) => kind === "navigation";
