import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { type DatadogSiteName, siteTitle } from "../../../wire/datadog-site.ts";
import type { SourceItem } from "../../../wire/source.ts";
import { ApiError } from "../../api/api-error.ts";
import { sessionQuery, sourcesQuery } from "../../api/sessions.ts";
import { type DatadogLink, type LinkedSession, readDatadogLink } from "./datadog-link.ts";

/** What became of a link, while that is to be said. */
export interface LinkNotice {
  readonly isBusy: boolean;
  readonly text: string;
}

export interface LinkedSearch {
  readonly source: string;
  readonly rum: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface LinkOpener {
  /** Opens what an address of Datadog's, or a session's id, leads to; false when the text is neither. */
  readonly open: (text: string) => boolean;
  readonly notice: LinkNotice | undefined;
  readonly dismiss: () => void;
}

interface OpenLinkOptions {
  /** Id of the source whose sessions are listed. */
  readonly listed: string | undefined;
  /** The link is a search. */
  readonly onSearch: (search: LinkedSearch) => void;
  /** No source has a session of this id: it may be an id of something else. */
  readonly onUnknownId: (id: string) => void;
}

/**
 * Opens links that are typed or pasted into a field, or pasted anywhere else on the page. What is pasted before the
 * sources are known waits for them.
 */
export function useOpenLink({ listed, onSearch, onUnknownId }: OpenLinkOptions): LinkOpener {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [notice, setNotice] = useState<LinkNotice>();
  const latest = useRef(0);

  const openSession = async (link: LinkedSession, sources: readonly SourceItem[], turn: number) => {
    const isSetUp = sources.some(({ id }) => id === link.site);
    const named = (source: string | undefined) => (sources.length > 1 ? source : undefined);
    let source: string | undefined = isSetUp ? link.site : undefined;
    if (source === undefined) {
      setNotice({ isBusy: true, text: `Looking for the session ${link.sessionId}…` });
      const ordered = sources.toSorted((a, b) => Number(b.id === listed) - Number(a.id === listed));
      const asked = await firstWith(client, ordered, (id) => sessionQuery(link.sessionId, named(id)));
      if (turn !== latest.current) return;
      if (asked.source === undefined) {
        setNotice({ isBusy: false, text: notFoundText(link, sources, asked.errors) });
        if (link.site === undefined && asked.errors.length === 0) onUnknownId(link.sessionId);
        return;
      }
      source = asked.source;
    }
    setNotice(undefined);
    void navigate({
      to: "/sessions/$sessionId",
      params: { sessionId: link.sessionId },
      search: { source: named(source), view: link.viewId, ts: link.ts },
    });
  };

  const follow = async (link: DatadogLink) => {
    const turn = (latest.current += 1);
    if (link.kind === "nothing") return setNotice({ isBusy: false, text: link.why });
    const known = await client
      .ensureQueryData(sourcesQuery())
      .catch((error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }));
    if (turn !== latest.current) return;
    if ("failure" in known) return setNotice({ isBusy: false, text: known.failure });
    const { sources } = known;
    if (link.kind === "session") return openSession(link, sources, turn);
    if (!sources.some(({ id }) => id === link.site))
      return setNotice({ isBusy: false, text: notSetUpText(link.site, sources) });
    setNotice(undefined);
    onSearch({ source: link.site, rum: link.query, from: link.from, to: link.to });
  };

  const open = (text: string): boolean => {
    const link = readDatadogLink(text);
    if (link !== undefined) void follow(link);
    return link !== undefined;
  };
  usePasteAnywhere(open);
  return { open, notice, dismiss: () => setNotice(undefined) };
}

/** Hands over what is pasted while nothing that takes text has the focus. */
function usePasteAnywhere(take: (text: string) => boolean): void {
  const onPaste = useEffectEvent((paste: ClipboardEvent) => {
    const { target } = paste;
    const isTyping =
      target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
    if (!isTyping && take(paste.clipboardData?.getData("text") ?? "")) paste.preventDefault();
  });
  useEffect(() => {
    const listener = (paste: ClipboardEvent) => onPaste(paste);
    document.addEventListener("paste", listener);
    return () => document.removeEventListener("paste", listener);
  }, []);
}

/** The first source that has what is asked for, one after the other; and what others failed with. */
async function firstWith(
  client: QueryClient,
  sources: readonly SourceItem[],
  query: (source: string) => ReturnType<typeof sessionQuery>,
): Promise<{ readonly source: string | undefined; readonly errors: readonly string[] }> {
  const errors: string[] = [];
  for (const { id, title } of sources) {
    try {
      await client.fetchQuery({ ...query(id), retry: false });
      return { source: id, errors };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 404) errors.push(`${title}: ${error.message}`);
    }
  }
  return { source: undefined, errors };
}

function notFoundText(
  { sessionId, site }: LinkedSession,
  sources: readonly SourceItem[],
  errors: readonly string[],
): string {
  const text =
    site === undefined
      ? `There is no session ${sessionId} here. It may have expired, or be in a source that is not set up.`
      : notSetUpText(site, sources);
  return [text, ...errors].join(" ");
}

function notSetUpText(site: DatadogSiteName, sources: readonly SourceItem[]): string {
  const others = sources.map(({ title }) => title).join(", ");
  return `This link is of ${siteTitle(site)} (${site}), which is not set up here (DD_SITE). Set up: ${others}.`;
}
