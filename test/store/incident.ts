/** Incidents as a pass writes them, for tests that have none. */
import type { ClientBase, Pool } from "pg";
import type { Incident } from "../../store/incidents/incident.ts";

export interface NewIncident
  extends Partial<Omit<Incident, "id" | "sourceCount" | "targetCount" | "userCount" | "siteCount">> {
  /** Addresses that took part, each with as many events. */
  sources?: Record<string, number>;
  samples?: { line: string; hit?: string; why?: string[]; event?: string; time?: Date }[];
}

let made = 0;

/**
 * Inserts an incident with its sources and lines, and the entry that says that it opened.
 *
 * @returns its id
 */
export async function storeIncident(db: Pool | ClientBase, given: NewIncident = {}): Promise<string> {
  const key = given.key ?? `203.0.113.${made++ % 256}`;
  const last = given.last ?? new Date();
  const row = {
    class: "scan",
    title: `404 requests probed shop from ${key} in 4 minutes, none got an answer`,
    severity: "medium",
    state: "open",
    first: new Date(last.getTime() - 240_000),
    events: 404,
    ...given,
    last,
    key,
    closedAt: given.state === "closed" ? (given.closedAt ?? last) : null,
    closedBy: given.state === "closed" ? (given.closedBy ?? "quiet") : null,
  };
  const {
    sources = {},
    samples = [],
    ...columns
  } = row as typeof row & Pick<NewIncident, "sources" | "samples">;
  const counts = {
    source_count: Object.keys(sources).length,
    target_count: given.targets?.length ?? 0,
    user_count: given.users?.length ?? 0,
    site_count: given.sites?.length ?? 0,
  };
  const entries = [
    ...Object.entries(columns).map(([name, value]) => [snake(name), value] as const),
    ...Object.entries(counts),
  ];
  const { rows } = await db.query<{ id: string }>(
    `insert into smartlog.incidents (${entries.map(([name]) => name).join(", ")})
     values (${entries.map((_, i) => `$${i + 1}`).join(", ")}) returning id::text as id`,
    entries.map(([, value]) => value),
  );
  const id = rows[0]?.id as string;
  for (const [ip, events] of Object.entries(sources))
    await db.query(
      "insert into smartlog.incident_sources (incident, ip, events, first, last) values ($1, $2, $3, $4, $5)",
      [id, ip, events, row.first, last],
    );
  for (const [i, { line, hit, why, event = "00000000000000aa", time = last }] of samples.entries())
    await db.query(
      `insert into smartlog.incident_samples (incident, nth, event_time, event_id, line, hit, why)
       values ($1, $2, $3, smartlog.event_id($4), $5, $6, $7)`,
      [id, i + 1, time, event, line, hit ?? null, why ?? null],
    );
  await db.query(
    "insert into smartlog.incident_history (incident, at, what, severity) values ($1, $2, 'opened', $3)",
    [id, row.first, row.severity],
  );
  return id;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
