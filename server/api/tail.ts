/** GET /api/tail: events as they come, as server-sent events. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import { newestEvents } from "../../store/newest.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";

const POLL_MS = 1_000;
const MOST_WATCHERS = 50;
const MOST_REMEMBERED = 5_000;
/** What one who doesn't read may have waiting here; then his connection is closed. */
const MOST_UNREAD_BYTES = 1024 * 1024;

const STILL_HERE = ": still here\n\n";
const AWAY = "event: away\ndata: the database does not answer\n\n";
const BACK = "event: back\ndata: the database answers\n\n";

/** One question a second to the database however many watch, and none while nobody does. */
export function addTail(app: FastifyInstance, database: Database): void {
  const watchers = new Set<FastifyReply>();
  let isWatching = false;

  /** What is new since the first look; that shows only what was there already. */
  async function watch(): Promise<void> {
    const seen = new Seen();
    let isAway = false;
    let isFirst = true;
    while (watchers.size > 0) {
      let text = isAway ? BACK : "";
      try {
        const fresh = seen.fresh(await newestEvents(database.view));
        if (!isFirst) text += fresh.map((json) => `data: ${json}\n\n`).join("");
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

  app.get("/api/tail", (request, reply) => {
    if (watchers.size >= MOST_WATCHERS) throw new HttpError(503, "too many are watching already");
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

/** Sends it to all who read, and drops who doesn't. */
export function send(watchers: Set<Pick<FastifyReply, "raw">>, text: string): void {
  for (const watcher of watchers) {
    const { raw } = watcher;
    if (raw.writableLength > MOST_UNREAD_BYTES) {
      watchers.delete(watcher);
      raw.destroy();
    } else raw.write(text);
  }
}

/** Which events were shown, by id. */
class Seen {
  #ids = new Set<string>();

  fresh(events: readonly string[]): string[] {
    const fresh = events.filter((json) => {
      const { id } = JSON.parse(json) as { id: string };
      return !this.#ids.has(id) && this.#ids.add(id);
    });
    if (this.#ids.size > MOST_REMEMBERED) this.#ids = new Set([...this.#ids].slice(-MOST_REMEMBERED / 2));
    return fresh;
  }
}
