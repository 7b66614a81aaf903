/** GET /v1/live: events as they come, as server-sent events. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import { newestEvents } from "../../store/events/newest.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { LIVE_PARAMETERS, type LiveEvent, readLive } from "./live-filter.ts";
import { schemasOf } from "./parameters.ts";
import { LIVE_EVENT } from "./schema/event.ts";
import { operation } from "./schema/schema.ts";

const POLL_MS = 1_000;
const MAX_WATCHERS = 50;
const MAX_REMEMBERED = 5_000;
/** Of a client that doesn't read; its connection is closed above that. */
const MAX_UNREAD_BYTES = 1024 * 1024;

const STILL_HERE = ": still here\n\n";
const AWAY = "event: away\ndata: the database does not answer\n\n";
const BACK = "event: back\ndata: the database answers\n\n";

export interface Watcher extends Pick<FastifyReply, "raw"> {
  fits(event: LiveEvent): boolean;
  /** How many of the events that are there come first; 0 once they have. */
  last: number;
}

const SCHEMA = operation({
  id: "watchEvents",
  tag: "events",
  summary: "Events as they come, by server-sent events",
  description:
    "Each message is an event as JSON, in `data`. The events `away` and `back` tell that the database does not answer, and that it does again. One who doesn't read is dropped.",
  query: schemasOf(LIVE_PARAMETERS),
  answers: {
    200: {
      description: "A stream that ends with the connection; of each message the schema is of its `data`.",
      content: { "text/event-stream": LIVE_EVENT },
    },
  },
});

/** One query a second, however many clients watch, and none without any. */
export function addLive(app: FastifyInstance, database: Database): void {
  const watchers = new Set<Watcher>();
  let isWatching = false;

  /** Sends events that are new since the first query, whose own are known already. */
  async function watch(): Promise<void> {
    const seen = new Seen();
    let isAway = false;
    let isFirst = true;
    while (watchers.size > 0) {
      let events: Shown[] = [];
      let text = isAway ? BACK : "";
      try {
        events = (await newestEvents(database.view)).map((json) => ({ json, event: JSON.parse(json) }));
        isAway = false;
      } catch {
        text = AWAY;
        isAway = true;
      }
      const unseen = seen.unseen(events);
      for (const watcher of watchers) {
        const fitting = events.filter(({ event }) => watcher.fits(event));
        const first = new Set(watcher.last > 0 ? fitting.slice(-watcher.last) : []);
        const shown = fitting.filter((each) => first.has(each) || (!isFirst && unseen.has(each)));
        if (!isAway) watcher.last = 0;
        send(watchers, watcher, text + shown.map(({ json }) => `data: ${json}\n\n`).join("") || STILL_HERE);
      }
      if (!isAway) isFirst = false;
      await sleep(POLL_MS, undefined, { ref: false });
    }
  }

  app.get("/v1/live", { schema: SCHEMA }, (request, reply) => {
    const asked = readLive(request.query);
    if (watchers.size >= MAX_WATCHERS) throw new HttpError(503, "too many are watching already");
    reply.hijack();
    reply.raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    reply.raw.write(": live\n\n");
    const watcher = { raw: reply.raw, ...asked };
    watchers.add(watcher);
    request.raw.once("close", () => watchers.delete(watcher));
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

/** Sends text to a watcher that reads, and closes the connection of one that doesn't. */
export function send<T extends Pick<Watcher, "raw">>(watchers: Set<T>, watcher: T, text: string): void {
  const { raw } = watcher;
  if (raw.writableLength > MAX_UNREAD_BYTES) {
    watchers.delete(watcher);
    raw.destroy();
  } else raw.write(text);
}

interface Shown {
  json: string;
  event: LiveEvent;
}

/** The ids of events that were sent. */
class Seen {
  #ids = new Set<string>();

  /** Events that were not seen before. */
  unseen(events: readonly Shown[]): Set<Shown> {
    const unseen = events.filter(({ event: { id } }) => !this.#ids.has(id) && this.#ids.add(id));
    if (this.#ids.size > MAX_REMEMBERED) this.#ids = new Set([...this.#ids].slice(-MAX_REMEMBERED / 2));
    return new Set(unseen);
  }
}
