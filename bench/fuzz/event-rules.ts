import {
  EventType,
  type eventWithTime,
  type incrementalData,
  IncrementalSource,
  type mutationData,
  type serializedNodeWithId,
} from "@rrweb/types";
import { addressesIn } from "./css-tokens.ts";

// What must hold for events whatever the records were: what rrweb relies on, and that nothing runs or loads.

/** Complaints about events, in words; empty when all rules are kept. `after` is the last timestamp before them. */
export function complaintsAbout(events: readonly eventWithTime[], after: number): string[] {
  const complaints: string[] = [];
  const complain = (message: string): void => {
    if (complaints.length < 20) complaints.push(message);
  };
  let last = after;
  for (const event of events) {
    if (!(event.timestamp > last) || !Number.isFinite(event.timestamp))
      complain(`timestamp ${event.timestamp} comes after ${last}`);
    last = event.timestamp;
    if (event.type === EventType.FullSnapshot) checkNode(event.data.node, complain);
    else if (event.type === EventType.IncrementalSnapshot) checkIncremental(event.data, complain);
  }
  return complaints;
}

type Complain = (message: string) => void;

function checkIncremental(data: incrementalData, complain: Complain): void {
  if ("id" in data) checkId(data.id, complain);
  if (data.source === IncrementalSource.Mutation) checkMutation(data, complain);
  else if (data.source === IncrementalSource.AdoptedStyleSheet) {
    for (const { rules, styleId } of data.styles ?? []) {
      checkId(styleId, complain);
      for (const { rule } of rules) checkCss(rule, complain);
    }
  } else if (data.source === IncrementalSource.StyleSheetRule) {
    for (const { rule } of data.adds ?? []) checkCss(rule, complain);
  } else if ("positions" in data) {
    for (const { id, x, y, timeOffset } of data.positions) {
      checkId(id, complain);
      if (![x, y, timeOffset].every(Number.isFinite)) complain(`a position is ${x}, ${y}, ${timeOffset}`);
    }
  }
}

function checkMutation({ adds, removes, texts, attributes }: mutationData, complain: Complain): void {
  for (const { parentId, nextId, node } of adds) {
    checkId(parentId, complain);
    if (nextId !== null) checkId(nextId, complain);
    checkNode(node, complain);
  }
  for (const { id, parentId } of removes) [id, parentId].forEach((each) => checkId(each, complain));
  for (const { id } of texts) checkId(id, complain);
  for (const change of attributes) {
    checkId(change.id, complain);
    checkAttributes("", change.attributes, complain);
  }
}

function checkId(id: number, complain: Complain): void {
  if (!Number.isInteger(id) || id <= 0) complain(`an id is ${id}`);
}

function checkNode(top: serializedNodeWithId, complain: Complain): void {
  const pending = [top];
  for (let node = pending.pop(); node; node = pending.pop()) {
    checkId(node.id, complain);
    if ("attributes" in node) {
      if (/^(?:.*:)?script$/i.test(node.tagName)) complain("there is a script");
      checkAttributes(node.tagName, node.attributes, complain);
    }
    if ("childNodes" in node) pending.push(...node.childNodes);
  }
}

const LOADING = /^(?:src|srcset|imagesrcset|poster|background|data|rr_dataURL)$/i;
const RUNNING = /^(?:src|data|href|xlink:href|action|formaction)$/i;
const STYLING =
  /^(?:style|_cssText|fill|stroke|filter|mask|clip-path|cursor|marker(?:-\w+)?|to|from|by|values)$/i;

function checkAttributes(
  tag: string,
  attributes: Readonly<Record<string, unknown>>,
  complain: Complain,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    // The attribute is taken away.
    if (value === null) continue;
    const place = `${tag}[${name}]`;
    if (/^on[a-z]/i.test(name)) complain(`${place} is an event handler`);
    if (/^(?:srcdoc|http-equiv)$/i.test(name)) complain(`${place} is there`);
    if (!["string", "number", "boolean"].includes(typeof value))
      complain(`${place} is of type ${typeof value}`);
    if (typeof value !== "string") continue;
    if (RUNNING.test(name) && runsScript(value)) complain(`${place} runs script: ${value.slice(0, 80)}`);
    const loads =
      LOADING.test(name) || (/^(?:xlink:)?href$/i.test(name) && /^(?:link|image|use)$/i.test(tag));
    if (loads && !/^(?:data:|#|$)/i.test(value)) complain(`${place} loads ${value.slice(0, 80)}`);
    if (/^attributeName$/i.test(name) && /href/i.test(value)) complain(`${place} animates an address`);
    if (STYLING.test(name)) checkCss(value, complain, place);
  }
}

// oxlint-disable-next-line no-control-regex -- browsers pass over control characters in an address's scheme
const BLANK = /[\u0000-\u0020]/g;
const runsScript = (value: string): boolean => /^(?:javascript|vbscript):/i.test(value.replaceAll(BLANK, ""));

function checkCss(css: string, complain: Complain, place = "a rule"): void {
  for (const address of addressesIn(css))
    if (!/^\s*(?:data:|#|$)/i.test(address)) complain(`${place} loads ${address.slice(0, 80)}`);
}
