// Datadog's sites (https://docs.datadoghq.com/getting_started/site/). Each is a world of its own: an account, its
// keys and its data live at one of them. The name of a site is the id of its source.

const SITES = {
  "datadoghq.com": { title: "Datadog US1", app: "app.datadoghq.com" },
  "us3.datadoghq.com": { title: "Datadog US3", app: "us3.datadoghq.com" },
  "us5.datadoghq.com": { title: "Datadog US5", app: "us5.datadoghq.com" },
  "datadoghq.eu": { title: "Datadog EU", app: "app.datadoghq.eu" },
  "ap1.datadoghq.com": { title: "Datadog AP1", app: "ap1.datadoghq.com" },
  "ap2.datadoghq.com": { title: "Datadog AP2", app: "ap2.datadoghq.com" },
  "ddog-gov.com": { title: "Datadog US1-FED", app: "app.ddog-gov.com" },
} as const;

export type DatadogSiteName = keyof typeof SITES;

export const DATADOG_SITES = Object.keys(SITES) as readonly DatadogSiteName[];

/** Whether Datadog has a site of this name. */
export const isDatadogSite = (name: string): name is DatadogSiteName => Object.hasOwn(SITES, name);

/** For people: "Datadog EU". */
export const siteTitle = (site: DatadogSiteName): string => SITES[site].title;

/** Host of a site's own interface. */
export const appHostOf = (site: DatadogSiteName): string => SITES[site].app;

/** A source as people call it. */
export const sourceTitle = (source: string): string =>
  isDatadogSite(source) ? siteTitle(source) : "Embedded store";
