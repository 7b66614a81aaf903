import type { IncomingMessage } from "node:http";
import { HttpError } from "./error.ts";

/** Of one request, unpacked. Shippers' batches are 10 MB at most unless they are configured otherwise. */
export const MAX_BODY_BYTES = 12 * 1024 * 1024;
const MIN_STEP_BYTES = 16 * 1024;
const MAX_STEP_BYTES = 1024 * 1024;

/** ES2024's, which Node 20 has and the compiler's library doesn't. */
export interface ResizableBuffer extends ArrayBuffer {
  resize(byteLength: number): void;
}

/** An empty buffer that can grow in place to the size of the largest body. */
export function emptyBuffer(): ResizableBuffer {
  const Constructor = ArrayBuffer as unknown as new (
    length: number,
    options: { maxByteLength: number },
  ) => ResizableBuffer;
  return new Constructor(0, { maxByteLength: MAX_BODY_BYTES });
}

/** What a body needs of the pool that it belongs to. */
interface Pool {
  /** @throws HttpError 503 where there is no room for so many bytes more */
  reserve(bytes: number): void;
  isOpen(body: Body): boolean;
  takeBack(body: Body, buffer: ResizableBuffer): void;
}

/** The body of one request, in a buffer of the pool's. */
export class Body {
  readonly #pool: Pool;
  readonly #buffer: ResizableBuffer;
  readonly #request: IncomingMessage;
  #length = 0;
  /** Since when the client is waited for, to send or to read, by performance.now(); Infinity while it isn't. */
  waitingSince = performance.now();

  constructor(pool: Pool, buffer: ResizableBuffer, request: IncomingMessage) {
    this.#pool = pool;
    this.#buffer = buffer;
    this.#request = request;
  }

  /** Valid until the release. */
  get bytes(): Buffer {
    return Buffer.from(this.#buffer, 0, this.#length);
  }

  /** Bytes of memory that it holds. */
  get capacity(): number {
    return this.#buffer.byteLength;
  }

  /** @throws HttpError 413, 503 */
  append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > MAX_BODY_BYTES) throw bodyTooLarge();
    if (length > this.capacity) {
      const step = Math.min(Math.max(this.capacity, MIN_STEP_BYTES), MAX_STEP_BYTES);
      const capacity = Math.min(Math.ceil(length / step) * step, MAX_BODY_BYTES);
      this.#pool.reserve(capacity - this.capacity);
      this.#buffer.resize(capacity);
    }
    new Uint8Array(this.#buffer, this.#length, chunk.length).set(chunk);
    this.#length = length;
    this.startWaiting();
  }

  /** The client's turn begins. */
  startWaiting(): void {
    this.waitingSince = performance.now();
  }

  /** The server's turn begins. */
  stopWaiting(): void {
    this.waitingSince = Number.POSITIVE_INFINITY;
  }

  get isReleased(): boolean {
    return !this.#pool.isOpen(this);
  }

  /** Closes the connection, and releases the memory. */
  abandon(): void {
    this.#request.destroy();
    this.release();
  }

  release(): void {
    this.#pool.takeBack(this, this.#buffer);
  }
}

export function bodyTooLarge(): HttpError {
  return new HttpError(413, `the body has more than ${MAX_BODY_BYTES} bytes`, "Send smaller batches.");
}
