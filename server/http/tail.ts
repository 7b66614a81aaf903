/** GET /api/tail: events as they come, as server-sent events. */
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Pool } from "pg";
import { readOnly } from "../query/run.ts";
import { HttpError } from "./error.ts";

const POLL_MS = 1_000;
const MOST_WATCHERS = 50;
const MOST_REMEMBERED = 5_000;

/** The newest by their own time: an old log that is loaded is not live. */
const NEWEST = `
  select json_build_object('id', smartlog.event_hex(id), 'time', time, 'kind', kind, 'label', label,
    'severity', severity, 'score', score, 'why', why, 'source', host(ip), 'line', left(smartlog.line(record), 500))
  from events
  where time > now() - interval '2 minutes'
  order by time desc, id desc
  limit 500`;

/** One question a second to the database however many watch, and none while nobody does. */
export function addTail(app: FastifyInstance, pool: Pool): void {
  const watchers = new Set<FastifyReply>();
  let seen = new Map<string, true>();
  let timer: NodeJS.Timeout | undefined;

  const poll = async () => {
    try {
      const { rows } = await readOnly(pool, NEWEST);
      const isFirst = seen.size === 0;
      const fresh = (rows as [string][])
        .map(([json]) => ({ json, id: (JSON.parse(json) as { id: string }).id }))
        .filter(({ id }) => !seen.has(id))
        .reverse();
      for (const { id, json } of fresh) {
        seen.set(id, true);
        if (!isFirst) for (const { raw } of watchers) raw.write(`data: ${json}\n\n`);
      }
      if (seen.size > MOST_REMEMBERED) seen = new Map([...seen].slice(-MOST_REMEMBERED / 2));
    } catch (error) {
      app.log.warn(error);
    }
    for (const { raw } of watchers) raw.write(": still here\n\n");
    timer = watchers.size > 0 ? setTimeout(poll, POLL_MS) : undefined;
  };

  app.get("/api/tail", (request, reply) => {
    if (watchers.size >= MOST_WATCHERS) throw new HttpError(503, "too many are watching already");
    reply.hijack();
    reply.raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    reply.raw.write(": live\n\n");
    watchers.add(reply);
    request.raw.once("close", () => watchers.delete(reply));
    if (timer === undefined) {
      seen = new Map();
      timer = setTimeout(poll, 0);
    }
  });
  app.addHook("preClose", async () => {
    if (timer) clearTimeout(timer);
    for (const { raw } of watchers) raw.end();
    watchers.clear();
  });
}
