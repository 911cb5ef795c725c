import { type DestinationStream, type Logger, pino } from "pino";

/** Headers and query parameters that must never be in a log. */
const SECRETS = [
  "dd-api-key",
  "dd-application-key",
  "authorization",
  "cookie",
  "apiKey",
  "appKey",
  "clientToken",
];

/**
 * The server's log: warnings and errors as JSON lines on standard error, keys and cookies redacted at the top
 * and one level down. Standard output is left to what a person reads.
 */
export function createLogger(
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  const paths = SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`]);
  return pino({ level: "warn", redact: { paths, censor: "[redacted]" } }, destination);
}
