import { vi } from "vitest";
import type { DecoderOptions } from "./create-view-decoder.ts";

// All tests of the decoder once more, with a checkpoint before each record: what a decoder remembers and a checkpoint
// forgets is found by the tests of what it is remembered for.

vi.mock(import("./create-view-decoder.ts"), async (importOriginal) => {
  const { createViewDecoder, ...others } = await importOriginal();
  const { CheckpointedDecoder } = await import("./testing/checkpointed-decoder.ts");
  return {
    ...others,
    createViewDecoder: (options?: DecoderOptions) => new CheckpointedDecoder(createViewDecoder, options),
  };
});

// Each test does the work of four decoders, and writes down what they remember.
vi.setConfig({ testTimeout: 60_000 });

const others = import.meta.glob(["./*.test.ts", "!./*.browser.test.ts", "!./checkpoint*.test.ts"]);
for (const load of Object.values(others)) await load();
