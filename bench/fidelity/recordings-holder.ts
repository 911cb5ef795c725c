import { accountEnvironment, KEYS, SITE } from "../../e2e/datadog/account.ts";
import { readSessionFolder } from "../../e2e/datadog/recorded-session.ts";
import { startStandIn } from "../../e2e/datadog/stand-in.ts";
import { startProduct } from "../../e2e/product.ts";
import { importRecording } from "../../scripts/import-recordings.mjs";
import type { Recording } from "../recording.ts";

/** A server that has recordings. */
interface RecordingsHolder {
  readonly address: string;
  /** Id of the source that has them. */
  readonly source: string;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** The embedded store has them, as the intake takes them. */
export async function serveFromStore(
  recordings: readonly Recording[],
  environment: Environment,
): Promise<RecordingsHolder> {
  const product = await startProduct({ environment });
  for (const { folder } of recordings) await importRecording(folder, product.address);
  return { address: product.address, source: "local", stop: async () => void (await product.stop()) };
}

/** The stand-in for Datadog has them, and the server asks that. Images of canvases are not among what it serves. */
export async function serveAsDatadog(
  recordings: readonly Recording[],
  environment: Environment,
): Promise<RecordingsHolder> {
  const sessions = recordings.map(({ folder }) => readSessionFolder(folder));
  const standIn = await startStandIn({ sessions, ...KEYS });
  const product = await startProduct({ environment: { ...environment, ...accountEnvironment(standIn) } });
  const stop = async () => {
    await product.stop();
    await standIn.close();
  };
  return { address: product.address, source: SITE, stop };
}
