import { FileCodeIcon, FilmIcon, ImageIcon, InfoIcon, PaintbrushIcon, TypeIcon } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { UnloadedAsset, UnloadedAssets, UnloadedKind } from "../../wire/assets.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { kindWord, reasonWords } from "./unloaded-words.ts";

/** So many are shown before a person asks for all. */
const FIRST = 30;

const ICONS: Readonly<Record<UnloadedKind, ReactNode>> = {
  image: <ImageIcon />,
  font: <TypeIcon />,
  media: <FilmIcon />,
  style: <FileCodeIcon />,
  canvas: <PaintbrushIcon />,
};

/** What pages name and do not show. Addresses are the recording's: text, and never links. */
export function UnloadedSection({ assets }: { readonly assets: UnloadedAssets }) {
  const { failed, hasMore, notFetched, hasMoreNotFetched } = assets;
  return (
    <>
      {failed.length > 0 ? <FailedList failed={failed} hasMore={hasMore} /> : null}
      {notFetched > 0 ? <NotFetched count={notFetched} hasMore={hasMoreNotFetched} /> : null}
    </>
  );
}

function FailedList({ failed, hasMore }: Pick<UnloadedAssets, "failed" | "hasMore">) {
  const [isWhole, setIsWhole] = useState(false);
  const titleId = useId();
  const shown = isWhole ? failed : failed.slice(0, FIRST);
  return (
    <section aria-labelledby={titleId} className="border-b border-line last:border-0">
      <div className="border-b border-line px-4 py-3">
        <h2 id={titleId} className="flex items-center gap-2 font-medium text-ink">
          Not loaded
          <Badge>
            {failed.length}
            {hasMore ? "+" : ""}
          </Badge>
        </h2>
        <p className="text-muted">
          Images, fonts, media, style sheets and contents of canvases that the pages name, and that cannot be
          shown now.
        </p>
      </div>
      <ul aria-label="Not loaded">
        {shown.map((asset) => (
          <li key={asset.address} className="border-b border-line px-4 py-2.5 last:border-0">
            <FailedLine asset={asset} />
          </li>
        ))}
      </ul>
      {shown.length < failed.length ? (
        <div className="px-4 py-3">
          <Button size="sm" onClick={() => setIsWhole(true)}>
            Show all {failed.length}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function FailedLine({ asset }: { readonly asset: UnloadedAsset }) {
  const { address, kind, count } = asset;
  return (
    <div className="flex gap-3">
      <span aria-hidden className="mt-0.5 shrink-0 text-faint [&_svg]:size-4">
        {ICONS[kind]}
      </span>
      <div className="min-w-0 flex-1">
        <p dir="ltr" className="font-mono text-xs break-all text-ink">
          {address}
        </p>
        <p className="text-muted">{reasonWords(asset)}</p>
        <p className="text-xs text-faint tabular-nums">
          {kindWord(kind)}
          {count > 1 ? ` · ${count} times` : ""}
        </p>
      </div>
    </div>
  );
}

function NotFetched({ count, hasMore }: { readonly count: number; readonly hasMore: boolean }) {
  const number = count.toLocaleString("en");
  return (
    <p className="flex gap-3 px-4 py-3 text-muted">
      <InfoIcon aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
      <span>
        {hasMore ? `More than ${number} addresses` : count === 1 ? "1 address" : `${number} addresses`} of
        images, fonts, media and style sheets: not fetched, because this server is set not to (
        <code className="font-mono text-xs">REPLAY_ASSETS</code>, see docs/settings.md).
      </span>
    </p>
  );
}
