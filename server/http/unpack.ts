/** Content encodings of requests: gzip, deflate, zstd, or none. */
import type { IncomingMessage } from "node:http";
import { Duplex } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";
import { unzstd } from "../../host/zstd.ts";
import { type Body, MAX_BODY_BYTES } from "./body.ts";
import { HttpError } from "./error.ts";
import type { TimeSlices } from "./time-slices.ts";

/** Makes what unpacks an encoding, piece by piece. */
const UNPACKERS = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  // The window of what is packed in one piece is as large as the body.
  zstd: () => Duplex.from((packed: AsyncIterable<Buffer>) => unzstd(packed, MAX_BODY_BYTES)),
} satisfies Record<string, () => Duplex>;

export type Packing = keyof typeof UNPACKERS;

/**
 * @returns undefined where nothing is packed
 * @throws HttpError 415 for an encoding that is not known
 */
export function packingOf({ headers }: IncomingMessage): Packing | undefined {
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") return undefined;
  if (Object.hasOwn(UNPACKERS, encoding)) return encoding as Packing;
  throw new HttpError(
    415,
    `the encoding ${encoding.slice(0, 50)} is not taken`,
    "Send gzip, zstd or deflate, or nothing packed.",
  );
}

/**
 * Unpacks a request into a body, chunk by chunk: what a small body unpacks to is never in memory at once. In time slices,
 * since zstd is unpacked on the event loop.
 *
 * @throws HttpError 400 where the body is not what its encoding packs; what {@link Body.append} throws
 */
export async function unpack(
  request: IncomingMessage,
  packing: Packing,
  body: Body,
  slices: TimeSlices,
): Promise<void> {
  const unpacked: Duplex = UNPACKERS[packing]();
  const onLost = (cause: Error) => void unpacked.destroy(cause);
  request.once("error", onLost).pipe(unpacked);
  try {
    for await (const chunk of unpacked) {
      body.append(chunk as Buffer);
      if (slices.isOver) await slices.next();
    }
  } catch (cause) {
    const { code, message } = cause as { code?: unknown; message: string };
    if (code === "WINDOW_TOO_LARGE")
      throw new HttpError(413, message, "Pack it with zstd's level 19 or lower.", cause);
    if (!String(code).startsWith("Z_")) throw cause;
    throw new HttpError(
      400,
      `the body is not what ${packing} packs`,
      "Send all of it, and nothing behind it.",
      cause,
    );
  } finally {
    request.off("error", onLost).unpipe(unpacked);
  }
}
