import { EventType } from "@rrweb/types";
import type { RestoredSheets, SheetTable } from "../document/checkpoint/stored-sheets.ts";
import type { PageDocument } from "../document/page-document.ts";
import type { Report } from "../document/report.ts";
import type { MetaData, StyleSheetRuleData } from "../record/shared-record.ts";
import { type AddressPolicy, Addresses } from "./address.ts";
import { AdoptedSheets, type StoredAdoption } from "./adopted-sheets.ts";
import { AttributeTranslator } from "./attributes.ts";
import { pushAllControls, pushControls } from "./control-events.ts";
import type { CssMemo } from "./css-memo.ts";
import type { EventSink } from "./event-sink.ts";
import { pushMutation } from "./mutation-events.ts";
import { NodeBuilder } from "./node-builder.ts";
import { applyRules, pushAllRules, pushRules } from "./rule-events.ts";
import { pushMedia, pushScrolls } from "./state-events.ts";

/** Turns a virtual document, and what records change in it, into events. */
export class PageTranslator {
  readonly #addresses: Addresses;
  readonly #attributes: AttributeTranslator;
  readonly #builder: NodeBuilder;
  readonly #adopted: AdoptedSheets;

  constructor(policy: AddressPolicy, memo: CssMemo, refused?: (address: string) => void) {
    this.#addresses = new Addresses(policy, refused);
    this.#attributes = new AttributeTranslator(this.#addresses, memo);
    this.#builder = new NodeBuilder(this.#attributes);
    this.#adopted = new AdoptedSheets(this.#attributes);
  }

  /** What the player was told that later events count on, as plain data. */
  store(table: SheetTable): StoredAdoption {
    return this.#adopted.store(table);
  }

  /** Goes on where another object was when it wrote this. */
  restore(stored: StoredAdoption, table: RestoredSheets): void {
    this.#adopted.restore(stored, table);
  }

  /** Events for a document that has just been recorded whole. */
  begin(page: PageDocument, meta: MetaData, sink: EventSink): void {
    if (sink.isSilent) this.#adopted.reset();
    else this.snapshot(page, meta, sink);
  }

  /**
   * Events that rebuild the page as it is: Meta, FullSnapshot, adopted style sheets, rules, controls. A Meta stands directly
   * before a full snapshot and nowhere else: when seeking, the player forgets all that precedes the last one.
   */
  snapshot(page: PageDocument, meta: MetaData, sink: EventSink): void {
    this.#resolve(page, meta.href);
    const node = this.#builder.document(page.root);
    sink.push({ type: EventType.Meta, data: { href: meta.href, width: meta.width, height: meta.height } });
    sink.push({
      type: EventType.FullSnapshot,
      data: {
        node,
        initialOffset: { left: page.root.scroll.x, top: page.root.scroll.y },
      },
    });
    this.#adopted.adoptAll(page, sink);
    pushAllRules(page, this.#attributes, sink);
    pushAllControls(page, sink);
  }

  /** Events for what the present record changed: the mutation, then what must find its nodes in place. */
  changes(page: PageDocument, href: string, sink: EventSink): void {
    page.focus.settle();
    if (sink.isSilent) return;
    this.#resolve(page, href);
    const { journal } = page;
    const { restyled, scrolled, controls } = pushMutation(page, this.#builder, this.#attributes, sink);
    this.#adopted.adopt(journal.adopted, sink);
    for (const element of restyled) pushRules(element, this.#attributes, sink);
    for (const control of controls) journal.inputs.add(control);
    pushControls(journal.inputs, sink);
    for (const node of scrolled) journal.scrolls.add(node);
    pushScrolls(journal.scrolls, sink);
    pushMedia(page, this.#attributes, sink);
  }

  /** Events for rules that a script inserted or deleted; false when the sheet's owner is not in the document. */
  rules(
    page: PageDocument,
    href: string,
    data: StyleSheetRuleData,
    sink: EventSink,
    report: Report,
  ): boolean {
    const owner = page.element(data.id);
    if (!owner) return false;
    page.begin();
    this.#resolve(page, href);
    applyRules(page, owner, data, { sink, attributes: this.#attributes, report });
    if (page.journal.sheets.size > 0) this.changes(page, href, sink);
    return true;
  }

  #resolve(page: PageDocument, href: string): void {
    this.#addresses.setBase(href, page.base?.attributes.get("href"));
  }
}
