import path from "node:path";
import { Connection } from "./database.ts";

/** The message is for a person. */
export class StoreInUseError extends Error {
  override readonly name = "StoreInUseError";
}

/**
 * Keeps a second process (or a second store of this one) out of a directory. The lock is an exclusive
 * transaction on a file of its own: the system lets go of it with the process, whatever ends that.
 * @returns how to let go of it.
 * @throws {StoreInUseError} when the directory is taken.
 */
export function lockDirectory(directory: string): () => void {
  const connection = new Connection(path.join(directory, "lock.db"), { timeoutSeconds: 0 });
  try {
    connection.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    connection.close();
    if (error instanceof Error && "code" in error && error.code === "SQLITE_BUSY") {
      throw new StoreInUseError(
        `the store in ${directory} is in use by another process: stop that one first`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
  return () => connection.close();
}
