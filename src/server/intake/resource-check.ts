import { z } from "zod";
import type { Resource } from "../storage/stored-resource.ts";
import { checked, idSchema } from "./fields.ts";
import type { Part } from "./multipart.ts";
import { refuseIfAny, shown } from "./refusal.ts";

const resourceEventSchema = z.object({
  type: z.literal("resource"),
  application: z.object({ id: idSchema }),
});

/** Raster formats only: an SVG would be a document of its own where it is opened by its address. */
export const IMAGE_TYPES: ReadonlySet<string> = new Set([
  "image/webp",
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/avif",
]);

/**
 * Images of a replay upload as resources, each named by its file name: `<width>x<height>-<SHA-256>` for a
 * canvas, a hash for mobile SDKs. Refuses the upload when one of them is not as it should be.
 */
export function readResources(upload: {
  readonly event: unknown;
  readonly images: readonly Part[];
}): readonly Resource[] {
  const errors: string[] = [];
  const event = checked(resourceEventSchema, upload.event, "event", errors);
  const resources = upload.images.map(({ fileName, contentType, bytes }, at) => {
    const where = `image ${at + 1} of ${upload.images.length}`;
    const id = checked(idSchema, fileName, `${where}: file name`, errors) ?? "";
    if (!IMAGE_TYPES.has(contentType)) {
      errors.push(`${where}: the type is ${shown(contentType)}; expected ${[...IMAGE_TYPES].join(", ")}`);
    }
    if (bytes.length === 0) errors.push(`${where}: it has no bytes`);
    return { applicationId: event?.application.id ?? "", id, contentType, bytes };
  });
  refuseIfAny(errors);
  return resources;
}
