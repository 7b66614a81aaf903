/** GET /api/tail: live events as server-sent events. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import { newestEvents } from "../../store/events/newest.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";

const POLL_MS = 1_000;
const MAX_WATCHERS = 50;
const MAX_REMEMBERED = 5_000;
/** Of a client that doesn't read; its connection is closed above that. */
const MAX_UNREAD_BYTES = 1024 * 1024;

const STILL_HERE = ": still here\n\n";
const AWAY = "event: away\ndata: the database does not answer\n\n";
const BACK = "event: back\ndata: the database answers\n\n";

/** One query a second, however many clients watch, and none without any. */
export function addTail(app: FastifyInstance, database: Database): void {
  const watchers = new Set<FastifyReply>();
  let isWatching = false;

  /** Sends events that are new since the first query, whose own are known already. */
  async function watch(): Promise<void> {
    const seen = new Seen();
    let isAway = false;
    let isFirst = true;
    while (watchers.size > 0) {
      let text = isAway ? BACK : "";
      try {
        const unseen = seen.unseen(await newestEvents(database.view));
        if (!isFirst) text += unseen.map((json) => `data: ${json}\n\n`).join("");
        isFirst = false;
        isAway = false;
      } catch {
        text = AWAY;
        isAway = true;
      }
      send(watchers, text || STILL_HERE);
      await sleep(POLL_MS, undefined, { ref: false });
    }
  }

  // Without HEAD, whose answer would have no end.
  app.get("/api/tail", { config: { needs: "read" }, exposeHeadRoute: false }, (request, reply) => {
    if (watchers.size >= MAX_WATCHERS) throw new HttpError(503, "too many are watching already");
    reply.hijack();
    reply.raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    reply.raw.write(": live\n\n");
    watchers.add(reply);
    request.raw.once("close", () => watchers.delete(reply));
    if (isWatching) return;
    isWatching = true;
    void watch().finally(() => {
      isWatching = false;
    });
  });
  app.addHook("preClose", async () => {
    for (const { raw } of watchers) raw.end();
    watchers.clear();
  });
}

/** Sends text to all watchers that read, and closes the connections of those that don't. */
export function send(watchers: Set<Pick<FastifyReply, "raw">>, text: string): void {
  for (const watcher of watchers) {
    const { raw } = watcher;
    if (raw.writableLength > MAX_UNREAD_BYTES) {
      watchers.delete(watcher);
      raw.destroy();
    } else raw.write(text);
  }
}

/** The ids of events that were sent. */
class Seen {
  #ids = new Set<string>();

  /** Events that were not seen before, in the same order. */
  unseen(events: readonly string[]): string[] {
    const unseen = events.filter((json) => {
      const { id } = JSON.parse(json) as { id: string };
      return !this.#ids.has(id) && this.#ids.add(id);
    });
    if (this.#ids.size > MAX_REMEMBERED) this.#ids = new Set([...this.#ids].slice(-MAX_REMEMBERED / 2));
    return unseen;
  }
}
