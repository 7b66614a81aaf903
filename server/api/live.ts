/** GET /v1/live: events as they come, as server-sent events. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { fittingEvents, newestEvents } from "../../store/events/newest.ts";
import type { Query } from "../../store/search/grammar/ast.ts";
import { marksOf, wantedTexts } from "../../store/search/marks.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import type { Authority } from "../http/guard.ts";
import { eventRow } from "../rows/row.ts";
import { LIVE_PARAMETERS, type LiveEvent, readLive } from "./live-filter.ts";
import { paceOf } from "./live-pace.ts";
import { send, type Watcher } from "./live-watcher.ts";
import { schemasOf } from "./parameters.ts";
import { LIVE_EVENT } from "./schema/event.ts";
import { operation } from "./schema/schema.ts";

const POLL_MS = 1_000;
/** Between two rounds, of which one takes long where many watch by searches of their own. */
const LEAST_PAUSE_MS = 200;
const MAX_WATCHERS = 50;
const MAX_REMEMBERED = 5_000;

const STILL_HERE = ": still here\n\n";
const AWAY = "event: away\ndata: the database does not answer\n\n";
const BACK = "event: back\ndata: the database answers\n\n";

const SCHEMA = operation({
  id: "watchEvents",
  tag: "events",
  summary: "Events as they come, by server-sent events",
  description:
    "Each message is an event as JSON, in `data`. The events `away` and `back` tell that the database does not answer, and that it does again; `dropped`, the last one, that you have read too slowly. With `rows=true` the event `pace` comes each second: `rate` (lines a second of all that come), `lag` (how old the newest was when it came, ms) and `skipped` (more came than are looked at, so some were left out).",
  query: schemasOf(LIVE_PARAMETERS),
  answers: {
    200: {
      description: "A stream that ends with the connection; of each message the schema is of its `data`.",
      content: { "text/event-stream": LIVE_EVENT },
    },
  },
});

interface Shown {
  json: string;
  event: LiveEvent;
}

/** One query a second, and one for each search that is watched by while there is anything new; none without watchers. */
export function addLive(
  app: FastifyInstance,
  database: Database,
  authority: Pick<Authority, "principalOf">,
): void {
  const watchers = new Set<Watcher>();
  let isWatching = false;

  /** Sends events that are new since the first query, whose own are known already. */
  async function watch(): Promise<void> {
    const seen = new Seen();
    let isAway = false;
    let isFirst = true;
    while (watchers.size > 0) {
      const began = performance.now();
      let events: Shown[] = [];
      let text = isAway ? BACK : "";
      try {
        events = (await newestEvents(database.view)).map((json) => ({ json, event: JSON.parse(json) }));
        isAway = false;
      } catch {
        text = AWAY;
        isAway = true;
      }
      await Promise.all(
        [...watchers].map(async (watcher) => {
          if (!(await mayStill(watcher, authority))) watcher.raw.end();
        }),
      );
      const unseen = seen.unseen(events);
      const fresh = isFirst ? new Set<Shown>() : unseen;
      const pace = isAway
        ? ""
        : paceOf(
            events.map(({ event }) => event),
            [...fresh].map(({ event }) => event),
          );
      const search = searcher(database);
      for (const watcher of [...watchers]) {
        const wanted = watcher.last > 0 ? events : [...fresh];
        const own = wanted.filter(({ event }) => watcher.fits(event));
        const found = await search(watcher.query, own).catch(() => undefined);
        if (!watchers.has(watcher) || watcher.isLeaving || watcher.raw.writableEnded) continue;
        if (!found) {
          send(watcher, AWAY);
          continue;
        }
        const first = new Set(watcher.last > 0 ? found.slice(-watcher.last) : []);
        const shown = found.filter((each) => first.has(each) || fresh.has(each));
        if (!isAway) watcher.last = 0;
        const rest = watcher.withRows ? pace : "";
        send(watcher, text + messages(shown, watcher) + rest || STILL_HERE);
      }
      if (!isAway) isFirst = false;
      await sleep(Math.max(LEAST_PAUSE_MS, POLL_MS - (performance.now() - began)), undefined, { ref: false });
    }
  }

  app.get(
    "/v1/live",
    { config: { needs: "read" }, schema: SCHEMA, exposeHeadRoute: false },
    (request, reply) => {
      const asked = readLive(request.query);
      if (watchers.size >= MAX_WATCHERS) throw new HttpError(503, "too many are watching already");
      reply.hijack();
      reply.raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      reply.raw.write(": live\n\n");
      const watcher: Watcher = { raw: reply.raw, request, ...asked };
      watchers.add(watcher);
      request.raw.once("close", () => watchers.delete(watcher));
      if (isWatching) return;
      isWatching = true;
      void watch().finally(() => {
        isWatching = false;
      });
    },
  );
  app.addHook("preClose", async () => {
    for (const { raw } of watchers) raw.end();
    watchers.clear();
  });
}

/** A stream ends with the login or token that it was asked for by; a store that is away ends none. */
async function mayStill({ request }: Watcher, authority: Pick<Authority, "principalOf">): Promise<boolean> {
  try {
    return (await authority.principalOf(request)).rights.has("read");
  } catch (error) {
    return error instanceof HttpError && error.statusCode === 503;
  }
}

/** Of some events those that a query finds, in their order; asked once for all who watch by the same. */
function searcher(database: Database): (query: Query | undefined, events: Shown[]) => Promise<Shown[]> {
  const asked = new Map<string, Promise<Set<string>>>();
  return async (query, events) => {
    if (!query || query.type === "all" || events.length === 0) return events;
    const ids = events.map(({ event }) => event.id);
    const key = JSON.stringify([query, ids]);
    const found = asked.get(key) ?? fittingEvents(database.view, query, ids);
    asked.set(key, found);
    const fitting = await found;
    return events.filter(({ event }) => fitting.has(event.id));
  };
}

function messages(shown: readonly Shown[], { withRows, query }: Watcher): string {
  const wanted = query ? wantedTexts(query) : [];
  return shown
    .map(({ json, event }) => {
      if (!withRows) return `data: ${json}\n\n`;
      const { source, line, time } = event;
      const text = line ?? "";
      const row = eventRow(
        { ...event, time: new Date(time), line: text, ip: source },
        { marks: marksOf(text, wanted) },
      );
      return `data: ${JSON.stringify({ ...event, row: row.text })}\n\n`;
    })
    .join("");
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
