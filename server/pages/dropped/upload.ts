/** A form with a file, read as it comes: fields first, then the file's bytes, which nobody holds. */
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from "@fastify/busboy";
import { HttpError } from "../../http/error.ts";
import { MAX_DROPPED_BYTES, MAX_SENT_BYTES } from "./limits.ts";

export interface Upload {
  /** Those that stand before the file. */
  fields: Readonly<Record<string, string>>;
  /** As the sender calls it; hostile text. */
  name: string;
  /** Has to be read, or the upload be ended. */
  bytes: AsyncIterable<Buffer>;
}

const LIMITS = {
  fieldNameSize: 50,
  fieldSize: 1_000,
  fields: 8,
  files: 1,
  parts: 10,
  headerPairs: 20,
  headerSize: 4_096,
  // One more tells that there are more.
  fileSize: MAX_SENT_BYTES + 1,
};
const NEXT_STEP = "Choose a file in the form and send that.";

/**
 * Reads a form up to where its file begins.
 *
 * @param request of type multipart/form-data
 * @throws HttpError 400 where it is no such form, or has no file; reading `bytes` throws HttpError 400, 413
 */
export async function openUpload(request: IncomingMessage): Promise<Upload> {
  const form = parserOf(request);
  const fields: Record<string, string> = Object.create(null);
  form.on("field", (name, value) => {
    fields[name] = value;
  });
  const file = await new Promise<{ name: string; stream: BusboyFileStream }>((resolve, reject) => {
    form.once("file", (_field, stream, name) => resolve({ name: name ?? "", stream }));
    form.once("finish", () => reject(new HttpError(400, "no file was sent", NEXT_STEP)));
    form.once("error", (cause) => reject(broken(cause)));
    request.once("aborted", () => reject(broken(undefined)));
    request.pipe(form);
  });
  // Of what comes behind the first.
  form.on("error", (cause: Error) => file.stream.destroy(cause));
  request.once("aborted", () => file.stream.destroy(new Error("aborted")));
  return { fields, name: file.name, bytes: bytesOf(file.stream) };
}

/** What is left of a body is read and dropped, so that its sender reads the answer; up to a bound. */
export function drain(request: IncomingMessage): void {
  if (request.complete) return;
  request.unpipe();
  let bytes = 0;
  request.on("data", ({ length }: Buffer) => {
    bytes += length;
    if (bytes > MAX_DROPPED_BYTES) request.destroy();
  });
  request.on("error", () => {});
  request.resume();
}

export function tooLarge(what: string): HttpError {
  return new HttpError(
    413,
    `${what}, which is more than a page takes`,
    "`smartlog analyze FILE` reads files of any size; `smartlog start FILE` stores them.",
  );
}

function parserOf({ headers }: IncomingMessage): BusboyInstance {
  try {
    return new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS });
  } catch (cause) {
    throw broken(cause);
  }
}

async function* bytesOf(stream: BusboyFileStream & Readable): AsyncGenerator<Buffer, void> {
  let sent = 0;
  try {
    for await (const chunk of stream) {
      sent += (chunk as Buffer).length;
      if (sent > MAX_SENT_BYTES) throw tooLarge(`the file has more than ${MAX_SENT_BYTES / 2 ** 20} MiB`);
      yield chunk as Buffer;
    }
  } catch (cause) {
    throw cause instanceof HttpError ? cause : broken(cause);
  }
}

function broken(cause: unknown): HttpError {
  return new HttpError(400, "the form is not whole, or no form with a file", NEXT_STEP, cause);
}
