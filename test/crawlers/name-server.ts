/** A name server on this machine, by UDP (RFC 1035): PTR, A and AAAA records out of a table. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

const TYPES: Readonly<Record<number, string>> = { 1: "A", 12: "PTR", 28: "AAAA" };
const HEADER_BYTES = 12;
const NO_ERROR = 0x8180;
const NO_SUCH_NAME = 0x8183;

export interface NameServer {
  /** As `--resolver` takes it. */
  address: string;
  /** Questions so far, as `PTR 1.2.0.192.in-addr.arpa`. */
  asked: string[];
  /** From here on it keeps silent. */
  silence(): void;
  close(): Promise<void>;
}

/** @param records answers by question, as `A host.example`; a PTR's are names, the others' IPv4 addresses */
export async function nameServer(records: Readonly<Record<string, readonly string[]>>): Promise<NameServer> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  let isSilent = false;
  socket.on("message", (message, { port, address }) => {
    const { name, end } = nameIn(message);
    const type = TYPES[message.readUInt16BE(end)] ?? "?";
    const question = `${type} ${name}`;
    asked.push(question);
    if (isSilent) return;
    const answers = (records[question] ?? []).map((text) => {
      const data = type === "PTR" ? encoded(text) : Buffer.from(text.split(".").map(Number));
      const head = Buffer.alloc(12);
      head.writeUInt16BE(0xc000 | HEADER_BYTES, 0);
      head.writeUInt16BE(message.readUInt16BE(end), 2);
      head.writeUInt16BE(1, 4);
      head.writeUInt32BE(60, 6);
      head.writeUInt16BE(data.length, 10);
      return Buffer.concat([head, data]);
    });
    const header = Buffer.alloc(HEADER_BYTES);
    message.copy(header, 0, 0, 2);
    header.writeUInt16BE(answers.length > 0 ? NO_ERROR : NO_SUCH_NAME, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    socket.send(Buffer.concat([header, message.subarray(HEADER_BYTES, end + 4), ...answers]), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    asked,
    silence() {
      isSilent = true;
    },
    async close() {
      socket.close();
      await once(socket, "close");
    },
  };
}

function nameIn(message: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = message[at++] as number; length > 0; length = message[at++] as number) {
    labels.push(message.toString("latin1", at, at + length));
    at += length;
  }
  return { name: labels.join(".").toLowerCase(), end: at };
}

function encoded(name: string): Buffer {
  const labels = name
    .split(".")
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}
