import {
  AppleIcon,
  AppWindowIcon,
  BotIcon,
  CompassIcon,
  FlameIcon,
  GlobeIcon,
  Grid2x2Icon,
  MonitorIcon,
  OrbitIcon,
  SmartphoneIcon,
  TabletIcon,
  TerminalIcon,
  TvIcon,
} from "lucide-react";
import type { ReactNode } from "react";

type Icons = Readonly<Record<string, ReactNode>>;

/** By parts of names as user-agent readers give them, in lower case; the first that is contained decides. */
const BROWSERS: Icons = {
  edge: <EdgeGlyph />,
  samsung: <OrbitIcon />,
  opera: <OperaGlyph />,
  chrom: <ChromeGlyph />,
  firefox: <FlameIcon />,
  safari: <CompassIcon />,
  electron: <OrbitIcon />,
};

const SYSTEMS: Icons = {
  windows: <Grid2x2Icon />,
  mac: <AppleIcon />,
  ios: <AppleIcon />,
  android: <BotIcon />,
  linux: <TerminalIcon />,
};

const DEVICES: Icons = {
  mobile: <SmartphoneIcon />,
  tablet: <TabletIcon />,
  tv: <TvIcon />,
  bot: <BotIcon />,
};

interface NamedIconProps {
  readonly name: string;
}

const iconOf = (icons: Icons, name: string): ReactNode =>
  Object.entries(icons).find(([part]) => name.toLowerCase().includes(part))?.[1];

/** A sign for a browser. Decoration: its name stands beside it. */
export function BrowserIcon({ name }: NamedIconProps) {
  return iconOf(BROWSERS, name) ?? <GlobeIcon />;
}

/** A sign for an operating system. Decoration: its name stands beside it. */
export function SystemIcon({ name }: NamedIconProps) {
  return iconOf(SYSTEMS, name) ?? <AppWindowIcon />;
}

/** A sign for a kind of device, with its name for those who do not see it. */
export function DeviceIcon({ name }: NamedIconProps) {
  return (
    <span title={name} className="inline-flex">
      {iconOf(DEVICES, name) ?? <MonitorIcon />}
      <span className="sr-only">{name}</span>
    </span>
  );
}

function Glyph({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      aria-hidden
      width={24}
      height={24}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

function ChromeGlyph() {
  return (
    <Glyph>
      <circle cx={12} cy={12} r={10} />
      <circle cx={12} cy={12} r={4} />
      <path d="M12 8h9.2M15.5 14l-4.6 7.9M8.5 14 3.9 6.1" />
    </Glyph>
  );
}

function EdgeGlyph() {
  return (
    <Glyph>
      <path d="M21.5 9.5A10 10 0 1 0 19 19.2c-6 2.3-10-1.2-9.5-4.7.300-2 2-3 2-3" />
      <path d="M2.3 14c.7-6 6-8 10-7 3.5.9 4.7 3.7 4.4 5.4-.2 1.1-1 1.6-1 1.6h5.2c.8-1.5.8-3 .6-4.5" />
    </Glyph>
  );
}

function OperaGlyph() {
  return (
    <Glyph>
      <circle cx={12} cy={12} r={10} />
      <ellipse cx={12} cy={12} rx={4} ry={7} />
    </Glyph>
  );
}
