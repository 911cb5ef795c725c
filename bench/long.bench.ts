// makes long sessions from recordings and checks them: long FOLDER --minutes 60 --kind one-view|views --to FOLDER
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeSession, type SessionKind } from "./long/make-session.ts";
import { readSourceRecording } from "./long/source-recording.ts";
import { verifySession } from "./long/verify.ts";
import { readRecordings } from "./recording.ts";
import { SHIPPED_SESSION } from "./recordings-given.ts";
import { printTable } from "./table.ts";

const KINDS: readonly SessionKind[] = ["one-view", "views"];

/** Makes and checks a session of each kind from each recording; 1 when one has a fault. */
export async function bench(argv: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      minutes: { type: "string", default: "10" },
      kind: { type: "string", multiple: true, default: [...KINDS] },
      to: { type: "string", default: "bench/results/long" },
    },
  });
  const minutes = Number(values.minutes);
  const kinds = KINDS.filter((kind) => values.kind.includes(kind));
  if (!(minutes > 0) || kinds.length === 0) {
    console.error("long [FOLDER] [--minutes N] [--kind one-view|views] [--to FOLDER]");
    return 1;
  }
  const rows: string[][] = [];
  const wrong: string[] = [];
  for (const { folder, name } of await readRecordings(positionals[0] ?? SHIPPED_SESSION)) {
    const source = await readSourceRecording(folder);
    for (const kind of kinds) {
      const to = join(values.to, `${name}-${kind}-${minutes}`);
      const { resets } = await makeSession(source, kind, minutes, to);
      const { faults, ...made } = await verifySession(to, resets);
      wrong.push(...faults.map((fault) => `${to}: ${fault}`));
      rows.push([
        to,
        ...[made.segments, made.records, made.compressedBytes, made.rawBytes, made.equalResets].map(String),
      ]);
    }
  }
  printTable(["session", "segments", "records", "bytes", "bytes of text", "equal resets"], rows);
  for (const line of wrong) console.log(line);
  return wrong.length === 0 ? 0 : 1;
}
