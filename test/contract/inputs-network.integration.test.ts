/** Inputs of Fluent Bit that take lines from a socket: each example brings every line, and the filter reads it as a raw one. */
import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../../store/embedded/port.ts";
import { findFluentBit } from "./fluent-bit.ts";
import { Example, FORMATS } from "./inputs/example.ts";
import { ATTACK, expectedOf, LINES, LOGIN, readFrom } from "./inputs/lines.ts";
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

async function sendUdp(port: number, messages: readonly (string | Buffer)[]): Promise<void> {
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

/** As the journal's and libc's own senders do it. Resolves when the socket has taken all. */
function sendToSocket(path: string, messages: readonly string[]): void {
  for (const message of messages)
    execFileSync("logger", [
      "--socket",
      path,
      "--udp",
      "--tag",
      "sshd",
      "--id=8",
      "--rfc3164",
      "--priority",
      "auth.info",
      message,
    ]);
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

  test("syslog-unix", async () => {
    const path = join(at.folder, "syslog.sock");
    const example = await Example.start(fluentBit, at, "syslog-unix", format, {
      SMARTLOG_SYSLOG_SOCKET: path,
    });
    try {
      await example.until(() => existsSync(path));
      sendToSocket(path, [LOGIN, LOGIN]);
      const records = await example.received(2);
      const login = { kind: "auth", ip: "203.0.113.7", user: "ada", outcome: "failure", service: "sshd" };
      expect(records.map(readFrom)).toEqual([expect.objectContaining(login), expect.objectContaining(login)]);
      expect(records.map(readFrom)).toEqual(expectedOf(records.map(({ log }) => log as string)));
      expect(example.complaints).toEqual([]);
    } finally {
      await example.stop();
    }
  });

  test("syslog-udp: no text hides from the filter", async () => {
    const port = await freePort();
    const example = await Example.start(fluentBit, at, "syslog-udp", format, {
      SMARTLOG_SYSLOG_PORT: String(port),
    });
    const hard = [`first\n${ATTACK}`, `\n${ATTACK}`, `\0${ATTACK}`, `${ATTACK}\r\n`, "no header"];
    const bytes = Buffer.concat([Buffer.from([0xff, 0xe2, 0x82]), Buffer.from(ATTACK)]);
    try {
      await sendUdp(port, [...hard, bytes]);
      const records = await example.received(hard.length + 1);
      expect(records).toHaveLength(hard.length + 1);
      const texts = records.map(({ log }) => log as string);
      expect(texts.map((text) => text.includes("UNION"))).toEqual([true, true, true, true, false, true]);
      expect(await example.dropped()).toBe(0);
    } finally {
      await example.stop();
    }
  });
});

test.skipIf(!fluentBit)("syslog-tcp: what an empty line does in Fluent Bit stays small", async () => {
  const port = await freePort();
  const example = await Example.start(fluentBit, at, "syslog-tcp", "yaml", {
    SMARTLOG_SYSLOG_PORT: String(port),
  });
  const memory = () =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${example.pid}/status`, "utf8"))?.[1]);
  try {
    // Longer than the buffer: the connection ends. As long as it: what was read is handed on byte by byte shorter.
    for (const length of [60_000, 9_980])
      await sendTcp(port, `${"x".repeat(length)}\n\nend\n`).catch(() => {});
    await sendTcp(port, `${LINES[0]}\n`);
    await example.until(() => example.records.some((record) => record.log === LINES[0]));
    expect(memory()).toBeLessThan(200_000);
  } finally {
    await example.stop();
  }
});
