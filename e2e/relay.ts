import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** An address that stays while the server behind it comes and goes. */
export interface Relay {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** From now on connections go to this server; undefined: to none, and those that are open are cut. */
  leadTo(server: { readonly address: string } | undefined): void;
  stop(): void;
}

/** Starts one on a free port, which leads nowhere yet. */
export async function startRelay(): Promise<Relay> {
  const open = new Set<Socket>();
  let port: number | undefined;
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const keep = (socket: Socket, other: Socket | undefined) => {
    open.add(socket);
    socket.once("close", () => {
      open.delete(socket);
      other?.destroy();
    });
    socket.on("error", () => socket.destroy());
  };
  const server = createServer((socket) => {
    const upstream = port === undefined ? undefined : connect(port, "127.0.0.1");
    keep(socket, upstream);
    if (upstream === undefined) socket.destroy();
    else {
      keep(upstream, socket);
      socket.pipe(upstream).pipe(socket);
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(to) {
      port = to === undefined ? undefined : Number(new URL(to.address).port);
      cut();
    },
    stop() {
      server.close();
      cut();
    },
  };
}
