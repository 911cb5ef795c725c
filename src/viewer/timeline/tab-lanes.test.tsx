import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../app/styles.css";
import { TabMenu } from "../player/tab-menu.tsx";
import { playerFixture } from "../player/player.fixture.tsx";
import { mount } from "../ui/mount.fixture.tsx";
import { Timeline } from "./timeline.tsx";
import { timelineModel } from "./timeline-model.ts";

beforeEach(() => page.viewport(1280, 800));

/** Tab 1 is open all the time, tab 2 from second 20 to 60. */
function start() {
  const fixture = playerFixture();
  const { playback, start: at, provide, state } = fixture;
  const session = playback.get().session;
  const view = (id: string, from: number, to: number) => ({
    id,
    url: `https://shop.example/${id}`,
    start: at + from,
    end: at + to,
    hasReplay: true,
  });
  const views = [view("home", 0, 100_000), view("help", 20_000, 60_000)];
  playback.grow({ ...session, views });
  state({ view: "home", ts: at });
  mount(
    provide(
      <>
        <TabMenu />
        <Timeline model={timelineModel(session, views, new Map())} events={[]} />
      </>,
    ),
  );
  return fixture;
}

const lane = (name: string) => page.getByRole("group", { name: "Tabs" }).getByRole("button", { name });
const pins = ({ sent }: ReturnType<typeof playerFixture>) =>
  sent.flatMap((message) => (message.type === "stage:pin" ? [message.viewId] : []));

test("lanes are named by their page and reached by keys; the one that is shown is told", async () => {
  start();
  await expect.element(lane("Tab 1: /home")).toHaveAttribute("aria-current", "true");
  await expect.element(lane("Tab 2: /help")).toHaveAttribute("aria-current", "false");
  lane("Tab 1: /home").element().focus();
  await userEvent.keyboard("{Tab}");
  await expect.element(lane("Tab 2: /help")).toHaveFocus();
});

test("choosing a tab pins it, and the focus can be followed again", async () => {
  const fixture = start();
  const { start: at, state } = fixture;
  state({ ts: at + 30_000, view: "help" });
  await lane("Tab 1: /home").click();
  await expect.element(lane("Tab 1: /home")).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Follow focus" }).click();
  await expect.element(lane("Tab 1: /home")).toHaveAttribute("aria-pressed", "false");
  await lane("Tab 2: /help").click();
  await lane("Tab 2: /help").click();
  expect(pins(fixture)).toEqual(["home", null, "help", null]);
});

test("choosing a tab that is not open yet goes to where it is opened", async () => {
  const fixture = start();
  await page.getByRole("button", { name: /^Tab 1 of 2/ }).click();
  await page.getByRole("menuitemradio", { name: "Tab 2: /help" }).click();
  expect(fixture.sent.slice(-2)).toEqual([
    { type: "stage:pin", viewId: "help" },
    { type: "stage:view", viewId: "help" },
  ]);
});

test("pressing on the lane of another tab pins it there", async () => {
  const fixture = start();
  const { start: at } = fixture;
  await page
    .getByRole("slider", { name: "Time in the session" })
    .click({ position: { x: 400, y: 20 + 24 + 10 } });
  expect(pins(fixture)).toEqual(["help"]);
  const seek = fixture.sent.findLast((message) => message.type === "replay:seek");
  expect(seek?.type === "replay:seek" && seek.ts > at + 20_000 && seek.ts < at + 60_000).toBe(true);
});
