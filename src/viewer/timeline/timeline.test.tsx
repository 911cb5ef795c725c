import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../app/styles.css";
import type { SessionEvent } from "../player/session-events.ts";
import { playerFixture } from "../player/player.fixture.tsx";
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
