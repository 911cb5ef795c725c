// Sends files from memory: node bare-http.mjs FILE…; FILE is at /NAME. Prints its address.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { basename } from "node:path";

const files = new Map(process.argv.slice(2).map((path) => [`/${basename(path)}`, readFileSync(path)]));

const server = createServer((request, response) => {
  const body = files.get(request.url ?? "");
  if (body === undefined) response.writeHead(404).end();
  else
    response
      .writeHead(200, { "content-type": "application/octet-stream", "content-length": body.length })
      .end(body);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
