import { test as base, expect } from "@playwright/test";
import { fileURLToPath } from "node:url";
import { importRecording } from "../scripts/import-recordings.mjs";
import { type Product, startProduct } from "./product.ts";

export { expect };

/** Real recordings that the repository carries; `recording.json` in each says what it is. */
export const RECORDINGS = [
  "frames-and-media-v7",
  "privacy-mask-v7",
  "shoelace-v5",
  "shoelace-v7",
  "shop-checkout-v6",
  "shop-checkout-v7",
  "tabs-v7",
] as const;

export const recordingFolder = (name: (typeof RECORDINGS)[number]) =>
  fileURLToPath(new URL(`fixtures/recordings/${name}`, import.meta.url));

/**
 * `product` is the built server with all `RECORDINGS` imported, shared by the tests of a worker: leave it as
 * it is. `emptyProduct` is one without any session, for this test alone. A test fails when its page logs an error or throws, unless it sets `allowPageErrors`, or
 * `mayFail` to the addresses of requests that may fail.
 */
export const test = base.extend<
  { allowPageErrors: boolean; mayFail: RegExp | null; pageErrors: string[]; emptyProduct: Product },
  { product: Product }
>({
  product: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
    async ({}, use) => {
      const product = await startProduct();
      for (const name of RECORDINGS) await importRecording(recordingFolder(name), product.address);
      await use(product);
      await product.stop();
    },
    { scope: "worker" },
  ],
  emptyProduct: async ({ page }, use) => {
    const product = await startProduct();
    await use(product);
    // A page that is still open would ask for more, and log that nobody answers.
    await page.close();
    await product.stop();
  },
  allowPageErrors: [false, { option: true }],
  mayFail: [null, { option: true }],
  pageErrors: [
    async ({ page, allowPageErrors, mayFail }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        const isExpected = mayFail?.test(message.location().url) === true;
        if (message.type() === "error" && !isExpected) errors.push(message.text());
      });
      await use(errors);
      if (!allowPageErrors) expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});
