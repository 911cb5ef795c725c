/** Where a site's browser intake is, as the SDK builds it: `us5.datadoghq.com` is at `browser-intake-us5-datadoghq.com`. */
export function intakeUrlOf(site: string): string {
  const parts = site.split(".");
  const extension = parts.pop() ?? "";
  return `https://browser-intake-${parts.join("-")}.${extension}`;
}
