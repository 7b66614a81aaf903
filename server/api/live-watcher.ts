/** One who watches /v1/live, who may read slowly or not at all. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { readLive } from "./live-filter.ts";

/** Of a client that doesn't read; its connection is closed above that. */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** How long it may take to read what waits, with the word that it was dropped. */
const LEAVING_MS = 30_000;

const DROPPED = "event: dropped\ndata: lines came faster than they were read\n\n";

export interface Watcher extends Pick<FastifyReply, "raw">, ReturnType<typeof readLive> {
  request: FastifyRequest;
  /** It was dropped; it counts until its connection is closed. */
  isLeaving?: boolean;
}

/** Sends text to a watcher that reads; one that doesn't is told that nothing more comes, when it comes to that. */
export function send(watcher: Pick<Watcher, "raw" | "isLeaving">, text: string): void {
  const { raw } = watcher;
  if (watcher.isLeaving) return;
  if (raw.writableLength <= MAX_UNREAD_BYTES) {
    raw.write(text);
    return;
  }
  watcher.isLeaving = true;
  raw.end(DROPPED);
  const timer = setTimeout(() => raw.destroy(), LEAVING_MS).unref();
  raw.once("close", () => clearTimeout(timer));
}
