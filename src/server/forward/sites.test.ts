import { readFileSync } from "node:fs";
import { Agent, buildConnector } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../config.ts";
import { temporaryFolder, upload } from "./forwarder.fixture.ts";
import { openForwarding } from "./open-forwarding.ts";
import { openStandIn } from "./stand-in-intake.fixture.ts";

// The address of each site's intake, at the socket: a connection over TLS is made to a stand-in instead, which has a
// certificate for these names and no others.

const tlsFile = (name: string) =>
  readFileSync(new URL(`../../../e2e/fixtures/tls/${name}`, import.meta.url), "utf8");
const TLS = { key: tlsFile("key.pem"), cert: tlsFile("cert.pem") };

// As the SDK's endpoint builder makes them.
test.each([
  ["datadoghq.com", "browser-intake-datadoghq.com"],
  ["us3.datadoghq.com", "browser-intake-us3-datadoghq.com"],
  ["us5.datadoghq.com", "browser-intake-us5-datadoghq.com"],
  ["datadoghq.eu", "browser-intake-datadoghq.eu"],
  ["ap1.datadoghq.com", "browser-intake-ap1-datadoghq.com"],
  ["ap2.datadoghq.com", "browser-intake-ap2-datadoghq.com"],
  ["ddog-gov.com", "browser-intake-ddog-gov.com"],
])("uploads for %s go to %s and nowhere else", async (site, host) => {
  const intake = await openStandIn(TLS);
  intake.answer({ status: 308, headers: { location: "https://elsewhere.example/" } });
  const connected: string[] = [];
  const connect = buildConnector({ ca: TLS.cert });
  const dispatcher = new Agent({
    connect(options, callback) {
      connected.push(`${options.protocol}//${options.hostname}:${options.port || 443}`);
      const { port } = intake;
      connect(
        { ...options, hostname: "127.0.0.1", port: String(port), servername: options.hostname },
        callback,
      );
    },
  });
  const { forward } = readConfig({ INTAKE_FORWARD: site });
  if (forward === null) throw new Error("nothing is passed on");
  const forwarding = await openForwarding(forward, await temporaryFolder(), () => undefined, dispatcher);
  onTestFinished(() => forwarding.close());
  await forwarding.forwarder.forward(upload("one"), "192.0.2.1");
  await intake.hears(2);
  expect(new Set(connected)).toEqual(new Set([`https://${host}:443`]));
  for (const { headers, url } of intake.heard) {
    expect(headers.host).toBe(host);
    expect(url).toBe("/api/v2/rum?name=one");
  }
});
