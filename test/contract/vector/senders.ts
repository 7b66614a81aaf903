/** What sends to Vector's sources: each takes raw lines, and resolves when they are handed over. */
import { createSocket } from "node:dgram";
import { writeFileSync } from "node:fs";
import { createConnection, type NetConnectOpts } from "node:net";
import { join } from "node:path";
import { FluentBit } from "../fluent-bit.ts";

export async function sendUdp(port: number, lines: readonly string[]): Promise<void> {
  const socket = createSocket("udp4");
  for (const line of lines)
    await new Promise((resolve) => socket.send(line, port, "127.0.0.1", () => resolve(undefined)));
  socket.close();
}

/** Over TCP or a Unix socket. */
export function sendStream(to: NetConnectOpts, lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(to, () => socket.end(lines.map((line) => `${line}\n`).join("")));
    socket.once("error", reject);
    socket.once("close", () => resolve());
  });
}

/** Fails unless the answer is a success: what a sender takes for one. */
export async function post(
  port: number,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body, headers });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
}

/** Lines as a file of their own. */
export function fileOf(folder: string, lines: readonly string[]): string {
  const file = join(folder, `lines-${made++}.txt`);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  return file;
}
let made = 0;

/** A real Fluent Bit that reads a file, hands its lines to an output, and ends. */
export async function sendByFluentBit(
  binary: string,
  file: string,
  output: Record<string, unknown>,
  input: Record<string, unknown> = {},
): Promise<void> {
  const config = `${file}.yaml`;
  const tail = { name: "tail", path: file, read_from_head: "on", exit_on_eof: "on", tag: "lines" };
  const pipeline = {
    inputs: [{ ...tail, ...input }],
    outputs: [{ match: "*", host: "127.0.0.1", ...output }],
  };
  writeFileSync(config, JSON.stringify({ service: { flush: 0.2, grace: 5 }, pipeline }));
  const shipper = new FluentBit(binary, ["-c", config]);
  await shipper.ended(60);
  if (shipper.complaints.length > 0) throw new Error(shipper.complaints.join("\n"));
}

/** Elastic's protocol `lumberjack`, version 2: a window, a JSON frame for each record, and waits for the last one's answer. */
export function sendLumberjack(port: number, records: readonly object[]): Promise<void> {
  const window = Buffer.from("2W\0\0\0\0");
  window.writeUInt32BE(records.length, 2);
  const frames = records.map((record, i) => {
    const json = Buffer.from(JSON.stringify(record));
    const head = Buffer.from("2J\0\0\0\0\0\0\0\0");
    head.writeUInt32BE(i + 1, 2);
    head.writeUInt32BE(json.length, 6);
    return Buffer.concat([head, json]);
  });
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, "127.0.0.1", () =>
      socket.write(Buffer.concat([window, ...frames])),
    );
    let answered = Buffer.alloc(0);
    socket.on("data", (data) => {
      answered = Buffer.concat([answered, data]);
      for (; answered.length >= 6; answered = answered.subarray(6)) {
        if (answered.readUInt32BE(2) < records.length) continue;
        socket.end();
        resolve();
      }
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed before the answer")));
  });
}
