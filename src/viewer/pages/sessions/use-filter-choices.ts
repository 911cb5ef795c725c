import { useQuery, useQueryClient } from "@tanstack/react-query";
import { facetsQuery, sourcesQuery } from "../../api/sessions.ts";
import type { Facets } from "../../../wire/session.ts";
import type { SourceItem } from "../../../wire/source.ts";

const NO_FACETS: Facets = { applications: [], services: [], envs: [], browsers: [], devices: [] };
const NO_SOURCES: readonly SourceItem[] = [];

/** What the filters can be set to. Until it is known, or where it cannot be had, there is nothing to choose. */
export function useFilterChoices(source: string | undefined) {
  const client = useQueryClient();
  const query = facetsQuery(source);
  const facets = useQuery(query).data ?? NO_FACETS;
  const sources = useQuery(sourcesQuery()).data?.sources ?? NO_SOURCES;
  const refreshFacets = () => void client.invalidateQueries({ queryKey: query.queryKey });
  return { facets, sources, refreshFacets };
}
