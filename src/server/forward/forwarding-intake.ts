import { pipeline, type Readable, Transform } from "node:stream";
import type { Intake } from "../intake/intake.ts";
import type { ReceivedUpload } from "../intake/received-upload.ts";
import type { Forwarder } from "./forwarder.ts";

/** The intake, as the routes see it. */
interface ReceivingIntake {
  accept(upload: ReceivedUpload, signal: AbortSignal): ReturnType<Intake["accept"]>;
}

/**
 * An intake that passes on what it has stored. A 202 means that the upload is durable here, and so is the wish to pass
 * it on: when that cannot be kept, it rejects, and the SDK sends again.
 */
export function forwardingIntake(intake: Intake, forwarder: Pick<Forwarder, "forward">): ReceivingIntake {
  return {
    async accept(upload, signal) {
      const chunks: Uint8Array[] = [];
      const body = upload.body && overheard(upload.body, (chunk) => chunks.push(chunk));
      const answer = await intake.accept({ ...upload, body }, signal);
      if (answer.status === 202) {
        const { target, passedOn, client } = upload;
        const headers = { ...passedOn, "x-forwarded-for": client };
        await forwarder.forward({ target, headers, body: Buffer.concat(chunks) }, client);
      }
      return answer;
    },
  };
}

/** The same stream; `hear` is called with each chunk that comes of it, a little ahead of its reader. */
function overheard(stream: Readable, hear: (chunk: Uint8Array) => void): Readable {
  const heard = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hear(chunk);
      done(null, chunk);
    },
  });
  // Whoever reads it is told of an error.
  return pipeline(stream, heard, () => undefined);
}
