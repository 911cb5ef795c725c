import { z } from "zod";

// A client of the Datadog-compatible segments endpoint, as somebody with curl would write it.

const pageSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      attributes: z.object({
        index_in_view: z.number(),
        records_count: z.number(),
        records: z.array(z.unknown()),
      }),
    }),
  ),
  links: z.object({ next: z.string().optional() }).optional(),
});

export type SegmentOfApi = z.infer<typeof pageSchema>["data"][number];

const KEYS = { "DD-API-KEY": "any", "DD-APPLICATION-KEY": "any" };

/** The address of a view's segments. */
const segmentsAddress = (address: string, sessionId: string, viewId: string, query = "") =>
  `${address}/api/v2/rum/replay/sessions/${sessionId}/views/${viewId}/segments${query}`;

/** All segments of a view, page by page; empty when the server knows no such view. */
export async function walkSegments(
  address: string,
  sessionId: string,
  viewId: string,
): Promise<SegmentOfApi[]> {
  const segments: SegmentOfApi[] = [];
  let next: string | undefined = segmentsAddress(address, sessionId, viewId, "?max_list_size=20000");
  while (next !== undefined) {
    const response: Response = await fetch(next, { headers: KEYS });
    if (response.status === 404) return segments;
    if (!response.ok) throw new Error(`${next} answered ${response.status}: ${await response.text()}`);
    const page = pageSchema.parse(await response.json());
    segments.push(...page.data);
    next = page.links?.next;
  }
  return segments;
}
