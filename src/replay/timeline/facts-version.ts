/** Rises whenever other facts, presence or inactivity are found in the same records: what was stored of them is made anew. */
export const FACTS_VERSION = 2;
