import { type AssetHost, startAssetHost } from "./asset-host.ts";
import { type Canary, startCanary } from "./canary.ts";
import { type Product, startProduct } from "./product.ts";
import { test as base } from "./test.ts";

/** Tests with a host that has assets, one that nobody should ask, and servers with settings. */
export const test = base.extend<{
  host: AssetHost;
  canary: Canary;
  /** Starts a server with these settings. */
  serve: (environment: NodeJS.ProcessEnv) => Promise<Product>;
}>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  host: async ({}, use) => {
    const host = await startAssetHost();
    await use(host);
    await host.stop();
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  canary: async ({}, use) => {
    const canary = await startCanary();
    await use(canary);
    await canary.stop();
  },
  serve: async ({ page }, use) => {
    const products: Product[] = [];
    await use(async (environment) => {
      const product = await startProduct({ environment });
      products.push(product);
      return product;
    });
    await page.close();
    for (const product of products) await product.stop();
  },
});

let lastId = 0;
/** Begins a page: the document has the id 1. Returns what gives the next. */
export function restartIds(): () => number {
  lastId = 1;
  return () => ++lastId;
}

/** A recorded element with the next id. */
export const element = (
  tagName: string,
  attributes: Record<string, string> = {},
  childNodes: object[] = [],
) => ({
  type: 2,
  id: ++lastId,
  tagName,
  attributes,
  childNodes,
});
