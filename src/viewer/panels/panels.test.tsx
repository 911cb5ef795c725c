import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../app/styles.css";
import type { SessionEvent } from "../player/session-events.ts";
import { playerFixture } from "../player/player.fixture.tsx";
import { mount } from "../ui/mount.fixture.tsx";
import { EventsPanel } from "./events-panel.tsx";
import { problemList } from "./problem-list.ts";
import { ProblemsPanel } from "./problems-panel.tsx";
import { unfoundViews } from "./unfound-views.ts";
import { ViewsPanel } from "./views-panel.tsx";
import type { UnloadedAssets } from "../../wire/assets.ts";

beforeEach(() => page.viewport(1280, 800));

const { start } = playerFixture();
const event = (at: number, rest: Partial<SessionEvent> = {}): SessionEvent => ({
  id: `e${at}`,
  kind: "click",
  at: start + at,
  title: `Button ${at}`,
  ...rest,
});

const MANY = Array.from({ length: 1000 }, (_, index) => event(index * 100));
const option = (name: RegExp) => page.getByRole("option", { name });

test("of many events only those in sight are in the document; the one at the playhead is marked and in sight", async () => {
  const { playback, provide } = playerFixture();
  mount(provide(<EventsPanel events={MANY} />));
  await expect.element(option(/Button 0\b/)).toBeVisible();
  expect(page.getByRole("option").elements().length).toBeLessThan(40);
  playback.apply({ type: "stage:clock", ts: start + 90_050 });
  await expect.element(option(/Button 90000\b/)).toHaveAttribute("aria-selected", "true");
  await expect.element(option(/Button 90000\b/)).toBeInViewport();
});

test("arrows move through the events and Enter goes to one", async () => {
  const { sent, provide } = playerFixture();
  mount(provide(<EventsPanel events={MANY} />));
  await expect.element(option(/Button 0\b/)).toBeVisible();
  page.getByRole("listbox", { name: "Events" }).element().focus();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  expect(sent).toEqual([{ type: "replay:seek", ts: start + 200 }]);
});

test("search and kinds narrow the list, and an empty one says how to get back", async () => {
  const { provide } = playerFixture();
  const events = [event(1), event(2, { kind: "resource", title: "https://api.example/pay", failed: true })];
  mount(provide(<EventsPanel events={events} />));
  await expect.element(option(/Button 1\b/)).toBeVisible();
  expect(option(/\/pay/).elements()).toEqual([]);
  await page.getByRole("button", { name: "Requests 1" }).click();
  await expect.element(option(/\/pay/)).toBeVisible();
  await page.getByRole("searchbox").fill("nothing like it");
  await expect.element(page.getByText("No event matches")).toBeVisible();
  await page.getByRole("button", { name: "Show all events" }).click();
  await expect.element(option(/\/pay/)).toBeVisible();
});

test("a picked error shows its stack, and what led to it can be played", async () => {
  const { sent, provide } = playerFixture();
  mount(
    provide(
      <EventsPanel events={[event(9000, { kind: "error", title: "Boom", stack: "at pay (app.js:1)" })]} />,
    ),
  );
  await option(/Boom/).click();
  await expect.element(page.getByText("at pay (app.js:1)")).toBeVisible();
  await page.getByRole("button", { name: "Play from 5 seconds before" }).click();
  expect(sent).toEqual([
    { type: "replay:seek", ts: start + 9000 },
    { type: "replay:seek", ts: start + 4000 },
    { type: "replay:play" },
  ]);
});

test("the list of pages marks the one on the stage and opens another", async () => {
  const { sent, state, provide } = playerFixture();
  mount(provide(<ViewsPanel counts={[{ id: "cart", errorCount: 2, frustrationCount: 0 }]} events={[]} />));
  state({ view: "cart", ts: start + 40_000 });
  await expect.element(option(/\/cart/)).toHaveAttribute("aria-selected", "true");
  await option(/\/done/).click();
  expect(sent).toEqual([{ type: "stage:view", viewId: "done" }]);
});

test("a problem says what is missing and where, and a click goes there", async () => {
  const { playback, sent, provide } = playerFixture();
  const facts = { firstPictureAt: null, decodedUntil: 0, facts: [], idle: [], gaps: [] };
  const diagnostic = {
    viewId: "cart",
    code: "segment-missing",
    message: "Segment 3 did not arrive",
    count: 1,
    start: start + 45_000,
    end: start + 50_000,
  };
  const problems = problemList(
    playback.get().session.views,
    new Map([["cart", { ...facts, diagnostics: [diagnostic] }]]),
  );
  mount(provide(<ProblemsPanel problems={problems} assets={undefined} />));
  await expect.element(page.getByText("/cart · 0:45 to 0:50")).toBeVisible();
  await page.getByRole("button", { name: /Segment 3 did not arrive/ }).click();
  expect(sent).toEqual([{ type: "stage:view", viewId: "cart", ts: start + 45_000 }]);
});

