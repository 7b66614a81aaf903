/** The bytes of a log, whatever packed it; refused where they are no log. */
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { HEAD_BYTES, packingOf, wrongContent } from "../../../host/log/content.ts";
import { unzstd } from "../../../host/zstd.ts";
import { HttpError } from "../../http/error.ts";
import { MAX_LOG_BYTES } from "./limits.ts";
import { tooLarge } from "./upload.ts";

/** Enough for a first look at what packed it. */
const MAGIC_BYTES = 6;

/** @throws HttpError 400 where it is damaged, or no log; 413 where it unpacks to too much */
export async function* unpacked(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const { head, all } = await withHead(bytes, MAGIC_BYTES);
  const packing = packingOf(head);
  try {
    const plain = packing === undefined ? all : packing === "gzip" ? gunzip(all) : unzstd(all);
    const log = await withHead(plain, HEAD_BYTES);
    refuseOthers(log.head);
    let total = 0;
    for await (const chunk of log.all) {
      total += chunk.length;
      if (total > MAX_LOG_BYTES)
        throw tooLarge(`unpacked, the log has more than ${MAX_LOG_BYTES / 2 ** 20} MiB`);
      yield chunk;
    }
  } catch (cause) {
    const { code, message } = cause as { code?: unknown; message: string };
    if (code === "WINDOW_TOO_LARGE")
      throw new HttpError(413, message, "Pack it with zstd's level 19 or lower.", cause);
    if (!String(code).startsWith("Z_")) throw cause;
    throw new HttpError(
      400,
      `the file is damaged or cut off: ${packing} can't unpack it`,
      "Pack it anew.",
      cause,
    );
  }
}

function refuseOthers(head: Buffer): void {
  if (head.length === 0) throw new HttpError(400, "the file is empty", "Choose one that has lines.");
  const wrong = wrongContent(head);
  if (!wrong) return;
  const next = wrong.unpack
    ? `\`${wrong.unpack} FILE\` makes text of it.`
    : "Choose a file of lines of text.";
  throw new HttpError(400, `the file is ${wrong.what}`, next);
}

/** The first bytes, as many as are wanted or there are, and all of them in order. */
async function withHead(
  bytes: AsyncIterable<Buffer>,
  wanted: number,
): Promise<{ head: Buffer; all: AsyncGenerator<Buffer, void> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let length = 0;
  while (length < wanted) {
    const { done, value } = await iterator.next();
    if (done) break;
    // A copy: a chunk is valid until the next is asked for.
    held.push(Buffer.from(value));
    length += value.length;
  }
  const head = Buffer.concat(held);
  async function* all(): AsyncGenerator<Buffer, void> {
    try {
      if (head.length > 0) yield head;
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return;
        yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head: head.subarray(0, wanted), all: all() };
}

async function* gunzip(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const source = Readable.from(packed);
  const stream = createGunzip();
  source.on("error", (error) => stream.destroy(error));
  source.pipe(stream);
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } finally {
    source.destroy();
    stream.destroy();
  }
}
