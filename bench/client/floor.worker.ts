// The least that decoding can cost: the browser's own inflater and JSON parser on the same bytes.

async function parse(bytes: ArrayBuffer): Promise<unknown> {
  const { writable, readable } = new DecompressionStream("deflate");
  const writer = writable.getWriter();
  void writer.write(bytes);
  void writer.close();
  return JSON.parse(await new Response(readable).text());
}

let work: Promise<unknown> = Promise.resolve();

async function take(before: Promise<unknown>, bytes: ArrayBuffer): Promise<void> {
  await before;
  await parse(bytes);
  self.postMessage({ type: "taken" }, { transfer: [] });
}

self.addEventListener("message", ({ data }: MessageEvent<{ readonly bytes: ArrayBuffer }>) => {
  work = take(work, data.bytes);
});
