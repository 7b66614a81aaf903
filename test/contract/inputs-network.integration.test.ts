/** Inputs of Fluent Bit that take lines from a socket: each example brings every line, and the filter reads it as a raw one. */
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { beforeEach, describe, expect, test } from "vitest";
import { findFluentBit, freePort } from "./fluent-bit.ts";
import { Example, FORMATS } from "./inputs/example.ts";
import { expectedOf, LINES, readFrom } from "./inputs/lines.ts";
import { type Site, site } from "./shipped.ts";

const fluentBit = findFluentBit() as string;

async function sendTcp(port: number, data: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(data));
    socket.once("error", reject);
    socket.once("close", () => resolve());
    socket.resume();
  });
}

async function sendUdp(port: number, messages: readonly string[]): Promise<void> {
  const socket = createSocket("udp4");
  try {
    for (const message of messages)
      await new Promise<void>((resolve, reject) =>
        socket.send(message, port, "127.0.0.1", (error) => (error ? reject(error) : resolve())),
      );
  } finally {
    socket.close();
  }
}

let at: Site;
beforeEach(() => {
  at = site();
  return () => at.remove();
});

describe.skipIf(!fluentBit).each(FORMATS)("%s:", (format) => {
  test.each([
    ["tcp", "SMARTLOG_TCP_PORT", (port: number) => sendTcp(port, `${LINES.join("\n")}\n`)],
    [
      "udp",
      "SMARTLOG_UDP_PORT",
      (port: number) =>
        sendUdp(
          port,
          LINES.map((l) => `${l}\n`),
        ),
    ],
    ["syslog-tcp", "SMARTLOG_SYSLOG_PORT", (port: number) => sendTcp(port, `${LINES.join("\n")}\n`)],
    ["syslog-udp", "SMARTLOG_SYSLOG_PORT", (port: number) => sendUdp(port, LINES)],
  ] as const)("%s", async (name, variable, send) => {
    const port = await freePort();
    const example = await Example.start(fluentBit, at, name, format, { [variable]: String(port) });
    try {
      await send(port);
      const records = await example.received(LINES.length);
      expect(records.map(readFrom)).toEqual(expectedOf(LINES));
      expect(await example.dropped()).toBe(0);
      expect(example.complaints).toEqual([]);
    } finally {
      await example.stop();
    }
  });
});
