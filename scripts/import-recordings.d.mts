export interface ImportedRecording {
  /** Name of the recording's folder. */
  readonly name: string;
  /** Uploads of segments and images, and of RUM events, that were sent. */
  readonly replays: number;
  readonly rumUploads: number;
  /** How many answers had each status; `no answer` where the connection failed. */
  readonly statuses: Readonly<Record<string, number>>;
  /** A line for each answer other than 202. */
  readonly failures: readonly string[];
}

export function importRecording(folder: string, address?: string): Promise<ImportedRecording>;
export function findRecordings(folder: string): Promise<readonly string[]>;
