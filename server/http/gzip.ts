/** Content encodings of requests: gzip, or none. */
import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import type { Body } from "./body.ts";
import { HttpError } from "./error.ts";

/** @throws HttpError 415 for any other encoding */
export function isGzip({ headers }: IncomingMessage): boolean {
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "gzip" || encoding === "x-gzip") return true;
  if (encoding === "identity" || encoding === "") return false;
  throw new HttpError(
    415,
    `the encoding ${encoding.slice(0, 50)} is not taken`,
    "Send gzip, or nothing packed.",
  );
}

/**
 * Unpacks a request into a body, chunk by chunk: what a small body unpacks to is never in memory at once.
 *
 * @throws HttpError 400 where the body is not gzip; what {@link Body.append} throws
 */
export async function gunzip(request: IncomingMessage, body: Body): Promise<void> {
  const unpacked = createGunzip();
  const onLost = (cause: Error) => void unpacked.destroy(cause);
  request.once("error", onLost).pipe(unpacked);
  try {
    for await (const chunk of unpacked) body.append(chunk as Buffer);
  } catch (cause) {
    if (!isZlibError(cause)) throw cause;
    throw new HttpError(
      400,
      "the body is not what gzip packs",
      "Send all of it, and nothing behind it.",
      cause,
    );
  } finally {
    request.off("error", onLost).unpipe(unpacked);
  }
}

function isZlibError(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith("Z_");
}
