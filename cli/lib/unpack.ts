/** What gzip or zstd packed, as a stream of it unpacked. */
import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Packing, packingOf } from "../../host/log/content.ts";
import { unzstd } from "../../host/zstd.ts";
import { CommandError } from "./errors.ts";

/** Of a log, read or unpacked at once. */
export const CHUNK_BYTES = 256 * 1024;

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

/**
 * The same of a stream.
 *
 * @param name for the error
 */
export async function* unpack(
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
