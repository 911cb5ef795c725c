import { useQuery } from "@tanstack/react-query";
import { DatabaseIcon, ExternalLinkIcon } from "lucide-react";
import { type SyntheticEvent, useState } from "react";
import { isDatadogSite, sourceTitle } from "../../../wire/datadog-site.ts";
import type { SessionSummary } from "../../../wire/session.ts";
import { sourcesQuery } from "../../api/sessions.ts";
import { usePlayer } from "../../player/use-playback.ts";
import { Badge } from "../../ui/badge.tsx";
import { buttonStyle } from "../../ui/button-style.ts";
import { datadogReplayAddress } from "./datadog-link.ts";

interface SessionOriginProps {
  readonly session: SessionSummary;
}

/** Where a session is from: a link to the same moment in Datadog's own interface, or the store's name among others. */
export function SessionOrigin({ session: { id, source } }: SessionOriginProps) {
  const sources = useQuery(sourcesQuery()).data?.sources ?? [];
  const { playback } = usePlayer();
  const title = sourceTitle(source);
  const addressNow = () =>
    isDatadogSite(source) ? datadogReplayAddress(source, { sessionId: id, ...playback.get() }) : "";
  const [address] = useState(addressNow);
  if (!isDatadogSite(source)) {
    return sources.length < 2 ? null : (
      <Badge title="Where this session is from" className="shrink-0 max-sm:hidden">
        <DatabaseIcon aria-hidden /> {title}
      </Badge>
    );
  }
  // The playhead moves on: the address is that of the moment in which the link is used.
  const renew = ({ currentTarget }: SyntheticEvent<HTMLAnchorElement>) => {
    currentTarget.href = addressNow();
  };
  return (
    <a
      href={address}
      target="_blank"
      rel="noreferrer"
      aria-label={`This moment in ${title}`}
      title={`From ${title} (${source}). Opens this moment there`}
      onFocus={renew}
      onPointerEnter={renew}
      onPointerDown={renew}
      onClick={renew}
      className={buttonStyle({ size: "sm", variant: "ghost" })}
    >
      <span className="max-md:sr-only">{title}</span>
      <ExternalLinkIcon aria-hidden />
    </a>
  );
}
