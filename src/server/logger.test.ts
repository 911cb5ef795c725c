import { expect, it } from "vitest";
import { createLogger } from "./logger.ts";

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ write: (line: string) => void lines.push(line) }));
  return lines.join("");
}

it("writes warnings and errors, and nothing below", () => {
  const text = logged((log) => {
    log.info("quiet");
    log.warn("heard");
    log.error("heard too");
  });
  expect(text).not.toContain("quiet");
  expect(text.trim().split("\n")).toHaveLength(2);
});

it("has no keys, tokens or cookies in it", () => {
  const headers = {
    "dd-api-key": "s3cret-a",
    "dd-application-key": "s3cret-b",
    cookie: "s3cret-c",
    authorization: "s3cret-d",
    accept: "text/html",
  };
  const text = logged((log) =>
    log.warn({ headers, apiKey: "s3cret-e", config: { clientToken: "s3cret-f" } }, "refused"),
  );
  expect(text).toContain("text/html");
  expect(text).not.toContain("s3cret");
});
