import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSession } from "./datadog/recorded-session.ts";
import { type StandIn, startStandIn } from "./datadog/stand-in.ts";
import { startKeep } from "./keep-command.ts";
import { startProduct } from "./product.ts";
import { address, expectState, recordedPage } from "./replay-page.ts";
import { expect, test as base } from "./test.ts";

// Sessions are saved from Datadog into the embedded store: by the button, and by the command.

const KEYS = { apiKey: "a".repeat(32), appKey: "b".repeat(40) };
const SITE = "datadoghq.eu";
const HOURS = 3_600_000;
const shop = readSession("shop-checkout-v7", Date.now() - 3 * HOURS);
const SEGMENTS = shop.segments.map(({ viewId, index }) => `${viewId}-${index}`).toSorted();

const test = base.extend<{ standIn: StandIn; dataDirectory: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  standIn: async ({}, use) => {
    const standIn = await startStandIn({ sessions: [shop], ...KEYS });
    standIn.control.pageSegments = 1;
    await use(standIn);
    await standIn.close();
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
  dataDirectory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), "keep-"));
    await use(directory);
    await rm(directory, { recursive: true, force: true });
  },
});

const environmentFor = ({ address: apiUrl }: StandIn) => ({
  DD_SITE: SITE,
  DD_API_KEY: KEYS.apiKey,
  DD_APP_KEY: KEYS.appKey,
  DD_API_URL: apiUrl,
});

const served = ({ control }: StandIn) => control.requests.flatMap(({ segments }) => segments).toSorted();

/** Resolves when the stand-in has left a request for segments without an answer: that of this number, from 0. */
const stalledAt = ({ control }: StandIn, at: number) =>
  new Promise<void>((resolve) => {
    control.onStall = resolve;
    control.always = (route, count) => (route === "segments" && count === at ? { kind: "silence" } : null);
  });

// The stand-in keeps no watch history: the browser logs that nobody is known to have watched.
test.use({ allowPageErrors: true });

test("saved by the button, a session plays here when Datadog is gone", async ({ page, standIn }) => {
  const product = await startProduct({ environment: environmentFor(standIn) });
  await page.goto(`${product.address}/sessions/${shop.sessionId}?source=${SITE}`);
  await expectState(page, "paused");
  await page.getByRole("button", { name: "Save to this server" }).click();
  const copy = page.getByRole("link", { name: "Saved: open the copy" });
  await expect(copy).toBeVisible();
  expect(served(standIn)).toEqual(SEGMENTS);
  await standIn.close();
  await copy.click();
  await expect(page).toHaveURL(/source=local/);
  await expect(page.getByText("Saved from Datadog")).toBeVisible();
  await expectState(page, "paused");
  for (let step = 0; step < 4; step += 1) await page.keyboard.press(">");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expectState(page, "ended");
  await expect(address(page)).toHaveText(/\/done$/);
  await expect(recordedPage(page).getByText("Order F-20417 is on its way.")).toBeVisible();
  await page.close();
  await product.stop();
});

test("a saving goes on when the page is closed", async ({ page, context, standIn }) => {
  const product = await startProduct({ environment: environmentFor(standIn) });
  const path = `${product.address}/sessions/${shop.sessionId}?source=${SITE}`;
  await page.goto(path);
  await expectState(page, "paused");
  const keep = `${product.address}/bff/sessions/${shop.sessionId}/keep?source=${SITE}`;
  const state = async () => ((await (await context.request.get(keep)).json()) as { state: string }).state;
  await page.getByRole("button", { name: "Save to this server" }).click();
  await page.close();
  await expect.poll(state).toBe("kept");
  await product.stop();
});

test("the command that is killed in the middle goes on and fetches nothing twice", async ({
  standIn,
  dataDirectory,
}) => {
  const environment = environmentFor(standIn);
  const stalled = stalledAt(standIn, 4);
  const first = startKeep(["--query", "*"], dataDirectory, environment);
  await stalled;
  first.process.kill("SIGKILL");
  expect((await first.ended).code).toBe("SIGKILL");
  const interrupted = stalledAt(standIn, 9);
  const second = startKeep([shop.sessionId], dataDirectory, environment);
  await interrupted;
  second.process.kill("SIGINT");
  const stopped = await second.ended;
  expect(stopped.printed).toContain("the same command goes on from there");
  expect(stopped.code).toBe(130);
  standIn.control.always = null;
  const third = await startKeep(["--query", "@type:session", "--from", "1d"], dataDirectory, environment)
    .ended;
  expect(third.printed).toContain(`${shop.sessionId}  saved, ${SEGMENTS.length} segments`);
  expect(third.printed).toContain("1 session saved");
  expect(third.code).toBe(0);
  expect(served(standIn)).toEqual(SEGMENTS);
});

test("the command asks the server that has the store, or says that it is in use", async ({ standIn }) => {
  const environment = environmentFor(standIn);
  const product = await startProduct({ environment });
  const { port } = new URL(product.address);
  const asked = ["--query", "*", "--limit", "1"];
  const through = await startKeep(asked, product.dataDirectory, { ...environment, PORT: port }).ended;
  expect(through.printed).toContain("1 session saved");
  expect(through.code).toBe(0);
  const wrong = await startKeep(asked, product.dataDirectory, { ...environment, PORT: "1" }).ended;
  expect(wrong.printed).toContain("is in use by another process");
  expect(wrong.code).toBe(1);
  expect(served(standIn)).toEqual(SEGMENTS);
  await product.stop();
});

test("the command says what is wrong with its arguments, and what could not be saved", async ({
  standIn,
  dataDirectory,
}) => {
  const environment = environmentFor(standIn);
  const code = async (...given: string[]) => (await startKeep(given, dataDirectory, environment).ended).code;
  expect(await code()).toBe(2);
  expect(await code("--query", "*", "--limit", "none")).toBe(2);
  expect(await code("--query", "*", "--from", "yesterday")).toBe(2);
  expect(await code("nobody")).toBe(1);
  const unset = await startKeep(["--query", "*"], dataDirectory, {}).ended;
  expect(unset.printed).toContain("set DD_SITE");
  expect(unset.printed).not.toContain(KEYS.appKey);
});
