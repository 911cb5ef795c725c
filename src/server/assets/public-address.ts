import { BlockList, isIPv4, isIPv6 } from "node:net";

// IANA's special-purpose registries: what is not a host on the public internet. A name that resolves to one of
// these would make the server ask its own network on behalf of whoever wrote the recording.

const REFUSED_V4 = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  REFUSED_V4.addSubnet(network, prefix);

/** Global unicast; outside of it are loopback, link-local, unique local, multicast, and IPv4 in other clothes. */
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet("2000::", 3, "ipv6");

const REFUSED_V6 = new BlockList();
for (const [network, prefix] of [
  // Teredo, ORCHID, benchmarking.
  ["2001::", 23],
  ["2001:db8::", 32],
  // 6to4, which carries an IPv4 address.
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  REFUSED_V6.addSubnet(network, prefix, "ipv6");

/** Whether an IP address is one on the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !REFUSED_V4.check(address, "ipv4");
  if (!isIPv6(address)) return false;
  return GLOBAL_V6.check(address, "ipv6") && !REFUSED_V6.check(address, "ipv6");
}
