import { AssetHosts } from "./assets/asset-hosts.ts";
import { DATADOG_SITES, isDatadogSite } from "../wire/datadog-site.ts";
import { apiUrlOf, type DatadogSite } from "./sources/datadog/site.ts";

// The variables that make Datadog a source. With several sites, each variable is a list in the same order:
//
//   DD_SITE=datadoghq.com,datadoghq.eu  DD_API_KEY=<of .com>,<of .eu>  DD_APP_KEY=<of .com>,<of .eu>

/** The variables as they are set. */
export interface DatadogVariables {
  readonly DD_SITE?: string | undefined;
  readonly DD_API_KEY?: string | undefined;
  readonly DD_APP_KEY?: string | undefined;
  readonly DD_API_URL?: string | undefined;
  readonly DD_BLOB_HOSTS?: string | undefined;
}

export interface DatadogConfig {
  /** In the order in which they were named; empty: none. */
  readonly sites: readonly DatadogSite[];
  /** Object stores that segments may be fetched from. */
  readonly blobHosts: AssetHosts | null;
}

/** Reads them. `problems` has one line for each that is wrong; no line repeats a key. */
export function readDatadogConfig(values: DatadogVariables): {
  readonly config: DatadogConfig;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
} {
  const names = listOf(values.DD_SITE);
  const problems = [
    ...siteProblems(names),
    ...keyProblems(values, names.length),
    ...urlProblems(values, names.length),
  ];
  const blobHosts = values.DD_BLOB_HOSTS === undefined ? null : AssetHosts.parse(values.DD_BLOB_HOSTS);
  if (values.DD_BLOB_HOSTS !== undefined && blobHosts === null)
    problems.push(
      "DD_BLOB_HOSTS: must be hosts separated by commas, for example bucket.s3.amazonaws.com, *.example.org",
    );
  const sites = problems.length === 0 ? sitesOf(values, names) : [];
  return { config: { sites, blobHosts }, problems, notes: sites.flatMap(plainTextNote) };
}

const listOf = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : text.split(",").map((entry) => entry.trim());

function siteProblems(names: readonly string[]): string[] {
  if (!names.every(isDatadogSite))
    return [`DD_SITE: must be one of ${DATADOG_SITES.join(", ")}, or several of them separated by commas`];
  return new Set(names).size < names.length ? ["DD_SITE: names a site twice; each can be set up once"] : [];
}

const KEYS = ["DD_API_KEY", "DD_APP_KEY"] as const;
/** What a header can hold. */
const KEY = /^[\x21-\x7e]+$/;

function keyProblems(values: DatadogVariables, sites: number): string[] {
  const set = (["DD_SITE", ...KEYS] as const).filter((name) => values[name] !== undefined);
  if (set.length === 0) return [];
  const missing = (["DD_SITE", ...KEYS] as const).filter((name) => values[name] === undefined);
  if (missing.length > 0)
    return missing.map((name) => `${name}: must be set too; DD_SITE, DD_API_KEY and DD_APP_KEY go together`);
  return KEYS.flatMap((name) => {
    const keys = listOf(values[name]);
    if (keys.length !== sites)
      return [
        `${name}: has ${keys.length} keys for ${sites} sites in DD_SITE; it must have one for each, in the same order`,
      ];
    return keys.every((key) => KEY.test(key))
      ? []
      : [`${name}: must be keys without spaces, separated by commas`];
  });
}

function urlProblems({ DD_API_URL }: DatadogVariables, sites: number): string[] {
  if (DD_API_URL === undefined) return [];
  const urls = listOf(DD_API_URL);
  if (!urls.every((url) => url === "" || isBaseAddress(url)))
    return ["DD_API_URL: must be an http or https address without credentials, query and fragment"];
  if (sites === 0)
    return ["DD_API_URL: has no effect without DD_SITE, DD_API_KEY and DD_APP_KEY; set them too"];
  if (urls.length !== sites)
    return [
      `DD_API_URL: has ${urls.length} addresses for ${sites} sites in DD_SITE; it must have one for each, in the same order (nothing between two commas: the site's own)`,
    ];
  return [];
}

function isBaseAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === "");
}

function sitesOf(values: DatadogVariables, names: readonly string[]): DatadogSite[] {
  const [apiKeys, appKeys, urls] = [
    listOf(values.DD_API_KEY),
    listOf(values.DD_APP_KEY),
    listOf(values.DD_API_URL),
  ];
  return names.filter(isDatadogSite).map((site, at) => ({
    site,
    apiUrl: (urls[at] || apiUrlOf(site)).replace(/\/+$/, ""),
    apiKey: apiKeys[at] ?? "",
    appKey: appKeys[at] ?? "",
  }));
}

/** Keys over http to another machine can be read on the way. */
function plainTextNote({ site, apiUrl }: DatadogSite): string[] {
  const { protocol, hostname, host } = new URL(apiUrl);
  const isHere = hostname === "localhost" || hostname.startsWith("127.") || hostname === "[::1]";
  return protocol === "http:" && !isHere
    ? [`DD_API_URL: the keys for ${site} are sent to ${host} without encryption; use https`]
    : [];
}
