// makes the page of live figures, a hundred changes a second, in both formats: busy [--minutes N] [--to FOLDER]
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeBusySession } from "./busy/make-busy-session.ts";
import { verifySession } from "./long/verify.ts";
import { printTable } from "./table.ts";

/** Makes and checks one session in each format; 1 when one has a fault. */
export async function bench(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      minutes: { type: "string", default: "1" },
      to: { type: "string", default: "bench/results/busy" },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) {
    console.error("busy [--minutes N] [--to FOLDER]");
    return 1;
  }
  const rows: string[][] = [];
  const wrong: string[] = [];
  for (const format of ["change", "v1"] as const) {
    const to = join(values.to, `busy-${format}-${minutes}`);
    await makeBusySession(format, minutes, to);
    const { faults, segments, records, compressedBytes, rawBytes } = await verifySession(to, new Set());
    wrong.push(...faults.map((fault) => `${to}: ${fault}`));
    rows.push([to, ...[segments, records, compressedBytes, rawBytes].map(String)]);
  }
  printTable(["session", "segments", "records", "bytes", "bytes of text"], rows);
  for (const line of wrong) console.log(line);
  return wrong.length === 0 ? 0 : 1;
}
