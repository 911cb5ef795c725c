import { isIP } from "node:net";

/** One entry of the list of allowed hosts. */
interface HostEntry {
  /** In the form of `URL.hostname`; for `*.example.com` what follows the star. */
  readonly name: string;
  readonly withSubdomains: boolean;
  /** In the form of `URL.port`: empty for the scheme's own. */
  readonly port: string;
}

const HTTP_PORTS = new Set(["80", "443"]);

/** The hosts that assets may be fetched from. */
export class AssetHosts {
  readonly #entries: readonly HostEntry[];

  private constructor(entries: readonly HostEntry[]) {
    this.#entries = entries;
  }

  /** Reads `cdn.example.com, *.example.org, 127.0.0.1:4101`; null when an entry is no host. */
  static parse(list: string): AssetHosts | null {
    const entries: HostEntry[] = [];
    for (const text of list.split(",")) {
      const entry = parseEntry(text.trim());
      if (entry === null) return null;
      entries.push(entry);
    }
    return new AssetHosts(entries);
  }

  /** Whether the list names the host and port of this address. */
  allows(address: URL): boolean {
    return this.#entries.some((entry) => hasHost(entry, address.hostname) && hasPort(entry, address.port));
  }
}

function parseEntry(text: string): HostEntry | null {
  const withSubdomains = text.startsWith("*.");
  const authority = withSubdomains ? text.slice(2) : text;
  if (!/^(\[[0-9a-f:.]+\]|[^\s:/?#@*[\]\\]+)(:\d{1,5})?$/i.test(authority)) return null;
  if (!URL.canParse(`http://${authority}`)) return null;
  const { hostname } = new URL(`http://${authority}`);
  if (withSubdomains && isAddress(hostname)) return null;
  const port = /:(\d+)$/.exec(authority.replace(/^\[.*\]/, ""))?.[1] ?? "";
  return { name: hostname, withSubdomains, port: port === "" ? "" : String(Number(port)) };
}

const hasHost = ({ name, withSubdomains }: HostEntry, host: string) =>
  withSubdomains ? host.endsWith(`.${name}`) : host === name;

/** `URL.port` is empty for the scheme's own port, which an entry may name. */
const hasPort = (entry: HostEntry, port: string) =>
  port === entry.port || (port === "" && HTTP_PORTS.has(entry.port));

/** Whether a `URL.hostname` is an IP address rather than a name. */
export const isAddress = (hostname: string): boolean => isIP(bareAddress(hostname)) !== 0;

/** A `URL.hostname` without the brackets of an IPv6 address. */
export const bareAddress = (hostname: string): string => hostname.replaceAll(/^\[|\]$/g, "");
