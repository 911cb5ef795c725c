import { useState } from "react";
import { beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../app/styles.css";
import { mount } from "./mount.fixture.tsx";
import { Tabs } from "./tabs.tsx";

beforeEach(() => page.viewport(800, 600));

function Example() {
  const [shown, setShown] = useState<"one" | "two">("one");
  const tabs = [
    { id: "one", label: "One", content: "First panel" },
    { id: "two", label: "Two", content: "Second panel" },
  ] as const;
  return <Tabs label="Example" tabs={tabs} value={shown} onChange={setShown} />;
}

const tab = (name: string) => page.getByRole("tab", { name });

test("a tab that is pressed with the mouse has the focus without a ring, one that keys reach has the ring", async () => {
  mount(<Example />);
  await tab("Two").click();
  await expect.element(page.getByText("Second panel")).toBeVisible();
  expect(document.activeElement).toBe(tab("Two").element());
  expect(tab("Two").element().matches(":focus-visible")).toBe(false);
  await userEvent.keyboard("{ArrowLeft}");
  await expect.element(page.getByText("First panel")).toBeVisible();
  expect(tab("One").element().matches(":focus-visible")).toBe(true);
});
