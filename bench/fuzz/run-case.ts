import { EventType, type eventWithTime, type serializedNodeWithId } from "@rrweb/types";
import { epochMs } from "../../src/base/time.ts";
import type { RawRecord } from "../../src/replay/record/raw-record.ts";
import { readSegment } from "../../src/replay/segment/read-segment.ts";
import { createTimelineBuilder } from "../../src/replay/timeline/timeline-builder.ts";
import { createViewDecoder } from "../../src/replay/translate/create-view-decoder.ts";
import { RrwebModel } from "../../src/replay/translate/testing/rrweb-model.ts";
import { createNodeInflater } from "../../src/server/inflate/node-inflater.ts";
import { damageCompressed, type Damaged, damageText } from "./damage-bytes.ts";
import { damageRecords } from "./damage-records.ts";
import { complaintsAbout } from "./event-rules.ts";
import { Random } from "./random.ts";
import { type RealSegment, type RealView, writtenAll } from "./real-views.ts";

/** As the stage has it. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

const inflater = createNodeInflater();

export interface CaseResult {
  /** Which segment was damaged, and how. */
  readonly what: string;
  /** Reading the damaged segment, translating it, and a snapshot behind it; milliseconds. */
  readonly took: number;
  readonly complaints: readonly string[];
}

/** Damages one segment of one real view, as the seed says, and plays the view. */
export async function runCase(views: readonly RealView[], seed: number): Promise<CaseResult> {
  const random = new Random(seed);
  // By segments, so that long views do not come seldom.
  const segments = views.flatMap((view) => view.segments.map((_segment, index) => ({ view, index })));
  const { view, index } = random.pick(segments);
  const damaged = damage(view, index, views, random);
  const what = `${view.name}, segment ${index}, ${damaged.what}`;
  try {
    return { what, ...(await play(view, index, damaged)) };
  } catch (error) {
    return { what, took: 0, complaints: [error instanceof Error ? (error.stack ?? error.message) : "threw"] };
  }
}

function damage(view: RealView, index: number, views: readonly RealView[], random: Random): Damaged {
  const segment = at(view.segments, index);
  const kind = random.next();
  if (kind < 0.15) return damageCompressed(segment, random);
  if (kind < 0.35) return damageText(segment, random);
  return damageRecords(segment, random.pick(random.pick(views).segments), random);
}

async function play(view: RealView, index: number, damaged: Damaged): Promise<Omit<CaseResult, "what">> {
  const decoder = createViewDecoder();
  const timeline = createTimelineBuilder((id) => decoder.labelOf(id));
  const visit = (record: RawRecord): void => timeline.add(record);
  const before = view.segments
    .slice(0, index)
    .flatMap(({ records }, place) => decoder.decode(place, records, visit));

  const started = performance.now();
  const { records } = await readSegment(damaged.bytes, inflater, {
    maxInflatedBytes: MAX_INFLATED_BYTES,
    segmentIndex: index,
  });
  const events = decoder.decode(index, records, visit);
  const copy = decoder.snapshot(epochMs(0));
  timeline.idle(5000);
  timeline.facts();
  const took = performance.now() - started;

  const rest = view.segments
    .slice(index + 1)
    .flatMap(({ records: later }, place) => decoder.decode(index + 1 + place, later, visit));
  const complaints = [
    ...lostBefore(at(view.segments, index), damaged.whole, records, events),
    ...complaintsAbout([...events, ...copy, ...rest], before.at(-1)?.timestamp ?? Number.NEGATIVE_INFINITY),
    ...differences([...before, ...events, ...rest], decoder.snapshot(epochMs(0))),
  ];
  return { took, complaints };
}

/** What was whole in front of the damage and is not played as it is without the damage. */
function lostBefore(
  segment: RealSegment,
  whole: number,
  records: readonly RawRecord[],
  events: readonly eventWithTime[],
): string[] {
  for (let place = 0; place < whole; place += 1)
    if (JSON.stringify(records[place]) !== segment.written[place])
      return [`record ${place} of ${whole} before the damage is not read as it was`];
  const expected = segment.events.slice(0, whole).flat();
  const got = writtenAll(events.slice(0, expected.length));
  const different = expected.findIndex((event, place) => event !== got[place]);
  return different < 0 ? [] : [`event ${different} of the records before the damage is another`];
}

/** Whether the player, going by the events, has the nodes that the decoder has. */
function differences(events: readonly eventWithTime[], snapshot: readonly eventWithTime[]): string[] {
  const player = new RrwebModel();
  player.apply(events);
  const full = snapshot.find(({ type }) => type === EventType.FullSnapshot);
  const expected = full?.type === EventType.FullSnapshot ? outline(full.data.node) : "";
  const tree = player.tree() as serializedNodeWithId | null;
  return expected === (tree ? outline(tree) : "") ? [] : ["the player has other nodes than the decoder"];
}

/** The nodes of a tree and how they hang together; not what the player keeps beside the tree. */
function outline(top: serializedNodeWithId): string {
  const parts: string[] = [];
  const write = (node: serializedNodeWithId): void => {
    parts.push(`${node.id}${"tagName" in node ? node.tagName : ""}${node.isShadow ? "*" : ""}`);
    if (!("childNodes" in node)) return;
    parts.push("(");
    node.childNodes.forEach(write);
    parts.push(")");
  };
  write(top);
  return parts.join(" ");
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`the list has no item ${index}`);
  return item;
}
