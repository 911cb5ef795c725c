import { expect, test } from "vitest";
import { alike, everyWay } from "./every-way.fixture.ts";
import { element, mutation, page, START, text } from "./recorded-page.fixture.ts";

// SDKs record attributes, and nothing of the top layer: not which dialog is modal, which popover is open, or what fills
// the screen. What they record is drawn, and nothing is guessed.

const css = (rules: string) => element(10, "style", { _cssText: rules });

const isSeen = (document: Document) =>
  Object.fromEntries(
    [...document.querySelectorAll("body [id]")].map((found) => [found.id, found.checkVisibility()]),
  );

const dialog = (id: number, name: string, attributes: Readonly<Record<string, string>>) =>
  element(id, "dialog", { id: name, ...attributes }, [text(id + 1, name)]);

const dialogsOf = (document: Document) => ({
  seen: isSeen(document),
  modal: document.querySelectorAll(":modal").length,
});

test("a dialog is seen while it has its attribute, in its place in the page", async () => {
  const records = [
    ...page(START, [
      dialog(20, "closed", {}),
      dialog(22, "open", { open: "" }),
      dialog(24, "opened", {}),
      dialog(26, "shut", { open: "" }),
    ]),
    mutation(START + 500, {
      attributes: [
        { id: 24, attributes: { open: "" } },
        { id: 26, attributes: { open: null } },
      ],
      adds: [{ parentId: 4, nextId: null, node: dialog(30, "late", { open: "" }) }],
    }),
  ];
  expect(await everyWay(records, dialogsOf)).toEqual(
    alike({
      seen: { closed: false, open: true, opened: true, shut: false, late: true },
      modal: 0,
    }),
  );
});

const popover = (id: number, attributes: Readonly<Record<string, string>>) =>
  element(id, "div", { popover: "auto", ...attributes }, [text(id + 1, "menu")]);

test("a popover is not seen unless the page's own styles show it", async () => {
  const records = [
    ...page(
      START,
      [
        popover(20, { id: "menu" }),
        popover(22, { id: "styled", class: "shown" }),
        popover(24, { id: "switched" }),
        element(26, "button", { id: "button", popovertarget: "menu" }, [text(27, "open")]),
      ],
      [css(".shown { display: block }")],
    ),
    mutation(START + 500, { attributes: [{ id: 24, attributes: { class: "shown" } }] }),
  ];
  expect(await everyWay(records, isSeen)).toEqual(
    alike({ menu: false, styled: true, switched: true, button: true }),
  );
});

const playerOf = (document: Document) => {
  const found = document.querySelector("#player");
  const style = found && document.defaultView?.getComputedStyle(found);
  return [found?.getBoundingClientRect().width, style?.height, style?.backgroundColor];
};

test("what filled the screen has its place in the page, and the size that the page itself gives it", async () => {
  const records = [
    ...page(
      START,
      [element(20, "div", { id: "player", style: "width: 300px; height: 200px" })],
      [
        css(
          "#player:fullscreen { background: red } .full { position: fixed; inset: 0; width: auto !important }",
        ),
      ],
    ),
    mutation(START + 500, { attributes: [{ id: 20, attributes: { class: "full" } }] }),
  ];
  expect(await everyWay(records, playerOf)).toEqual(alike([800, "200px", "rgba(0, 0, 0, 0)"]));
});
