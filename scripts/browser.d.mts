import type { LaunchOptions } from "playwright";

export function findBrowser(): string | undefined;
export function browserLaunchOptions(): LaunchOptions;
