/** Datagrams and streams to one receiver, no faster than the kernel takes them. */
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect, isIPv6 } from "node:net";
import { CommandError, messageOf } from "../lib/errors.ts";

export interface Wire {
  send(bytes: Buffer): Promise<void> | undefined;
  close(): Promise<void>;
}

/** What an IPv4 datagram carries at most. */
export const DATAGRAM_BYTES = 65_507;

/** @throws CommandError where the receiver's name is not known */
export async function datagrams(host: string, port: number): Promise<Wire> {
  const address = await resolved(host);
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  return {
    send: (bytes) =>
      new Promise((resolve, reject) =>
        socket.send(bytes, port, address, (error) => (error ? reject(lost(host, port, error)) : resolve())),
      ),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** @throws CommandError where nobody listens, at once; where the connection breaks, with the next call */
export async function stream(host: string, port: number): Promise<Wire> {
  const socket = connect({ host, port });
  let failure: Error | undefined;
  try {
    await once(socket, "connect");
  } catch (error) {
    throw lost(host, port, error);
  }
  socket.on("error", (error) => {
    failure = error;
  });
  // What a receiver says is not read: it would fill up.
  socket.resume();
  const drained = async () => {
    if (failure || socket.destroyed)
      throw lost(host, port, failure ?? new Error("the receiver closed the connection"));
    await Promise.race([once(socket, "drain"), once(socket, "close")]);
    if (failure || socket.destroyed)
      throw lost(host, port, failure ?? new Error("the receiver closed the connection"));
  };
  return {
    send: (bytes) => (socket.write(bytes) ? undefined : drained()),
    async close() {
      socket.end();
      if (!socket.destroyed) await once(socket, "close");
      if (failure) throw lost(host, port, failure);
    },
  };
}

async function resolved(host: string): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (error) {
    throw new CommandError(`${host} is not known: ${messageOf(error)}`, { cause: error });
  }
}

function lost(host: string, port: number, error: unknown): CommandError {
  return new CommandError(
    `lines can't be sent to ${host}, port ${port}: ${messageOf(error)}. Start what listens there, then run the command again`,
    {
      cause: error,
    },
  );
}
