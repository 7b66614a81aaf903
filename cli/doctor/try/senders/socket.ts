/** Bytes to a listening input on the loopback address. */
import { createSocket } from "node:dgram";
import { connect } from "node:net";

const HOST = "127.0.0.1";
const TIMEOUT_MS = 5_000;
/** A listener's buffer holds some hundred datagrams. */
const DATAGRAMS_AT_ONCE = 50;
const PAUSE_MS = 20;

/** Sends messages on one connection, and ends it. */
export function sendTcp(port: number, messages: readonly Uint8Array[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, HOST);
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("the input does not read")));
    socket.once("error", reject);
    socket.once("close", () => resolve());
    socket.resume();
    socket.end(Buffer.concat(messages));
  });
}

export async function sendUdp(port: number, messages: readonly Uint8Array[]): Promise<void> {
  const socket = createSocket("udp4");
  try {
    for (const [i, message] of messages.entries()) {
      await new Promise<void>((resolve, reject) =>
        socket.send(message, port, HOST, (error) => (error ? reject(error) : resolve())),
      );
      if (i % DATAGRAMS_AT_ONCE === DATAGRAMS_AT_ONCE - 1) await pause();
    }
  } finally {
    socket.close();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
