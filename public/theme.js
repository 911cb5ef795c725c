// Runs before the first paint, in the head: a chosen theme must not flash the other one. A file of its own
// because the pages' policy allows no inline scripts. src/viewer/app/theme.ts writes what is read here.
try {
  const theme = localStorage.getItem("rum-replay.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be forbidden (in a frame on another site): the system's theme is right then.
  document.documentElement.dataset.theme = "system";
}
