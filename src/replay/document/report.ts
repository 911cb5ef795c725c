import type { DiagnosticCode } from "../record/diagnostic.ts";

/** Where what cannot be read or placed is told; the receiver adds the segment and the time. */
export type Report = (code: DiagnosticCode, message: string) => void;
