import type { Page } from "playwright";

/** What a page throws or logs as an error from now on, unless it is about an address that `isExpected`; grows as it goes. */
export function pageErrors(
  page: Page,
  isExpected: (url: string) => boolean = () => false,
): readonly string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !isExpected(message.location().url)) errors.push(message.text());
  });
  return errors;
}
