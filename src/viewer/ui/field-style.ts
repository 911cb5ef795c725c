/** Classes of what a person types into. */
export const fieldStyle =
  "w-full min-w-0 rounded-md border border-line-strong bg-surface text-ink placeholder:text-faint focus:outline-2 focus:-outline-offset-1 focus:outline-accent";
