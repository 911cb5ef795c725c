import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { Toaster } from "sonner";

/** What the widgets need around them once: the tooltips' shared delay, and the place of toasts. */
export function UiProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
      <Toaster
        position="bottom-center"
        toastOptions={{
          unstyled: true,
          classNames: {
            toast:
              "flex w-full items-center gap-2 rounded-lg border border-line bg-raised px-4 py-3 text-sm text-ink shadow-raised",
            description: "text-muted",
            error: "border-danger/40",
          },
        }}
      />
    </Tooltip.Provider>
  );
}
