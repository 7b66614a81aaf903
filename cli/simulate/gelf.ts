/** Lines as GELF 1.1 (go2docs.graylog.org, "GELF Format"): over UDP in chunks where they are long, over TCP ended by a NUL. */
import { randomBytes } from "node:crypto";
import type { Message, Sink } from "./sink.ts";
import type { Wire } from "./socket.ts";

const MAGIC = Buffer.from([0x1e, 0x0f]);
/** What Graylog takes in one datagram, the header of a chunk included. */
const CHUNK_BYTES = 8192;
const HEADER_BYTES = 12;
const MOST_CHUNKS = 128;
const INFORMATIONAL = 6;

export function gelf({ time, log, host, program, pid, message }: Message): string {
  return JSON.stringify({
    version: "1.1",
    host,
    short_message: message,
    timestamp: Math.round(time * 1000) / 1000,
    level: INFORMATIONAL,
    _program: program,
    ...(pid === undefined ? {} : { _pid: pid }),
    _file: log,
  });
}

/**
 * A message in datagrams.
 *
 *     1e 0f | id, 8 bytes | place, from 0 | how many | payload
 *
 * None where it would need more chunks than the format has.
 */
export function datagramsOf(payload: Buffer, id = randomBytes(8)): Buffer[] {
  if (payload.length <= CHUNK_BYTES) return [payload];
  const size = CHUNK_BYTES - HEADER_BYTES;
  const count = Math.ceil(payload.length / size);
  if (count > MOST_CHUNKS) return [];
  return Array.from({ length: count }, (_, place) =>
    Buffer.concat([
      MAGIC,
      id,
      Buffer.from([place, count]),
      payload.subarray(place * size, (place + 1) * size),
    ]),
  );
}

export function gelfSink(wire: Wire, over: "udp" | "tcp"): Sink {
  return {
    send(message) {
      const payload = Buffer.from(gelf(message));
      if (over === "tcp") return wire.send(Buffer.concat([payload, Buffer.of(0)]));
      return sendAll(wire, datagramsOf(payload));
    },
    flush: async () => {},
    close: () => wire.close(),
  };
}

async function sendAll(wire: Wire, datagrams: readonly Buffer[]): Promise<void> {
  for (const datagram of datagrams) await wire.send(datagram);
}
