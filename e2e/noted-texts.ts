import type { Locator } from "@playwright/test";

/**
 * Notes the texts of an element from now on, each as it comes: also those that are gone before anybody could look.
 * With `only`, those in which that is found. Returns what was noted.
 */
export async function noteTexts(locator: Locator, only = ""): Promise<() => Promise<readonly string[]>> {
  const noted = await locator.evaluateHandle((element, wanted) => {
    const texts: string[] = [];
    const note = () => {
      const text = element.textContent;
      if (text.includes(wanted) && texts.at(-1) !== text) texts.push(text);
    };
    note();
    new MutationObserver(note).observe(element, { childList: true, subtree: true, characterData: true });
    return texts;
  }, only);
  return () => noted.jsonValue();
}
