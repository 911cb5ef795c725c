import { defineConfig } from "@playwright/test";
import { browserLaunchOptions } from "../scripts/browser.mjs";

// Against the built product (`dist/`): `npm test -- build e2e`.
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [["list"]],
  // When a test or a wait counts as hung, also on a loaded machine. No test waits for it to pass.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  use: {
    launchOptions: browserLaunchOptions(),
    viewport: { width: 1280, height: 800 },
    // Snapshots would run a script in every frame, the recorded page among them, where none may run: an error on the console.
    trace: { mode: "retain-on-failure", snapshots: false },
  },
});
