import { accessSync, constants, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { stdin } from "node:process";
import { CommandError, UsageError } from "./errors.ts";

export const CHUNK_BYTES = 256 * 1024;

/**
 * The bytes of a file, or of standard input for `-`, in chunks. A chunk is valid until the next is asked for.
 *
 * @throws as {@link checkFile}; CommandError where reading fails
 */
export function openInput(name: string): AsyncIterable<Buffer> {
  if (name === "-") {
    if (stdin.isTTY) process.stderr.write("smartlog: reading lines from the terminal; end with Ctrl-D\n");
    return stdin;
  }
  checkFile(name);
  return chunksOf(name);
}

/** One buffer for all: a stream's own, a new one each, would pile up until they are collected. */
async function* chunksOf(name: string): AsyncGenerator<Buffer, void> {
  const handle = await open(name, "r");
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/**
 * Says at once, and in words, why a file can't be read.
 *
 * @throws UsageError where there is none of that name, or it is a folder or compressed; CommandError where it may not
 *   be read
 */
export function checkFile(name: string): void {
  try {
    if (statSync(name).isDirectory()) throw new UsageError(`${name} is a folder; name a file in it`);
    accessSync(name, constants.R_OK);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw fileError(name, error);
  }
  if (/\.(gz|zst|bz2|xz)$/.test(name))
    throw new UsageError(`${name} is compressed; unpack it first (or: zcat ${name} | smartlog score)`);
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
