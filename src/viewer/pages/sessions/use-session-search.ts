import { useNavigate, useSearch } from "@tanstack/react-router";
import type { SessionSearch } from "./session-search.ts";

/** Changes parts of the picker's address; `undefined` takes a part away. */
export type ChangeSearch = (change: Partial<SessionSearch>, options?: { readonly replace?: boolean }) => void;

/** The picker's address, and what changes it: filters live nowhere else. */
export function useSessionSearch(): readonly [SessionSearch, ChangeSearch] {
  const search = useSearch({ from: "/shell/" });
  const navigate = useNavigate({ from: "/" });
  const change: ChangeSearch = (part, options) => {
    void navigate({ to: "/", search: (now) => ({ ...now, ...part }), replace: options?.replace ?? false });
  };
  return [search, change];
}
