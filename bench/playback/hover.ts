import type { Page } from "playwright";

/** Moves the pointer to a share of the timeline's width. Resolves with the milliseconds until the picture is there. */
export type Hover = (share: number) => Promise<number>;

/** The time that the pointer must rest before a picture is asked for is among what is told. */
export async function hoverOn(page: Page): Promise<Hover> {
  const box = await page.getByRole("slider", { name: "Time in the session" }).boundingBox();
  if (box === null) throw new Error("the timeline is not shown");
  const watched = await page.evaluateHandle(() => {
    const seen = { movedAt: Number.NaN, spent: Number.NaN, tell: (_spent: number) => undefined as void };
    document.addEventListener(
      "pointermove",
      () => {
        seen.movedAt = performance.now();
        seen.spent = Number.NaN;
      },
      { capture: true },
    );
    new MutationObserver(() => {
      const state = document.querySelector<HTMLElement>("[data-thumbnail]")?.dataset["thumbnail"];
      if (state !== "shown") return;
      seen.spent = performance.now() - seen.movedAt;
      seen.tell(seen.spent);
    }).observe(document.body, { subtree: true, attributeFilter: ["data-thumbnail"] });
    return seen;
  });
  return async (share) => {
    await page.mouse.move(box.x + box.width * share, box.y + 30);
    return watched.evaluate(
      (seen) =>
        new Promise<number>((resolve, reject) => {
          if (!Number.isNaN(seen.spent)) return resolve(seen.spent);
          seen.tell = resolve;
          setTimeout(() => reject(new Error("the picture does not come")), 60_000);
          return undefined;
        }),
    );
  };
}
