/**
 * Calls back whenever there is reason to believe that a lost connection is there again: the browser says so, or the
 * person comes back to the page, perhaps from where there was none. Returns how to stop that.
 */
export function onConnectionSigns(listener: () => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  window.addEventListener("online", listener, { signal });
  document.addEventListener("visibilitychange", () => document.hidden || listener(), { signal });
  return () => ended.abort();
}
