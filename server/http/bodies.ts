/**
 * Bodies of requests, with a bound on what all of them hold together.
 *
 * A body lies outside V8's heap in a buffer that grows in place and gives its memory back at once when it is released:
 * waiting for the garbage collector would let some hundred megabytes pile up first.
 */
import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import { HttpError } from "./error.ts";

/** Of one request, unpacked. Shippers' batches are 10 MB at most unless they are told otherwise. */
export const MAX_BODY_BYTES = 12 * 1024 * 1024;
/** Of all requests together. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_BODIES = 64;
/** Of a body that was refused. */
const MOST_DROPPED_BYTES = 512 * 1024;
const LEAST_STEP_BYTES = 16 * 1024;
const MOST_STEP_BYTES = 1024 * 1024;
/** A sender (or reader of an answer) that did nothing for so long gives way to others who need the room. */
const STALLED_MS = 2_000;

export class Bodies {
  readonly #open = new Set<Body>();
  /** Empty buffers for those to come: address space that is taken already. */
  readonly #spare: ArrayBuffer[] = [];

  /** Bytes that all bodies hold now. */
  get bytes(): number {
    let bytes = 0;
    for (const body of this.#open) bytes += body.room;
    return bytes;
  }

  /**
   * Reads a request's body, unpacked. The caller has to release it.
   *
   * @throws HttpError 400, 413, 415; 503 where others hold all the room
   */
  async read(request: IncomingMessage): Promise<Body> {
    const isPacked = isGzip(request);
    if (!isPacked && Number(request.headers["content-length"]) > MAX_BODY_BYTES) throw tooLarge();
    if (this.#open.size >= MOST_BODIES && !this.giveWay()) throw busy();
    const body = new Body(this, this.#spare.pop() ?? emptyBuffer(), request);
    this.#open.add(body);
    try {
      if (isPacked) await unpack(request, body);
      // Not destroyed with the loop: the client is to read why.
      else
        for await (const chunk of request.iterator({ destroyOnReturn: false })) body.append(chunk as Buffer);
      body.goesOn();
      return body;
    } catch (error) {
      body.release();
      if (!request.complete && request.destroyed)
        throw new HttpError(400, "the body ended before its end", "Send all of it.", error);
      drop(request);
      throw error;
    }
  }

  /** @throws HttpError 503 where there is no room for so many bytes more */
  makeRoom(bytes: number): void {
    while (this.bytes + bytes > MOST_BYTES) if (!this.giveWay()) throw busy();
  }

  isOpen(body: Body): boolean {
    return this.#open.has(body);
  }

  released(body: Body, buffer: ArrayBuffer): void {
    if (!this.#open.delete(body)) return;
    (buffer as Resizable).resize(0);
    if (this.#spare.length < MOST_BODIES) this.#spare.push(buffer);
  }

  /** Ends the request that has stood still for longest. @returns whether there was one */
  giveWay(): boolean {
    const now = performance.now();
    let stalest: Body | undefined;
    for (const body of this.#open)
      if (now - body.waitsSince > STALLED_MS && body.waitsSince < (stalest?.waitsSince ?? Infinity))
        stalest = body;
    stalest?.abandon();
    return stalest !== undefined;
  }
}

export class Body {
  readonly #bodies: Bodies;
  readonly #buffer: Resizable;
  readonly #request: IncomingMessage;
  #length = 0;
  /** Since when the client is waited for, by performance.now(); Infinity while it isn't. */
  waitsSince = performance.now();

  constructor(bodies: Bodies, buffer: ArrayBuffer, request: IncomingMessage) {
    this.#bodies = bodies;
    this.#buffer = buffer as Resizable;
    this.#request = request;
  }

  /** Valid until the release. */
  get bytes(): Buffer {
    return Buffer.from(this.#buffer, 0, this.#length);
  }

  /** Bytes of memory that it holds. */
  get room(): number {
    return this.#buffer.byteLength;
  }

  /** @throws HttpError 413, 503 */
  append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > MAX_BODY_BYTES) throw tooLarge();
    if (length > this.room) {
      const step = Math.min(Math.max(this.room, LEAST_STEP_BYTES), MOST_STEP_BYTES);
      const room = Math.min(Math.ceil(length / step) * step, MAX_BODY_BYTES);
      this.#bodies.makeRoom(room - this.room);
      this.#buffer.resize(room);
    }
    new Uint8Array(this.#buffer, this.#length, chunk.length).set(chunk);
    this.#length = length;
    this.waits();
  }

  /** The client is waited for: to send, or to read. */
  waits(): void {
    this.waitsSince = performance.now();
  }

  /** The client is not waited for. */
  goesOn(): void {
    this.waitsSince = Number.POSITIVE_INFINITY;
  }

  get isReleased(): boolean {
    return !this.#bodies.isOpen(this);
  }

  abandon(): void {
    this.#request.destroy();
    this.release();
  }

  release(): void {
    this.#bodies.released(this, this.#buffer);
  }
}

/** Reads what is left of a refused body, so that its sender comes to read why; but not for ever. */
function drop(request: IncomingMessage): void {
  let bytes = 0;
  request.on("data", ({ length }: Buffer) => {
    bytes += length;
    if (bytes > MOST_DROPPED_BYTES) request.destroy();
  });
  request.resume();
}

/** ES2024's, which Node 20 has. */
interface Resizable extends ArrayBuffer {
  resize(byteLength: number): void;
}

function emptyBuffer(): ArrayBuffer {
  const Constructor = ArrayBuffer as new (length: number, options: { maxByteLength: number }) => ArrayBuffer;
  return new Constructor(0, { maxByteLength: MAX_BODY_BYTES });
}

function isGzip({ headers }: IncomingMessage): boolean {
  const encoding = (headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "gzip" || encoding === "x-gzip") return true;
  if (encoding === "identity" || encoding === "") return false;
  throw new HttpError(
    415,
    `the encoding ${encoding.slice(0, 50)} is not taken`,
    "Send gzip, or nothing packed.",
  );
}

/** Chunk by chunk, so that what a small body unpacks to is never there at once. */
async function unpack(request: IncomingMessage, body: Body): Promise<void> {
  const gunzip = createGunzip();
  const onLost = (cause: Error) => void gunzip.destroy(cause);
  request.once("error", onLost).pipe(gunzip);
  try {
    for await (const chunk of gunzip) body.append(chunk as Buffer);
  } catch (cause) {
    if (!isZlibs(cause)) throw cause;
    throw new HttpError(
      400,
      "the body is not what gzip packs",
      "Send all of it, and nothing behind it.",
      cause,
    );
  } finally {
    request.off("error", onLost).unpipe(gunzip);
  }
}

function isZlibs(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith("Z_");
}

function tooLarge(): HttpError {
  return new HttpError(413, `the body has more than ${MAX_BODY_BYTES} bytes`, "Send smaller batches.");
}

function busy(): HttpError {
  return new HttpError(503, "too many bodies are being read", "Send it again in a second.");
}
