import { createHash } from "node:crypto";
import type { Context } from "hono";
import type { Viewer } from "../sources/viewership.ts";

/** Everyone, where no reverse proxy says who the viewer is. */
const LOCAL_USER = "local user";

/** Who acts with the API's keys, where no reverse proxy says who it is. */
const API_USER = "API";

/** Who uses the viewer. `requireUser` has seen to it that the header is there. */
export const viewerOfPage = (c: Context, userHeader: string | null): Viewer =>
  viewerOf(named(c, userHeader) ?? LOCAL_USER);

/** Who uses the API. */
export const viewerOfApi = (c: Context, userHeader: string | null): Viewer =>
  viewerOf(named(c, userHeader) ?? API_USER);

function named(c: Context, userHeader: string | null): string | undefined {
  const handle = userHeader === null ? "" : (c.req.header(userHeader) ?? "").trim();
  return handle === "" ? undefined : handle;
}

/** The viewer of a handle. The uuid (version 8) is made of the handle: the same one has the same. */
function viewerOf(handle: string): Viewer {
  const bytes = createHash("sha256").update(`rum-replay viewer ${handle}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return { handle, uuid: parts.join("-") };
}
