import { BlockList, isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { AssetHosts } from "./assets/asset-hosts.ts";
import { type DatadogConfig, readDatadogConfig } from "./datadog-config.ts";
import { intakeUrlOf } from "./forward/intake-site.ts";
import type { ForwardTarget } from "./forward/open-forwarding.ts";
import { DATADOG_SITES, isDatadogSite } from "../wire/datadog-site.ts";

/** What the environment says, checked. The variables and their meaning are in the README. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute path of the embedded store. */
  readonly dataDirectory: string;
  readonly samples: boolean;
  /** Keys that the Datadog-compatible API asks for; null: any. */
  readonly apiKeys: { readonly apiKey: string; readonly appKey: string } | null;
  /** Header in which a reverse proxy says who the viewer is; null: everyone is the local user. */
  readonly userHeader: string | null;
  /** Client tokens that the intake accepts; null: any. */
  readonly clientTokens: ReadonlySet<string> | null;
  /** What to do with addresses that recordings name, and for `proxy` the hosts that may be asked. */
  readonly assets:
    | { readonly mode: "off" | "direct" }
    | { readonly mode: "proxy"; readonly hosts: AssetHosts };
  /** Datadog's sites that are sources. */
  readonly datadog: DatadogConfig;
  /** Where the intake passes on what it stores; null: nowhere. */
  readonly forward: ForwardTarget | null;
  /** What was set and has no effect, or should not stay so, one line each, for the person who starts the server. */
  readonly notes: readonly string[];
}

