import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** A process that sends files at `address/NAME`. */
export interface FileServer {
  readonly address: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

const BARE = fileURLToPath(new URL("bare-http.mjs", import.meta.url));

/** A bare `node:http` that holds the files in memory. */
export async function serveFromMemory(files: readonly string[]): Promise<FileServer> {
  const child = spawn(process.execPath, [BARE, ...files], { stdio: ["ignore", "pipe", "inherit"] });
  const [printed] = (await once(child.stdout, "data")) as [Buffer];
  return { address: printed.toString().trim(), pid: child.pid, stop: () => end(child) };
}

const NGINX = [
  process.env["NGINX_PATH"],
  "/usr/sbin/nginx",
  "/usr/local/sbin/nginx",
  "/opt/homebrew/bin/nginx",
];

/** nginx sending the files of a folder; null where it is not installed. `NGINX_PATH` names another place. */
export async function serveByNginx(folder: string): Promise<FileServer | null> {
  const program = NGINX.find((path) => path !== undefined && existsSync(path));
  if (program === undefined) return null;
  const prefix = join(dirname(folder), "nginx");
  await mkdir(join(prefix, "logs"), { recursive: true });
  const port = await freePort();
  const configuration = join(prefix, "nginx.conf");
  await writeFile(configuration, configurationOf(prefix, folder, port));
  const child = spawn(program, ["-p", prefix, "-c", configuration], { stdio: "inherit" });
  const address = `http://127.0.0.1:${port}`;
  await untilListening(address, child);
  return { address, pid: child.pid, stop: () => end(child) };
}

/** One process, so that its processor time is all of it. */
const configurationOf = (prefix: string, folder: string, port: number) => `
daemon off; master_process off; pid ${prefix}/nginx.pid; error_log ${prefix}/logs/error.log;
events { worker_connections 256; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path ${prefix}/body; proxy_temp_path ${prefix}/proxy; fastcgi_temp_path ${prefix}/fastcgi;
  uwsgi_temp_path ${prefix}/uwsgi; scgi_temp_path ${prefix}/scgi;
  server { listen 127.0.0.1:${port}; root ${folder}; }
}
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilListening(address: string, child: ChildProcess): Promise<void> {
  for (;;) {
    const answer = await fetch(address).catch(() => null);
    if (answer !== null) return;
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    await delay(20);
  }
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}
