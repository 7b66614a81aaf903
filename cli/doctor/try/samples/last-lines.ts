import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const NEWLINE = 0x0a;
/** Behind it lie a few hundred lines at least, of most logs thousands. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The last whole lines of a file, each with its newline.
 *
 * @throws the file system's error
 */
export function lastLines(path: string, most: number): { bytes: Buffer; count: number } {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const from = Math.max(0, size - MOST_BYTES);
    const buffer = Buffer.alloc(size - from);
    const read = buffer.subarray(0, readSync(file, buffer, 0, buffer.length, from));
    return cut(read, from > 0, most);
  } finally {
    closeSync(file);
  }
}

function cut(bytes: Buffer, isPart: boolean, most: number): { bytes: Buffer; count: number } {
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  let start = end;
  let count = 0;
  while (start > 0 && count < most) {
    const before = start >= 2 ? bytes.lastIndexOf(NEWLINE, start - 2) : -1;
    // Of a longer file, the first line is the rest of one.
    if (before < 0 && isPart) break;
    start = before + 1;
    count++;
  }
  return { bytes: bytes.subarray(start, end), count };
}

/** The lines of a text, without their ends; empty ones are left out. */
export function linesOf(bytes: Buffer): string[] {
  return bytes
    .toString()
    .split(/\r?\n/)
    .filter((line) => line !== "");
}