/** The environment cannot be followed; one line each, naming the variable and what is allowed. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

const PORT_RANGE = "must be a whole number from 0 to 65535";
const HOST_LIST =
  "must be hosts separated by commas, for example cdn.example.com, *.example.org, assets.example.net:8443";
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const BASE_ADDRESS = "must be an http or https address without credentials, query and fragment";

const secret = z.string().optional();
const environmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, PORT_RANGE)
    .transform(Number)
    .refine((port) => port <= 65_535, PORT_RANGE)
    .default(8080),
  HOST: z
    .string()
    .regex(/^[^\s/[\]]+$/, "must be a host name or an IP address without brackets")
    .default("127.0.0.1"),
  DATA_DIR: z.string().default("./data"),
  SAMPLES: z.enum(["on", "off"], "must be on or off").default("on"),
  DD_SITE: z.string().optional(),
  DD_API_KEY: secret,
  DD_APP_KEY: secret,
  DD_API_URL: z.string().optional(),
  DD_BLOB_HOSTS: z.string().optional(),
  INTAKE_FORWARD: z
    .string()
    .refine(isDatadogSite, `must be one of ${DATADOG_SITES.join(", ")}`)
    .optional(),
  INTAKE_FORWARD_URL: z
    .url({ protocol: /^https?$/, error: BASE_ADDRESS })
    .refine((address) => !/[?#@]/.test(address), BASE_ADDRESS)
    .transform((address) => address.replace(/\/+$/, ""))
    .optional(),
  REPLAY_API_KEY: secret,
  REPLAY_APP_KEY: secret,
  REPLAY_USER_HEADER: z
    .string()
    .regex(HEADER_NAME, "must be the name of a header, for example X-Forwarded-Email")
    .optional(),
  REPLAY_ASSETS: z.enum(["off", "proxy", "direct"], "must be off, proxy or direct").default("off"),
  REPLAY_ASSET_HOSTS: z
    .string()
    .transform((list, context) => {
      const hosts = AssetHosts.parse(list);
      if (hosts === null) context.addIssue(HOST_LIST);
      return hosts ?? z.NEVER;
    })
    .optional(),
  REPLAY_CLIENT_TOKENS: z
    .string()
    .transform((list) => list.split(",").map((token) => token.trim()))
    .refine((tokens) => tokens.every((token) => token !== ""), "must be client tokens separated by commas")
    .optional(),
});
type Environment = z.infer<typeof environmentSchema>;

/**
 * Reads the environment. An empty variable counts as unset.
 * @throws {ConfigError} when a value is not allowed, or when the server would be open to other machines
 * without the keys that guard it.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ""));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => problemOf(issue)));
  const values = parsed.data;
  const datadog = readDatadogConfig(values);
  const problems = [
    ...datadog.problems,
    ...unpairedKeys(values),
    ...missingHosts(values),
    ...(isLoopback(values.HOST) ? [] : unguarded(values)),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  const { REPLAY_API_KEY: apiKey, REPLAY_APP_KEY: appKey } = values;
  return {
    host: values.HOST,
    port: values.PORT,
    dataDirectory: resolve(values.DATA_DIR),
    samples: values.SAMPLES === "on",
    apiKeys: apiKey !== undefined && appKey !== undefined ? { apiKey, appKey } : null,
    userHeader: values.REPLAY_USER_HEADER ?? null,
    clientTokens: values.REPLAY_CLIENT_TOKENS === undefined ? null : new Set(values.REPLAY_CLIENT_TOKENS),
    assets: assetsOf(values),
    forward: forwardOf(values),
    datadog: datadog.config,
    notes: [...datadog.notes, ...notesOn(values)],
  };
}

/** Whether a host name or address is this machine only. Names other than `localhost` count as reachable. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host.toLowerCase() === "localhost";
  return LOOPBACK.check(host, family === 4 ? "ipv4" : "ipv6");
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8);
LOOPBACK.addAddress("::1", "ipv6");

// None of the variables that can be wrong by themselves is a secret, but their values are not repeated
// either: a key pasted into the wrong line must not end in a log.
const problemOf = (issue: z.core.$ZodIssue) => `${issue.path.join(".")}: ${issue.message}`;

function unpairedKeys({ REPLAY_API_KEY, REPLAY_APP_KEY }: Environment): string[] {
  if ((REPLAY_API_KEY === undefined) === (REPLAY_APP_KEY === undefined)) return [];
  const missing = REPLAY_API_KEY === undefined ? "REPLAY_API_KEY" : "REPLAY_APP_KEY";
  return [`${missing}: must be set too; REPLAY_API_KEY and REPLAY_APP_KEY go together`];
}

const GUARDS = ["REPLAY_API_KEY", "REPLAY_APP_KEY", "REPLAY_USER_HEADER", "REPLAY_CLIENT_TOKENS"] as const;

function unguarded(values: Environment): string[] {
  const missing = GUARDS.filter((name) => values[name] === undefined);
  if (missing.length === 0) return [];
  return [
    `HOST: ${values.HOST} can be reached from other machines: set ${missing.join(", ")}, ` +
      "or use a loopback address (127.0.0.1, ::1, localhost)",
  ];
}

function missingHosts({ REPLAY_ASSETS, REPLAY_ASSET_HOSTS }: Environment): string[] {
  if (REPLAY_ASSETS !== "proxy" || REPLAY_ASSET_HOSTS !== undefined) return [];
  return [`REPLAY_ASSET_HOSTS: must be set with REPLAY_ASSETS=proxy; it ${HOST_LIST}`];
}

function forwardOf({ INTAKE_FORWARD: site, INTAKE_FORWARD_URL: url }: Environment): ForwardTarget | null {
  return site === undefined ? null : { site, url: url ?? intakeUrlOf(site) };
}

function assetsOf({ REPLAY_ASSETS: mode, REPLAY_ASSET_HOSTS: hosts }: Environment): Config["assets"] {
  if (mode !== "proxy") return { mode };
  return hosts === undefined ? { mode: "off" } : { mode, hosts };
}

function notesOn(values: Environment): string[] {
  const { REPLAY_ASSETS, REPLAY_ASSET_HOSTS, INTAKE_FORWARD, INTAKE_FORWARD_URL } = values;
  const notes: string[] = [];
  if (REPLAY_ASSET_HOSTS !== undefined && REPLAY_ASSETS !== "proxy")
    notes.push(`REPLAY_ASSET_HOSTS: has no effect with REPLAY_ASSETS=${REPLAY_ASSETS}, only with proxy`);
  if (INTAKE_FORWARD_URL !== undefined && INTAKE_FORWARD === undefined)
    notes.push("INTAKE_FORWARD_URL: has no effect without INTAKE_FORWARD");
  return notes;
}
