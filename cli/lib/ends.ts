/** The first bytes of a file and the last: enough to tell what is in it. */
import { closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { isatty } from "node:tty";
import { gunzipSync, constants as zlib } from "node:zlib";
import { HEAD_BYTES, type Packing, packingOf } from "../../host/log/content.ts";
import { headOfZstd } from "../../host/zstd.ts";
import { CommandError, UsageError } from "./errors.ts";
import { printable } from "./output.ts";
import { fileError } from "./readable.ts";

/** At most a thousand times as much unpacked. */
const PACKED_HEAD_BYTES = 4096;

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

/** The first bytes of what a file holds, unpacked; none of what can be read only once. */
export function headOf(name: string): Buffer {
  const head = endsOf(name, false)?.head ?? Buffer.alloc(0);
  const packing = packingOf(head);
  return packing ? unpackedHead(head, packing, name) : head;
}

/** @throws UsageError where it is damaged */
export function unpackedHead(head: Buffer, packing: Packing, name: string): Buffer {
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
