import { useState } from "react";
import { expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { mount } from "../../ui/mount.fixture.tsx";
import { SearchBox } from "./search-box.tsx";

interface Search {
  readonly searched: string[];
  readonly onLeaveDown: () => void;
  readonly links: string[];
}

/** A page that keeps what was searched for, and a button that changes it as going back does. */
function Searching({ searched, onLeaveDown, links }: Search) {
  const [value, setValue] = useState("from the address");
  const onSearch = (text: string) => {
    searched.push(text);
    setValue(text);
  };
  const onLink = (text: string) => text.startsWith("https:") && links.push(text) > 0;
  return (
    <>
      <SearchBox value={value} onSearch={onSearch} onLeaveDown={onLeaveDown} onLink={onLink} />
      <button type="button" onClick={() => setValue("elsewhere")}>
        Go back
      </button>
    </>
  );
}

const box = page.getByRole("textbox", { name: "Search sessions" });

function start(): Search {
  const search: Search = { searched: [], links: [], onLeaveDown: vi.fn<() => void>() };
  mount(<Searching {...search} />);
  return search;
}

test("typing searches once, when it pauses", async () => {
  const { searched } = start();
  await expect.element(box).toHaveValue("from the address");
  await box.fill("");
  await userEvent.type(box, "ada");
  await expect.poll(() => searched.at(-1)).toBe("ada");
  expect(searched.length).toBeLessThanOrEqual(2);
});

test("Enter searches at once, Escape clears", async () => {
  const { searched } = start();
  await box.fill("grace");
  await userEvent.keyboard("{Enter}");
  expect(searched).toEqual(["grace"]);
  await userEvent.keyboard("{Escape}");
  await expect.element(box).toHaveValue("");
  expect(searched).toEqual(["grace", ""]);
});

test("going back shows what was searched for then, though something was being typed", async () => {
  const { searched } = start();
  await box.fill("half a wo");
  await page.getByRole("button", { name: "Go back" }).click();
  await expect.element(box).toHaveValue("elsewhere");
  expect(searched.every((text) => text === "half a wo")).toBe(true);
});

test("the slash key comes here and is not typed; the arrow down leads to the list", async () => {
  const { onLeaveDown } = start();
  await expect.element(box).toBeVisible();
  await userEvent.keyboard("/");
  await expect.element(box).toHaveFocus();
  await expect.element(box).toHaveValue("from the address");
  await userEvent.keyboard("{ArrowDown}");
  expect(onLeaveDown).toHaveBeenCalledOnce();
});

test("a link that is entered or pasted is opened and not searched for; another text is pasted", async () => {
  const { searched, links } = start();
  await box.fill("https://entered.example");
  await userEvent.keyboard("{Enter}");
  expect(links).toEqual(["https://entered.example"]);
  await expect.element(box).toHaveValue("");
  const paste = (text: string) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    return box
      .element()
      .dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  };
  expect(paste("https://pasted.example")).toBe(false);
  expect(links).toEqual(["https://entered.example", "https://pasted.example"]);
  expect(paste("ada")).toBe(true);
  expect(searched.filter((text) => text.startsWith("https:"))).toEqual([]);
});
