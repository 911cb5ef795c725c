import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { browserLaunchOptions } from "./scripts/browser.mjs";

// A test that hangs ends after this long. No test waits for it to pass, so a loaded machine is given time.
const HANGS_MS = 120_000;
const patience = {
  testTimeout: HANGS_MS,
  hookTimeout: HANGS_MS,
  expect: { poll: { timeout: HANGS_MS / 2 } },
};

// Units run in Node. Components (*.test.tsx) and what needs a real browser (*.browser.test.ts) run in Chromium.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          ...patience,
          environment: "node",
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts", "samples/**/*.test.ts", "bench/**/*.test.ts"],
          exclude: ["src/**/*.browser.test.ts"],
        },
      },
      {
        plugins: [react(), tailwindcss()],
        test: {
          name: "browser",
          ...patience,
          include: ["src/**/*.test.tsx", "src/**/*.browser.test.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: browserLaunchOptions() }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
