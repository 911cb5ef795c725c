import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { onTestFinished } from "vitest";
import { UiProvider } from "./ui-provider.tsx";

/** For tests in a browser: shows a component in the page, 1000 by 600 pixels, until the test has finished. */
export function mount(component: ReactNode): void {
  const place = document.createElement("div");
  place.style.cssText = "width: 1000px; height: 600px";
  document.body.append(place);
  const root = createRoot(place);
  root.render(
    <StrictMode>
      <UiProvider>{component}</UiProvider>
    </StrictMode>,
  );
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
}
