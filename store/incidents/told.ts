/** Who was told of an incident, and how that went. */
import type { ClientBase, Pool } from "pg";

export interface Telling {
  /** Whose channels; empty for all. */
  owner: string;
  kind: "told" | "escalated" | "digest";
  channel: string;
  state: "waiting" | "sending" | "sent" | "failed";
  madeAt: Date;
  sentAt: Date | null;
  attempts: number;
  error: string | null;
}

const MOST = 50;

/** Its first message and those that name it since, by channel; the oldest first, {@link MOST} at most. */
export async function tellingsOf(db: Pool | ClientBase, incident: string): Promise<Telling[]> {
  const { rows } = await db.query<Telling>(
    `select m.owner, m.kind, d.channel, d.state, m.made_at as "madeAt", d.sent_at as "sentAt", d.attempts, d.error
     from smartlog.messages m join smartlog.deliveries d on d.message = m.id
     where m.id in (select message from smartlog.told where incident = $1 and message is not null)
     or m.made_at >= (select min(since) - interval '1 hour' from smartlog.told where incident = $1)
       and m.content @> jsonb_build_object('items', jsonb_build_array(jsonb_build_object('incident', $1::text)))
     order by m.id, d.channel limit ${MOST}`,
    [incident],
  );
  return rows;
}
