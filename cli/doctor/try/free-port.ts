import { createSocket } from "node:dgram";
import { freePort } from "../../../store/embedded/port.ts";

/** A port of the loopback address that no process listens on now, by TCP or by UDP. */
export async function freePortOfBoth(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (await isFreeForUdp(port)) return port;
  }
}

function isFreeForUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => resolve(false));
    socket.bind(port, "127.0.0.1", () => socket.close(() => resolve(true)));
  });
}
