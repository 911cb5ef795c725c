import { useQuery } from "@tanstack/react-query";
import { chosenSource, sourcesQuery } from "../../api/sessions.ts";
import type { SourceItem } from "../../../wire/source.ts";

const NOTHING: SourceItem["keeps"] = [];

/** What the source of this id keeps besides sessions; nothing until that is known. */
export function useKeeps(source: string | undefined): SourceItem["keeps"] {
  const { data } = useQuery(sourcesQuery());
  return (data && chosenSource(data.sources, source)?.keeps) ?? NOTHING;
}
