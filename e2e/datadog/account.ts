import type { StandIn } from "./stand-in.ts";

// The account that tests have at a stand-in.

export const SITE = "datadoghq.eu";
export const KEYS = { apiKey: "0123456789abcdef".repeat(2), appKey: "fedcba9876543210".repeat(2) };

/** The server's environment for an account at a stand-in. */
export const accountEnvironment = (standIn: StandIn, keys = KEYS) => ({
  DD_SITE: SITE,
  DD_API_KEY: keys.apiKey,
  DD_APP_KEY: keys.appKey,
  DD_API_URL: standIn.address,
});
