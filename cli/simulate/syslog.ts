/** Lines as syslog carries them: RFC 5424, over UDP (RFC 5426) or TCP, there each ended by a line feed (RFC 6587, 3.4.2). */

import type { Message, Sink } from "./sink.ts";
import { DATAGRAM_BYTES, type Wire } from "./socket.ts";

/** `facility * 8 + severity`, by what writes the line; severity is informational (6), of the kernel's warning (4). */
const PRIORITIES: Readonly<Record<string, number>> = {
  firewall: 0 * 8 + 4,
  syslog: 3 * 8 + 6,
  dns: 3 * 8 + 6,
  auth: 10 * 8 + 6,
  app: 16 * 8 + 6,
  web: 23 * 8 + 6,
};
const USER_INFO = 1 * 8 + 6;

/** Printable ASCII, as a field of the header has to be; `-` for nothing. */
const field = (text: string, most: number) => text.replace(/[^!-~]/g, "_").slice(0, most) || "-";

/** `<PRI>1 TIME HOST PROGRAM PID - - MESSAGE`. */
export function rfc5424({ time, kind, host, program, pid, message }: Message): string {
  const priority = PRIORITIES[kind] ?? USER_INFO;
  const stamp = new Date(time * 1000).toISOString();
  return `<${priority}>1 ${stamp} ${field(host, 255)} ${field(program, 48)} ${pid ?? "-"} - - ${message}`;
}

export function syslogSink(wire: Wire, over: "udp" | "tcp"): Sink {
  return {
    send(message) {
      const text = rfc5424(message);
      return wire.send(
        over === "tcp"
          ? Buffer.from(`${text.replaceAll("\n", " ")}\n`)
          : Buffer.from(text).subarray(0, DATAGRAM_BYTES),
      );
    },
    flush: async () => {},
    close: () => wire.close(),
  };
}