const NOTHING: UnloadedAssets = { failed: [], hasMore: false, notFetched: 0, hasMoreNotFetched: false };
const unloaded = page.getByRole("list", { name: "Not loaded" }).getByRole("listitem");

test("what was not loaded is listed with its kind, its reason, and how often, as text alone", async () => {
  const { provide } = playerFixture();
  const failed: UnloadedAssets["failed"] = [
    { address: "https://cdn.example/<b>x</b>.png", kind: "image", reason: "gone", count: 3 },
    { address: "https://fonts.example/a.woff2", kind: "font", reason: "type", count: 1 },
    { address: "javascript:alert(1)", kind: "style", reason: "not-allowed", count: 1 },
    { address: "64x32-00ff", kind: "canvas", reason: "gone", count: 2 },
    { address: "64x32-00fe", kind: "canvas", reason: "type", count: 1 },
  ];
  mount(provide(<ProblemsPanel problems={[]} assets={{ ...NOTHING, failed }} />));
  await expect.element(page.getByRole("heading", { name: "Not loaded 5" })).toBeVisible();
  await expect.element(page.getByText("Nothing of the recording itself is missing")).toBeVisible();
  expect(
    unloaded.elements().map((item) => (item as HTMLElement).innerText.split("\n").filter(Boolean)),
  ).toEqual([
    ["https://cdn.example/<b>x</b>.png", "Gone: its host does not have it any more.", "Image · 3 times"],
    ["https://fonts.example/a.woff2", "Of another kind: it is no font that a browser can use.", "Font"],
    [
      "javascript:alert(1)",
      "Not allowed: this server fetches from the hosts in REPLAY_ASSET_HOSTS only, and from public addresses.",
      "Style sheet",
    ],
    [
      "64x32-00ff",
      "Not there: the recorder's upload of it has not arrived, or this source keeps none.",
      "Canvas content · 2 times",
    ],
    [
      "64x32-00fe",
      "Of another kind: it is no image of this canvas that a browser can use.",
      "Canvas content",
    ],
  ]);
  expect(page.getByRole("link").elements()).toEqual([]);
});

test("a long list of what was not loaded is shown whole when asked for", async () => {
  const { provide } = playerFixture();
  const failed = Array.from({ length: 500 }, (_, at) => ({
    address: `https://cdn.example/${at}`,
    kind: "image" as const,
    reason: "unknown" as const,
    count: 1,
  }));
  mount(provide(<ProblemsPanel problems={[]} assets={{ ...NOTHING, failed, hasMore: true }} />));
  await expect.element(page.getByRole("heading", { name: "Not loaded 500+" })).toBeVisible();
  expect(unloaded.elements()).toHaveLength(30);
  await page.getByRole("button", { name: "Show all 500" }).click();
  await expect.poll(() => unloaded.elements().length).toBe(500);
});

test("what is not fetched by the server's setting is one line, and no alarm", async () => {
  const { provide } = playerFixture();
  mount(provide(<ProblemsPanel problems={[]} assets={{ ...NOTHING, notFetched: 1234 }} />));
  await expect
    .element(page.getByText(/^1,234 addresses of images.*REPLAY_ASSETS.*docs\/settings\.md/))
    .toBeVisible();
  expect(page.getByRole("heading", { name: /Not loaded/ }).elements()).toEqual([]);
});

test("what the source could not find can be looked for again, and its answer saved; what it looks for is said", async () => {
  const { provide, playback } = playerFixture();
  const loading = { state: "stopped", message: "text/html, 9 bytes", rawAnswer: "/bff/raw/1" } as const;
  playback.sourced("home", { loading, notes: [], until: start + 20_000 });
  playback.sourced("cart", { loading: { state: "reading" }, notes: [], until: undefined });
  const { session, sourcing } = playback.get();
  const looked: string[] = [];
  mount(
    provide(
      <ProblemsPanel
        problems={[]}
        assets={undefined}
        unfound={unfoundViews(session.views, sourcing)}
        onLookAgain={(viewId) => looked.push(viewId)}
      />,
    ),
  );
  const items = page.getByRole("region", { name: "Still to come" }).getByRole("listitem");
  await expect
    .element(items.nth(0))
    .toHaveTextContent(/could not deliver the rest.*text\/html, 9 bytes.*\/home · known up to 0:20/s);
  await expect.element(items.nth(1)).toHaveTextContent(/still looks for parts of this page.*\/cart/s);
  await expect
    .element(page.getByRole("link", { name: "Save the raw answer" }))
    .toHaveAttribute("href", "/bff/raw/1");
  await page.getByRole("button", { name: "Look again" }).click();
  expect(looked).toEqual(["home"]);
});
