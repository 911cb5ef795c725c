import { z } from "zod";

// Zod compiles object schemas with `new Function` and probes for that when a schema is made. Every page here
// forbids eval, and a browser reports the probe as a violation although zod catches it. It has to be told
// before the first schema exists, so all of wire takes `z` from here. Servers keep the compiled parsers.
if ("document" in globalThis) z.config({ jitless: true });

export { z };
