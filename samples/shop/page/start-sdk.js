// Starts the recorded page's SDK. The address says how: `sdkProxy` is where it posts to, `sdkMajor` which
// major of @datadog/browser-rum this is, `user` who is shopping (JSON), `privacy` what is masked.
(() => {
  const kept = JSON.parse(sessionStorage.getItem("sdk") ?? "null");
  const search = new URLSearchParams(location.search);
  const settings = kept ?? Object.fromEntries(search);
  if (settings.sdkProxy === undefined) return;
  sessionStorage.setItem("sdk", JSON.stringify(settings));
  // Later addresses of the shop are clean ones.
  if (kept === null) history.replaceState(null, "", location.pathname);

  const major = Number(settings.sdkMajor);
  window.DD_RUM.init({
    applicationId: "5d0f5e0c-3b60-4f6a-9c59-0f4f8a6d1b77",
    clientToken: "pub00000000000000000000000000000000",
    site: "datadoghq.com",
    service: "shop",
    env: "demo",
    version: "1.4.2",
    ...(major === 3 ? { proxyUrl: settings.sdkProxy } : { proxy: settings.sdkProxy }),
    ...(major === 3
      ? { sampleRate: 100, replaySampleRate: 100 }
      : { sessionSampleRate: 100, sessionReplaySampleRate: 100 }),
    trackInteractions: true,
    trackUserInteractions: true,
    trackFrustrations: true,
    trackResources: true,
    trackLongTasks: true,
    defaultPrivacyLevel: settings.privacy ?? "allow",
  });
  if (settings.user !== undefined) window.DD_RUM.setUser(JSON.parse(settings.user));
  window.DD_RUM.startSessionReplayRecording();
})();
