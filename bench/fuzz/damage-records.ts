import { type Damaged, packed } from "./damage-bytes.ts";
import type { Random } from "./random.ts";
import type { RealSegment } from "./real-views.ts";
import { hostileValue, writeHostile } from "./hostile-values.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Container = Json[] | { [name: string]: Json };

const isContainer = (value: Json | undefined): value is Container =>
  typeof value === "object" && value !== null;

/** Damages records one by one; the text around them stays JSON. `others` lends records of another segment. */
export function damageRecords(segment: RealSegment, others: RealSegment, random: Random): Damaged {
  const records = segment.written.map((written) => JSON.parse(written) as Json);
  const what: string[] = [];
  let whole = records.length;
  for (let count = 1 + random.below(6); count > 0; count -= 1) {
    const name = random.pick(Object.keys(operations));
    const touched = operations[name]?.(records, random, others) ?? records.length;
    whole = Math.min(whole, touched);
    what.push(`${name} from record ${touched}`);
  }
  const text = writeHostile({ records });
  return { bytes: packed(Buffer.from(text), random), whole, what: what.join(", ") };
}

/** Changes the list; gives the index of the first record that is not as it was. */
type Operation = (records: Json[], random: Random, others: RealSegment) => number;

const operations: Record<string, Operation> = {
  "record left out": (records, random) => {
    const at = random.below(records.length);
    records.splice(at, 1);
    return at;
  },
  "record repeated": (records, random) => {
    const from = random.below(records.length);
    const at = random.below(records.length + 1);
    const record = records[from];
    if (record !== undefined) records.splice(at, 0, structuredClone(record));
    return at;
  },
  "records swapped": (records, random) => {
    const [a, b] = [random.below(records.length), random.below(records.length)];
    [records[a], records[b]] = [records[b] ?? null, records[a] ?? null];
    return Math.min(a, b);
  },
  "record of another segment": (records, random, { written }) => {
    const at = random.below(records.length + 1);
    records.splice(at, 0, JSON.parse(random.pick(written)) as Json);
    return at;
  },
  "value replaced": inside((container, key, random) => put(container, key, hostileValue(random) as Json)),
  "number changed": inside((container, key, random) => {
    const value = read(container, key);
    if (typeof value !== "number") return;
    const changes = [value + 1, value - 1, -value, value / 2, value * 1000, random.below(5000)];
    put(container, key, random.pick(changes));
  }),
  "number of another place": inside((container, key, random, record) => {
    if (typeof read(container, key) === "number") put(container, key, someNumber(record, random));
  }),
  "member left out": inside((container, key) => {
    if (Array.isArray(container)) container.splice(Number(key), 1);
    else delete container[key];
  }),
  "member renamed": inside((container, key, random) => {
    if (Array.isArray(container)) return;
    const value = container[key] ?? null;
    delete container[key];
    put(container, random.pick(NAMES), value);
  }),
  "items swapped": inside((container, key, random) => {
    if (!Array.isArray(container)) return;
    const other = random.below(container.length);
    [container[Number(key)], container[other]] = [container[other] ?? null, container[Number(key)] ?? null];
  }),
  "items repeated": inside((container, key, random) => {
    if (!Array.isArray(container)) return;
    const item = container[Number(key)];
    if (item === undefined) return;
    const most = Math.floor(500_000 / (JSON.stringify(item).length + 1));
    const count = random.next() < 0.7 ? random.below(5) : random.below(Math.min(most, 20_000));
    container.splice(Number(key), 0, ...Array.from({ length: count }, () => item));
  }),
  "attributes of harm": inside((container, key, random) => {
    const value = read(container, key);
    if (Array.isArray(container) && Array.isArray(value)) {
      value.push([random.pick(NAMES), hostileValue(random) as Json]);
    } else if (isContainer(value) && !Array.isArray(value)) {
      put(value, random.pick(NAMES), hostileValue(random) as Json);
    }
  }),
};

const NAMES = [
  ..."__proto__ constructor toString hasOwnProperty prototype length id type data childNodes tagName".split(
    " ",
  ),
  ..."src href xlink:href srcset style poster data background action formaction srcdoc onload onclick".split(
    " ",
  ),
  ..."ONERROR to values rel http-equiv content value checked selected _cssText rr_src rr_dataURL".split(" "),
  ..."fill filter mask attributeName shadowrootmode is width rr_scrollTop isShadowRoot isSVG cssRules".split(
    " ",
  ),
];

type Change = (container: Container, key: string, random: Random, record: Json) => void;

/** Goes down into a record by chance and changes what is there. */
function inside(change: Change): Operation {
  return (records, random) => {
    const at = random.below(records.length);
    let container: Container = records;
    let key = String(at);
    for (let depth = 0; depth < 60; depth += 1) {
      const value = read(container, key);
      const isFull = isContainer(value) && Object.keys(value).length > 0;
      // Never stops at the record itself: that is what the other operations do.
      if (!isFull || (depth > 1 && random.next() < 0.15)) break;
      container = value;
      key = random.pick(Object.keys(value));
    }
    change(container, key, random, records[at] ?? null);
    return at;
  };
}

const read = (container: Container, key: string): Json | undefined =>
  Array.isArray(container) ? container[Number(key)] : container[key];

/** Also for `__proto__`, which an assignment would take for the prototype. */
function put(container: Container, key: string, value: Json): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

function someNumber(record: Json, random: Random): number {
  const numbers = JSON.stringify(record).match(/\d{1,6}/g) ?? ["0"];
  return Number(random.pick(numbers));
}
