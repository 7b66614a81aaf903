/**
 * Bodies of requests, with a bound on what all of them hold together.
 *
 * A body lies outside V8's heap in a buffer that grows in place and returns its memory at once when it is released:
 * waiting for the garbage collector would let some hundred megabytes pile up first.
 */
import type { IncomingMessage } from "node:http";
import { Body, bodyTooLarge, emptyBuffer, MAX_BODY_BYTES, type ResizableBuffer } from "./body.ts";
import { HttpError } from "./error.ts";
import { Semaphore } from "./semaphore.ts";
import type { TimeSlices } from "./time-slices.ts";
import { type Packing, packingOf, unpack } from "./unpack.ts";

/** Of all requests together. */
const MAX_TOTAL_BYTES = 16 * 1024 * 1024;
const MAX_BODIES = 64;
/** Of a refused body: read and dropped, so that its sender reads the refusal. */
const MAX_DROPPED_BYTES = 512 * 1024;
/** Unpacked at once: each may take a window of 12 MiB. */
const MAX_ZSTD = 2;
const ZSTD_WAIT_MS = 20_000;
/** A client that neither sent nor read for so long gives way when others need the room. */
const STALLED_MS = 2_000;

export class BodyPool {
  readonly #open = new Set<Body>();
  /** Empty buffers of released bodies: their address space is used again. */
  readonly #spare: ResizableBuffer[] = [];
  readonly #slices: TimeSlices;
  readonly #zstd = new Semaphore(MAX_ZSTD, MAX_BODIES, ZSTD_WAIT_MS, () => this.evictStalled());

  constructor(slices: TimeSlices) {
    this.#slices = slices;
  }

  /**
   * Reads a request's body, unpacked. The caller has to release it.
   *
   * @throws HttpError 400, 413, 415; 503 where others hold all the room
   */
  async read(request: IncomingMessage): Promise<Body> {
    const packing = packingOf(request);
    if (!packing && Number(request.headers["content-length"]) > MAX_BODY_BYTES) throw bodyTooLarge();
    if (this.#open.size >= MAX_BODIES && !this.evictStalled()) throw noRoom();
    const body = new Body(this, this.#spare.pop() ?? emptyBuffer(), request);
    this.#open.add(body);
    try {
      if (packing) await this.#unpack(request, packing, body);
      // The request survives the loop, so that the client reads why it was refused.
      else
        for await (const chunk of request.iterator({ destroyOnReturn: false })) body.append(chunk as Buffer);
      body.stopWaiting();
      return body;
    } catch (error) {
      body.release();
      if (!request.complete && request.destroyed)
        throw new HttpError(400, "the body ended before its end", "Send all of it.", error);
      drain(request);
      throw error;
    }
  }

  async #unpack(request: IncomingMessage, packing: Packing, body: Body): Promise<void> {
    if (packing !== "zstd") return unpack(request, packing, body, this.#slices);
    body.stopWaiting();
    const release = await this.#zstd.acquire(request.socket);
    body.startWaiting();
    try {
      await unpack(request, packing, body, this.#slices);
    } finally {
      release();
    }
  }

  /** @throws HttpError 503 where there is no room for so many bytes more */
  reserve(bytes: number): void {
    while (this.#bytes + bytes > MAX_TOTAL_BYTES) if (!this.evictStalled()) throw noRoom();
  }

  isOpen(body: Body): boolean {
    return this.#open.has(body);
  }

  takeBack(body: Body, buffer: ResizableBuffer): void {
    if (!this.#open.delete(body)) return;
    buffer.resize(0);
    if (this.#spare.length < MAX_BODIES) this.#spare.push(buffer);
  }

  /** Ends the request whose client has been stalled for longest. @returns whether there was one */
  evictStalled(): boolean {
    const now = performance.now();
    let stalest: Body | undefined;
    for (const body of this.#open)
      if (now - body.waitingSince > STALLED_MS && body.waitingSince < (stalest?.waitingSince ?? Infinity))
        stalest = body;
    stalest?.abandon();
    return stalest !== undefined;
  }

  /** Of memory, of all bodies. */
  get #bytes(): number {
    let bytes = 0;
    for (const body of this.#open) bytes += body.capacity;
    return bytes;
  }
}

function drain(request: IncomingMessage): void {
  let bytes = 0;
  request.on("data", ({ length }: Buffer) => {
    bytes += length;
    if (bytes > MAX_DROPPED_BYTES) request.destroy();
  });
  request.resume();
}

function noRoom(): HttpError {
  return new HttpError(503, "too many bodies are being read", "Send it again in a second.");
}
