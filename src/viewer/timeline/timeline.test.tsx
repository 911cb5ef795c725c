import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../app/styles.css";
import type { SessionEvent } from "../player/session-events.ts";
import { playerFixture } from "../player/player.fixture.tsx";
import { type Moment, type Thumbnail, type Thumbnails, ThumbnailsContext } from "../player/thumbnails.ts";
import { mount } from "../ui/mount.fixture.tsx";
import { Timeline } from "./timeline.tsx";
import { timelineModel } from "./timeline-model.ts";

beforeEach(() => page.viewport(1280, 800));

const slider = () => page.getByRole("slider", { name: "Time in the session" });

function start() {
  const fixture = playerFixture();
  const { playback, start: at, provide } = fixture;
  const { session } = playback.get();
  const events: SessionEvent[] = [
    { id: "1", kind: "error", at: at + 50_000, title: "Card was refused" },
    { id: "2", kind: "frustration", at: at + 50_100, title: "Pay now", detail: "Rage click" },
  ];
  mount(provide(<Timeline model={timelineModel(session, session.views, new Map())} events={events} />));
  return fixture;
}

const seeks = ({ sent, start: at }: ReturnType<typeof playerFixture>) =>
  sent.flatMap((message) => (message.type === "replay:seek" ? [Math.round((message.ts - at) / 1000)] : []));

test("arrow keys, Home and End move through the session, and the time is told in words", async () => {
  const fixture = start();
  await expect.element(slider()).toHaveAttribute("aria-valuetext", "0 seconds of 1:40, /home");
  slider().element().focus();
  await userEvent.keyboard("{ArrowRight}{PageUp}{End}{Home}{ArrowRight}{ArrowLeft}");
  expect(seeks(fixture)).toEqual([5, 15, 100, 0, 5, 0]);
  await userEvent.keyboard("{PageUp}");
  await expect.element(slider()).toHaveAttribute("aria-valuetext", "10 seconds of 1:40, /home");
});

test("a click seeks to its place", async () => {
  const fixture = start();
  await slider().click({ position: { x: 250, y: 30 } });
  expect(seeks(fixture)).toEqual([25]);
});

test("hovering tells the time, the page and what went wrong there", async () => {
  start();
  await slider().hover({ position: { x: 500, y: 30 } });
  await expect.element(page.getByText("0:50", { exact: true }).first()).toBeVisible();
  await expect.element(page.getByText("Card was refused")).toBeVisible();
  await expect.element(page.getByText("Rage click")).toBeVisible();
});

/** Pictures that come when the test says so, and what was asked for. */
function thumbnailsByHand() {
  const listeners = new Set<() => void>();
  const asked: (Moment | "rest")[] = [];
  let state: Thumbnail = { wanted: undefined, shown: undefined, failure: undefined, viewport: undefined };
  const set = (change: Partial<Thumbnail>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const thumbnails: Thumbnails = {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attach: () => () => undefined,
    show: (moment) => {
      asked.push(moment);
      set({ wanted: moment, failure: undefined });
    },
    rest: () => asked.push("rest"),
  };
  return { thumbnails, asked, set };
}

function startWithThumbnails() {
  const { playback, start: at, provide } = playerFixture();
  const { session } = playback.get();
  const spans = session.views.map(({ id, start: from, end }) => ({ viewId: id, start: from, end }));
  playback.apply({ type: "stage:programme", spans });
  const hand = thumbnailsByHand();
  const model = timelineModel(session, session.views, new Map());
  mount(
    provide(
      <ThumbnailsContext value={hand.thumbnails}>
        <Timeline model={model} events={[]} />
      </ThumbnailsContext>,
    ),
  );
  return { ...hand, at };
}

const box = () => document.querySelector<HTMLElement>("[data-thumbnail]");
const frame = () => document.querySelector('iframe[title="Thumbnail"]');

test("a frame for pictures comes when the pointer rests, and stays when it goes", async () => {
  const { asked, set, at } = startWithThumbnails();
  await expect.element(slider()).toBeVisible();
  expect(frame()).toBeNull();
  await slider().hover({ position: { x: 500, y: 30 } });
  const moment = { viewId: "cart", ts: at + 50_000 };
  await expect.poll(() => asked.filter((each) => each !== "rest")).toEqual([moment]);
  await expect.poll(frame).not.toBeNull();
  const made = frame();
  set({ shown: moment });
  await expect.poll(() => box()?.dataset["thumbnail"]).toBe("shown");
  await slider().hover({ position: { x: 800, y: 30 } });
  // The last picture is not taken for the new moment.
  await expect.poll(() => box()?.dataset["thumbnail"]).toBe("waiting");
  await expect.poll(() => asked.at(-1)).toEqual({ viewId: "done", ts: at + 80_000 });
  await userEvent.unhover(slider());
  await expect.poll(() => asked.at(-1)).toBe("rest");
  await expect.poll(() => box()?.checkVisibility({ visibilityProperty: true })).toBe(false);
  expect(frame()).toBe(made);
});

test("a moment that cannot be shown says why", async () => {
  const { asked, set } = startWithThumbnails();
  await slider().hover({ position: { x: 200, y: 30 } });
  await expect.poll(() => asked.at(-1)).toMatchObject({ viewId: "home" });
  set({ failure: "The server cannot be reached." });
  await expect.element(page.getByText("The server cannot be reached.")).toBeVisible();
  expect(box()?.dataset["thumbnail"]).toBe("nothing");
});
