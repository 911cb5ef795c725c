import { readFile } from "node:fs/promises";

/** Ticks of the kernel's clock in a second, as `/proc` counts: always a hundred to programs. */
const TICKS_A_SECOND = 100;

/** Milliseconds of processor time that a process has used so far. @throws where there is no `/proc`. */
export async function processCpu(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The name, in parentheses, may hold anything; times are the 14th and 15th fields.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
}
