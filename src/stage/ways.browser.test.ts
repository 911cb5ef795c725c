import { expect, test } from "vitest";
import { alike, everyWay } from "./every-way.fixture.ts";
import { changePage, type TestRecord } from "./recorded-page.fixture.ts";

// One code path draws what a recording says, whether it is sought, played or rebuilt.

const START = 1_700_000_000_000;
const change = (ms: number, changes: readonly unknown[]): TestRecord => ({
  type: 12,
  timestamp: START + ms,
  data: changes,
});

const SVG = "http://www.w3.org/2000/svg";

const svgNames = (page: Document) =>
  [...page.querySelectorAll("svg, svg *")].map((element) => {
    const isSvg = element.namespaceURI === SVG;
    const names = [...element.attributes].map(({ name }) => name);
    return `${isSvg ? "svg:" : ""}${element.localName} ${names.join(" ")}`.trim();
  });

test("SVG that comes later keeps the case of its names and attributes, and its links", async () => {
  const added = [
    [1, "svg>svg", ["viewBox", "0 0 10 10"]],
    [1, "svg>text"],
    [1, "svg>textPath", ["href", "#p"], ["textLength", "5"]],
    [3, "svg>use"],
    [4, "svg>foreignObject"],
    [1, "DIV"],
  ];
  const records = [
    ...changePage(START, [[1, "P"]]),
    change(500, [[1, [2, ...(added[0] as unknown[]).slice(1)], ...added.slice(1)]]),
    change(1_000, [[3, [9, ["xlink:href", "#b"]]]]),
  ];
  expect(await everyWay(records, svgNames)).toEqual(
    alike([
      "svg:svg viewBox",
      "svg:text",
      "svg:textPath href textLength",
      "svg:use href",
      "svg:foreignObject",
      "div",
    ]),
  );
});
