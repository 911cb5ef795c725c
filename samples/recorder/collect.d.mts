import type { IncomingMessage, ServerResponse } from "node:http";

export interface Collector {
  /** Answers what the SDK posts. */
  intake(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Resolves when uploads have ceased. */
  quiet(): Promise<void>;
  /** How many segments have come. */
  segmentCount(): number;
  /** Writes the recording, replacing one of that name; `about` goes into `recording.json`. */
  write(folder: string, about: object): void;
}

export function createCollector(): Collector;
