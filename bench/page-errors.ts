import type { Page } from "playwright";

/** What a page throws or logs as an error from now on; grows as it goes. */
export function pageErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}
