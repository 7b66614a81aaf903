import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { stdin } from "node:process";
import { Readable } from "node:stream";
import { isatty } from "node:tty";
import { createGunzip, gunzipSync, constants as zlib } from "node:zlib";
import { HEAD_BYTES, type Packing, packingOf, type Wrong, wrongContent } from "../../host/log/content.ts";
import { type ShipperTime, shipperTime } from "../../host/time.ts";
import { headOfZstd, unzstd } from "../../host/zstd.ts";
import { CommandError, UsageError } from "./errors.ts";
import { printable, say } from "./output.ts";

export const CHUNK_BYTES = 256 * 1024;
/** At most a thousand times as much unpacked. */
const PACKED_HEAD_BYTES = 4096;

/** Files that were said to be empty: each is looked at when it is chosen, and again when it is opened. */
const toldEmpty = new Set<string>();

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

/** What packed this file; undefined where nothing did that is read here. */
export async function packingOfFile(handle: FileHandle): Promise<Packing | undefined> {
  const magic = Buffer.alloc(4);
  await handle.read(magic, 0, magic.length, 0);
  return packingOf(magic);
}

/**
 * What was packed into this file, from its beginning.
 *
 * @throws CommandError where it is damaged; what is before that place was given
 */
export async function* unpacked(
  handle: FileHandle,
  packing: Packing,
  name: string,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer, void> {
  yield* unpack(bytesOf(handle, onRead), packing, name);
}

async function* unpack(
  packed: AsyncIterable<Buffer>,
  packing: Packing,
  name: string,
): AsyncGenerator<Buffer, void> {
  try {
    yield* packing === "gzip" ? gunzip(packed) : unzstd(packed);
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith?.("Z_")) throw error;
    throw new CommandError(
      `${name} is damaged or cut off (${(error as Error).message}); what stands before that place was read`,
      { cause: error },
    );
  }
}

async function* gunzip(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const source = Readable.from(packed);
  const stream = source.pipe(createGunzip({ chunkSize: CHUNK_BYTES }));
  source.on("error", (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } finally {
    source.destroy();
    stream.destroy();
  }
}

/** A stream of the handle's own would close it. */
async function* bytesOf(handle: FileHandle, onRead: (bytes: number) => void): AsyncGenerator<Buffer, void> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    onRead(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}

/** The file that a compressed one holds: `access.log.2.gz` is `access.log.2`, with the same lines and so the same ids. */
export function unpackedName(name: string): string {
  return name.replace(/\.(?:gz|zst)$/, "");
}

/**
 * Says at once, and in words, why a file can't be read.
 *
 * @throws UsageError where there is none of that name, or it is a folder; CommandError where it may not be read
 */
export function checkReadable(name: string): void {
  try {
    if (statSync(name).isDirectory()) throw new UsageError(`${name} is a folder; name a file in it`);
    accessSync(name, constants.R_OK);
  } catch (error) {
    throw error instanceof UsageError ? error : fileError(name, error);
  }
}

/**
 * Says at once, and in words, why a file can't be read as a log.
 *
 * @param isKept it is to be followed: no pipe, no device
 * @param isForced what it holds is only said
 * @returns what packed it
 * @throws as {@link checkReadable}; UsageError where it holds something else
 */
export function checkLog(name: string, isKept = false, isForced = false): { packing?: Packing } {
  checkReadable(name);
  const ends = endsOf(name, isKept);
  if (!ends) return {};
  const { head, tail } = ends;
  if (head.length === 0 && !toldEmpty.has(name)) say(`${printable(name)} is empty`);
  if (head.length === 0) toldEmpty.add(name);
  const packing = packingOf(head);
  const answer = packing ? { packing } : {};
  const wrong = wrongContent(packing ? unpackedHead(head, packing, name) : head);
  // A client can fill a log's beginning with anything: it stays a log.
  if (!wrong || (wrong.isBinary && !packing && !wrongContent(tail))) return answer;
  const what = `${printable(name)} is ${wrong.what}`;
  if (!isForced) throw new UsageError(`${what}${remedy(name, wrong, isKept)}`);
  say(`${what}; its bytes are read as lines all the same`);
  return answer;
}

/** The first bytes of what a file holds, unpacked; none of what can be read only once. */
export function headOf(name: string): Buffer {
  const head = endsOf(name, false)?.head ?? Buffer.alloc(0);
  const packing = packingOf(head);
  return packing ? unpackedHead(head, packing, name) : head;
}

function unpackedHead(head: Buffer, packing: Packing, name: string): Buffer {
  try {
    if (packing === "zstd") return headOfZstd(head, HEAD_BYTES);
    const packed = head.subarray(0, PACKED_HEAD_BYTES);
    return gunzipSync(packed, { finishFlush: zlib.Z_SYNC_FLUSH }).subarray(0, HEAD_BYTES);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new UsageError(
      `${printable(name)} is damaged: ${packing} made it, and can't unpack it (${(cause as Error).message})`,
      {
        cause,
      },
    );
  }
}

function remedy(name: string, { unpack }: Wrong, isKept: boolean): string {
  if (!unpack) return isKept ? "; --force stores it all the same" : "";
  const text = `${unpack} ${printable(name)}`;
  return isKept
    ? `; make text of it first (${text} > FILE) and name that`
    : `; make text of it first: ${text} | smartlog score -`;
}

/** The first bytes of a plain file and the last; undefined for what can be read only once, as a pipe. */
export function endsOf(name: string, isKept: boolean): { head: Buffer; tail: Buffer } | undefined {
  const type = statSync(name);
  if (isKept && !type.isFile())
    throw new UsageError(
      `${name} is no plain file, and can't be followed; \`smartlog score ${name}\` reads it`,
    );
  if (!type.isFile() && !type.isCharacterDevice() && !type.isBlockDevice()) return undefined;
  let file: number;
  try {
    file = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw fileError(name, error);
  }
  try {
    if (isatty(file)) return undefined;
    const read = (at: number | null) => {
      const bytes = Buffer.alloc(HEAD_BYTES);
      return bytes.subarray(0, readSync(file, bytes, 0, HEAD_BYTES, at));
    };
    if (type.isFile()) return { head: read(0), tail: read(Math.max(0, type.size - HEAD_BYTES)) };
    if (read(null).length > 0) throw new UsageError(`${name} is a device, and no log`);
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** An error of the file system about `name`, as one that says what to do. */
export function fileError(name: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return new UsageError(`there is no file ${name}`);
  if (code === "EACCES" || code === "EPERM")
    return new CommandError(`${name} can't be read: permission denied; run as a user who may read it`, {
      cause: error,
    });
  return new CommandError(`${name} can't be read: ${message}`, { cause: error });
}
