/** A log's bytes, from a file or standard input, unpacked. */
import { statSync } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { stdin } from "node:process";
import { HEAD_BYTES, type Packing, packingOf, wrongContent } from "../../host/log/content.ts";
import { type ShipperTime, shipperTime } from "../../host/time.ts";
import { checkLog } from "./check-log.ts";
import { say } from "./output.ts";
import { CHUNK_BYTES, unpack, unpacked, unpackedName } from "./unpack.ts";

/** A log as it is read once. */
export interface Input {
  /** Its bytes, unpacked where gzip or zstd packed them. A chunk is valid until the next is asked for. */
  chunks: AsyncIterable<Buffer>;
  /** What places its lines; a pipe has none. */
  origin?: { file: string; written: ShipperTime };
}

/**
 * Opens a file, or standard input for `-`.
 *
 * @param onRead told how many bytes of the file were read, packed as they are
 * @throws as {@link checkLog}; reading `chunks` throws CommandError where the file is damaged
 */
export function openInput(name: string, onRead: (bytes: number) => void = () => {}): Input {
  if (name === "-") {
    if (stdin.isTTY) say("reading lines from the terminal; end with Ctrl-D");
    return { chunks: piped(stdin, onRead) };
  }
  const { packing } = checkLog(name);
  const chunks = chunksOf(name, packing, onRead);
  const found = statSync(name);
  if (!found.isFile()) return { chunks };
  return {
    chunks,
    origin: { file: resolve(packing ? unpackedName(name) : name), written: writtenAt(found) },
  };
}

/** When a file was written last: what the lines of an old one that have no time of their own are dated by. */
export function writtenAt({ mtimeMs }: { mtimeMs: number }): ShipperTime {
  return shipperTime(Math.floor(mtimeMs) / 1000);
}

/** Standard input, unpacked; it is read whatever it is, and where it does not look like a log, a warning says so. */
async function* piped(
  input: AsyncIterable<Buffer>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  const all = counted(input, onRead);
  const first = await all.next();
  if (first.done) return;
  const packing = packingOf(first.value);
  const whole = after(first.value, all);
  let isFirst = true;
  for await (const chunk of packing ? unpack(whole, packing, "standard input") : whole) {
    const wrong = isFirst ? wrongContent(chunk.subarray(0, HEAD_BYTES)) : undefined;
    if (wrong)
      say(`standard input is ${wrong.what}${wrong.unpack ? `; \`${wrong.unpack}\` makes text of it` : ""}`);
    isFirst = false;
    yield chunk;
  }
}

async function* counted(
  input: AsyncIterable<Buffer>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  for await (const chunk of input) {
    onRead(chunk.length);
    yield chunk;
  }
}

async function* after(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  yield first;
  yield* rest;
}

/** One buffer for all: a stream's own, a new one each, would pile up until they are collected. */
async function* chunksOf(
  name: string,
  packing: Packing | undefined,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  const handle = await open(name, "r");
  try {
    if (packing) return yield* unpacked(handle, packing, name, onRead);
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      onRead(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
