import { expect, test } from "vitest";
import { alike, everyWay } from "./every-way.fixture.ts";
import {
  changePage,
  element,
  incremental,
  mutation,
  page,
  text,
  START,
  change,
} from "./recorded-page.fixture.ts";

// What form controls show: at the snapshot, after changes, in nodes that come later.

const input = (ms: number, id: number, data: object) => incremental(START + ms, { source: 5, id, ...data });

/** Every control of the page: what it shows. */
const shown = (document: Document) =>
  Object.fromEntries(
    [
      ...document.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
        "input, select, textarea",
      ),
    ].map((control) => [control.id, stateOf(control)]),
  );

function stateOf(control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement): unknown {
  if (control.localName === "select")
    return [...(control as HTMLSelectElement).options].map(({ selected }) => (selected ? "x" : "-")).join("");
  const { type, checked, indeterminate, value, files } = control as HTMLInputElement;
  if (type === "checkbox" || type === "radio") return indeterminate ? "undecided" : checked;
  return type === "file" ? [...(files ?? [])].map(({ name }) => name) : value;
}

const shownAndMarked = (document: Document) => ({
  ...shown(document),
  attributes: document.querySelectorAll("#text[value=a], #off[checked], #many [selected]").length,
});

const byState = (document: Document) =>
  [":placeholder-shown", ":disabled", ":enabled"].map((state) =>
    [...document.querySelectorAll(`input${state}`)].map(({ id }) => id).join(),
  );

const option = (id: number, value: string, more: object = {}) =>
  element(id, "option", { value, ...more }, [text(id + 1, value)]);
const field = (id: number, name: string, attributes: object) =>
  element(id, "input", { id: name, ...attributes });

test("as they were at the snapshot, whatever the order of their attributes", async () => {
  const body = [
    field(20, "text", { value: "a" }),
    field(21, "range", { value: "500", type: "range", max: "1000", min: "200", step: "50" }),
    field(22, "number", { value: "1.5", type: "number", step: "any" }),
    field(23, "date", { value: "2024-02-29", type: "date" }),
    field(24, "color", { value: "#00ff00", type: "color" }),
    field(25, "checked", { type: "checkbox", checked: "" }),
    field(26, "file", { type: "file", value: "C:\\fakepath\\plan.pdf" }),
    field(27, "masked", { type: "number", value: "***" }),
    element(28, "textarea", { id: "area", value: "now" }, [text(29, "first")]),
    element(30, "textarea", { id: "emptied" }, [text(31, "first")]),
    element(32, "select", { id: "one", value: "b" }, [option(33, "a"), option(35, "b", { selected: "" })]),
    element(40, "select", { id: "many", multiple: "" }, [
      option(41, "a", { selected: "" }),
      option(43, "b"),
      option(45, "c", { selected: "" }),
    ]),
    field(50, "time", { value: "10:20", type: "time" }),
  ];
  expect(await everyWay(page(START, body), shown)).toEqual(
    alike({
      text: "a",
      range: "500",
      number: "1.5",
      date: "2024-02-29",
      color: "#00ff00",
      checked: true,
      file: ["plan.pdf"],
      masked: "",
      area: "now",
      emptied: "",
      one: "-x",
      many: "x-x",
      time: "10:20",
    }),
  );
});

test("as changed since, in V1; also in controls that come later; attributes stay what they were", async () => {
  const body = [
    element(20, "form", {}, [
      field(21, "text", { value: "a" }),
      field(22, "set", { value: "" }),
      field(23, "range", { type: "range", min: "0", max: "1000" }),
      field(24, "off", { type: "checkbox", checked: "" }),
      field(25, "r1", { type: "radio", name: "r", checked: "" }),
      field(26, "r2", { type: "radio", name: "r" }),
      element(27, "textarea", { id: "area", value: "a" }, [text(28, "first")]),
      element(30, "select", { id: "one" }, [option(31, "a", { selected: "" }), option(33, "b")]),
      element(40, "select", { id: "many", multiple: "" }, [
        option(41, "a", { selected: "" }),
        option(43, "b"),
        option(45, "c"),
      ]),
      field(47, "number", { type: "number", value: "***" }),
    ]),
  ];
  const added = { parentId: 20, nextId: null, node: field(60, "late", { value: "x" }) };
  const records = [
    ...page(START, body),
    input(100, 21, { text: "typed" }),
    input(200, 22, { text: "typed" }),
    mutation(START + 300, { attributes: [{ id: 22, attributes: { value: "set" } }] }),
    input(400, 23, { text: "700" }),
    input(500, 24, { isChecked: false }),
    input(600, 26, { isChecked: true }),
    input(600, 25, { isChecked: false }),
    input(700, 27, { text: "b" }),
    input(800, 30, { text: "b" }),
    input(900, 40, { text: "b" }),
    mutation(START + 1_000, { adds: [added] }),
    input(1_100, 60, { text: "later" }),
    input(1_200, 47, { text: "***" }),
  ];
  expect(await everyWay(records, shownAndMarked)).toEqual(
    alike({
      text: "typed",
      set: "set",
      range: "700",
      off: false,
      r1: false,
      r2: true,
      area: "b",
      one: "-x",
      many: "-x-",
      number: "",
      late: "later",
      attributes: 3,
    }),
  );
});

test("as changed since, in the Change format: undecided boxes, options of the same value", async () => {
  const nodes = [
    [1, "INPUT", ["id", "box"], ["type", "checkbox"]],
    [0, "INPUT", ["id", "decided"], ["type", "checkbox"]],
    [0, "SELECT", ["id", "same"]],
    [1, "OPTION", ["value", "x"], ["selected", ""]],
    [0, "OPTION", ["value", "x"]],
    [3, "INPUT", ["id", "text"]],
  ];
  const records = [
    ...changePage(START, nodes),
    change(100, [[13, [2, 5, 6]]]),
    change(200, [[13, [0, 6]]]),
    change(300, [[13, [0, 9]]]),
    change(400, [
      [1, [7, "INPUT", ["id", "late"], ["type", "checkbox"]]],
      [13, [2, 11]],
    ]),
    change(500, [[12, [10, "typed"]]]),
  ];
  expect(await everyWay(records, shown)).toEqual(
    alike({ box: "undecided", decided: true, same: "-x", text: "typed", late: "undecided" }),
  );
});

test("pseudo-classes follow", async () => {
  const body = [
    field(20, "empty", { placeholder: "Name" }),
    field(21, "typed", { placeholder: "Name" }),
    element(22, "fieldset", { disabled: "" }, [field(23, "disabled", {})]),
  ];
  expect(await everyWay([...page(START, body), input(100, 21, { text: "x" })], byState)).toEqual(
    alike(["empty", "disabled", "empty,typed"]),
  );
});
