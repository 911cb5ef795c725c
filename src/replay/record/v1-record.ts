import { isList, isNodeId, isObject, type JsonObject } from "./json-value.ts";

// The V1 format (SDK 3 to 6): snapshots are trees of nodes with ids, mutations carry subtrees. The guards
// look at one level; what is below is checked where it is walked, so that one bad node costs only itself.

/** `type` of a V1 node. */
export const V1NodeType = {
  Document: 0,
  DocumentType: 1,
  Element: 2,
  Text: 3,
  CData: 4,
  Fragment: 11,
} as const;

/** A node of a V1 tree. Which further members it has depends on its `type`. */
export interface V1Node {
  readonly type: number;
  readonly id: number;
  /** Elements, documents and fragments. */
  readonly childNodes?: unknown;
  readonly tagName?: unknown;
  readonly attributes?: unknown;
  readonly isSVG?: unknown;
  readonly textContent?: unknown;
  readonly name?: unknown;
  readonly publicId?: unknown;
  readonly systemId?: unknown;
  readonly isShadowRoot?: unknown;
  readonly adoptedStyleSheets?: unknown;
}

export const isV1Node = (value: unknown): value is V1Node =>
  isObject(value) && typeof value["type"] === "number" && isNodeId(value["id"]);

/** `data` of a full snapshot (type 2, `format` absent or 0). */
export interface V1FullSnapshot {
  readonly node: V1Node;
  readonly initialOffset?: unknown;
}

export const isV1FullSnapshot = (data: unknown): data is V1FullSnapshot =>
  isObject(data) && isV1Node(data["node"]) && data["node"].type === V1NodeType.Document;

/** `data` of an incremental record with source 0. */
export interface V1Mutation {
  readonly adds: readonly unknown[];
  readonly removes: readonly unknown[];
  readonly attributes: readonly unknown[];
  readonly texts: readonly unknown[];
}

export const isV1Mutation = (data: unknown): data is V1Mutation =>
  isObject(data) &&
  isList(data["adds"]) &&
  isList(data["removes"]) &&
  isList(data["attributes"]) &&
  isList(data["texts"]);

export interface V1Add {
  readonly parentId: number;
  /** The sibling before which the node comes; null: it is the last. */
  readonly nextId: number | null;
  readonly node: V1Node;
}

export const isV1Add = (value: unknown): value is V1Add =>
  isObject(value) &&
  isNodeId(value["parentId"]) &&
  (value["nextId"] === null || isNodeId(value["nextId"])) &&
  isV1Node(value["node"]);

export const isV1Remove = (value: unknown): value is { readonly id: number } =>
  isObject(value) && isNodeId(value["id"]);

export const isV1AttributeChange = (
  value: unknown,
): value is { readonly id: number; readonly attributes: JsonObject } =>
  isObject(value) && isNodeId(value["id"]) && isObject(value["attributes"]);

export const isV1TextChange = (
  value: unknown,
): value is { readonly id: number; readonly value: string | null } =>
  isObject(value) && isNodeId(value["id"]) && (value["value"] === null || typeof value["value"] === "string");

/** An entry of `adoptedStyleSheets`: one string per rule. */
export interface V1StyleSheet {
  readonly cssRules: readonly string[];
  readonly media?: unknown;
  readonly disabled?: unknown;
}

export const isV1StyleSheet = (value: unknown): value is V1StyleSheet =>
  isObject(value) && isList(value["cssRules"]) && value["cssRules"].every((rule) => typeof rule === "string");
