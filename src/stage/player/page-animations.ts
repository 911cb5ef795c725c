import { allNamed, rootsOf } from "./page-roots.ts";

const PAUSED = "rrweb-paused";

/**
 * What moves by itself in a recorded page. While the replay stands, so does all of that, as far as it is at the time
 * shown: what ends has ended, since building a page begins everything at once, though most began long before; and what
 * never ends is where it would be if it had begun with the view, since its beginning is not recorded.
 */
export class PageAnimations {
  readonly #page: () => Document | null;
  readonly #since: number;
  #held: Animation[] = [];

  /** `since`: when the view began, epoch milliseconds. */
  constructor(page: () => Document | null, since: number) {
    this.#page = page;
    this.#since = since;
  }

  /** The page has been built anew. rrweb leaves it as if it were still being written: no SVG begins to move in such. */
  begin(): void {
    const page = this.#page();
    // A document that ends without a type is one in quirks mode; where the page has its own, this one is passed over.
    if (page?.compatMode === "CSS1Compat") page.write("<!doctype html>");
    page?.close();
    this.#held = [];
  }

  /** Brings everything to where it is at `ts`, and stops it there. */
  hold(ts: number): void {
    const page = this.#page();
    if (page === null) return;
    const elapsed = Math.max(0, ts - this.#since);
    const animations = animationsOf(page);
    const still = this.#pausedByPage(page, animations);
    for (const animation of animations) {
      if (still.has(animation)) continue;
      if (animation.effect?.getComputedTiming().endTime === Infinity) this.#hold(animation, elapsed);
      else animation.finish();
    }
    for (const svg of allNamed(page, "svg")) {
      svg.pauseAnimations();
      svg.setCurrentTime(elapsed / 1000);
    }
  }

  /** Lets everything go on. */
  release(): void {
    const page = this.#page();
    if (page === null) return;
    for (const animation of this.#held) animation.play();
    this.#held = [];
    for (const svg of allNamed(page, "svg")) svg.unpauseAnimations();
  }

  /** Those that the recorded page itself has paused stay where they are. */
  #pausedByPage(page: Document, animations: readonly Animation[]): ReadonlySet<Animation> {
    const held = new Set(this.#held);
    const suspects = animations.filter((each) => isPausable(each) && !held.has(each));
    // To take the class away and put it back costs two styles of the whole page.
    if (suspects.length === 0) return new Set();
    const root = page.documentElement;
    // By this class rrweb pauses all, and nothing could be told apart.
    const isPaused = root.classList.contains(PAUSED);
    root.classList.remove(PAUSED);
    const still = suspects.filter((each) => each.playState === "paused");
    if (isPaused) root.classList.add(PAUSED);
    // It comes into force now: else it would pause what is finished next.
    for (const each of suspects) void each.playState;
    return new Set(still);
  }

  #hold(animation: Animation, elapsed: number): void {
    // Those that rrweb's rule has paused go on by it; it does not reach into shadow trees.
    if (animation.playState === "running") {
      animation.pause();
      this.#held.push(animation);
    }
    // Last, since a pause alone comes into force with the next frame.
    animation.currentTime = elapsed;
  }
}

/** What a style sheet can pause: transitions it cannot. It belongs to the page's realm, so its class is not asked. */
const isPausable = (animation: Animation) => "animationName" in animation;

const animationsOf = (page: Document) => rootsOf(page).flatMap((root) => root.getAnimations());
