/** The outbox: messages are put in with what they tell, and taken out by channels. */
import type { ClientBase, Pool } from "pg";
import type { IncidentSeverity } from "../incidents/incident.ts";
import type { Told } from "./news.ts";

export type MessageKind = "told" | "escalated" | "digest";

export interface NewMessage<Content> {
  owner: string;
  kind: MessageKind;
  severity: IncidentSeverity;
  madeAt: Date;
  content: Content;
}

export interface StoredMessage<Content> extends NewMessage<Content> {
  /** A 64-bit number in decimal. */
  id: string;
}

/** Puts a message into the outbox of each channel. */
export async function putMessage<Content>(
  client: ClientBase,
  message: NewMessage<Content>,
  channels: readonly string[],
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `with made as (
       insert into smartlog.messages (owner, kind, severity, made_at, content) values ($1, $2, $3, $4, $5) returning id
     ), put as (
       insert into smartlog.deliveries (message, channel) select made.id, channel from made, unnest($6::text[]) channel
     )
     select id::text as id from made`,
    [
      message.owner,
      message.kind,
      message.severity,
      message.madeAt,
      JSON.stringify(message.content),
      channels,
    ],
  );
  return (rows[0] as { id: string }).id;
}

export type ToldRow = Omit<Told, "byDigest"> & { incident: string };

/** Notes what an owner was told. An incident that is told in its own right is one of the digest no more. */
export async function noteTold(client: ClientBase, owner: string, rows: readonly ToldRow[]): Promise<void> {
  await client.query(
    `insert into smartlog.told (incident, owner, severity, reopened, closed, escalated, since, last_at, message)
     select (r->>'incident')::bigint, $1, r->>'severity', (r->>'reopened')::smallint, (r->>'closed')::boolean,
       (r->>'escalated')::smallint, (r->>'since')::timestamptz, (r->>'lastAt')::timestamptz, (r->>'message')::bigint
     from jsonb_array_elements($2::jsonb) r
     on conflict (incident, owner) do update set severity = excluded.severity, reopened = excluded.reopened,
       closed = excluded.closed, by_digest = false, escalated = excluded.escalated, since = excluded.since,
       last_at = excluded.last_at, message = excluded.message`,
    [owner, JSON.stringify(rows)],
  );
}

/** Notes that incidents are over of which their owner is told no more. */
export async function noteClosed(
  client: ClientBase,
  owner: string,
  incidents: readonly string[],
): Promise<void> {
  if (incidents.length === 0) return;
  await client.query(
    "update smartlog.told set closed = true where owner = $1 and incident = any ($2::bigint[])",
    [owner, incidents],
  );
}

/** The time at which messages were made, by id. */
export async function timesOf(client: ClientBase, ids: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await client.query<{ id: string; at: Date }>(
    "select id::text as id, made_at as at from smartlog.messages where id = any ($1::bigint[])",
    [ids],
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** A message that a channel is to send now. */
export interface Claim<Content> extends StoredMessage<Content> {
  /** This one included. */
  attempts: number;
}

/**
 * Takes the oldest message that a channel may try now, for as long as the lease: who is killed while sending leaves it to
 * others then.
 */
export async function claim<Content>(
  pool: Pool,
  channel: string,
  leaseSeconds: number,
): Promise<Claim<Content> | undefined> {
  const { rows } = await pool.query<Claim<Content>>(
    `update smartlog.deliveries d set state = 'sending', attempts = attempts + 1, next_at = now() + make_interval(secs => $2)
     from smartlog.messages m
     where m.id = d.message and d.channel = $1 and d.message = (
       select message from smartlog.deliveries
       where channel = $1 and state in ('waiting', 'sending') and next_at <= now()
         and not exists (select from smartlog.channels c where c.channel = $1 and c.next_at > now())
       order by message limit 1 for update skip locked)
     returning m.id::text as id, m.owner, m.kind, m.severity, m.made_at as "madeAt", m.content, d.attempts`,
    [channel, leaseSeconds],
  );
  return rows[0];
}

/** What came of a try. */
export type Outcome =
  | { state: "sent"; warning: string | undefined }
  /** The channel takes nothing: it is left alone, for longer each time or for as long as it says; the message waits. */
  | { state: "down"; error: string; waitSeconds: number | undefined }
  /** This message was refused: others go on, it is tried again after so long. */
  | { state: "refused"; error: string; waitSeconds: number }
  | { state: "failed"; error: string };

/** Writes down what came of a try; written twice, it is as if written once. */
export async function settle(pool: Pool, message: string, channel: string, outcome: Outcome): Promise<void> {
  const values: unknown[] = [message, channel];
  if (outcome.state === "sent") {
    await pool.query(
      `with done as (
         update smartlog.deliveries set state = 'sent', sent_at = now(), error = $3
         where message = $1 and channel = $2 and state = 'sending' returning 1)
       update smartlog.channels set failures = 0, failing_since = null, next_at = now(), error = null, sent_at = now(),
         sent = sent + (select count(*) from done) where channel = $2`,
      [...values, outcome.warning?.slice(0, MOST_ERROR) ?? null],
    );
    return;
  }
  const error = outcome.error.slice(0, MOST_ERROR);
  if (outcome.state === "down")
    await pool.query(
      `with left_open as (
         update smartlog.deliveries set state = 'waiting', next_at = now(), error = $3
         where message = $1 and channel = $2 and state = 'sending' returning 1)
       update smartlog.channels set failures = failures + 1, failing_since = coalesce(failing_since, now()), error = $3,
         next_at = now() + make_interval(secs => coalesce($4::float8, least(${MOST_WAIT_SECONDS}, ${FIRST_WAIT_SECONDS} * power(2, least(failures, 20)))))
       where channel = $2 and exists (select from left_open)`,
      [...values, error, outcome.waitSeconds ?? null],
    );
  else if (outcome.state === "refused")
    await pool.query(
      `update smartlog.deliveries set state = 'waiting', next_at = now() + make_interval(secs => $4), error = $3
       where message = $1 and channel = $2 and state = 'sending'`,
      [...values, error, outcome.waitSeconds],
    );
  else
    await pool.query(
      `with gone as (
         update smartlog.deliveries set state = 'failed', error = $3
         where message = $1 and channel = $2 and state = 'sending' returning 1)
       update smartlog.channels set failed = failed + (select count(*) from gone), error = $3 where channel = $2`,
      [...values, error],
    );
}

const MOST_ERROR = 500;
const FIRST_WAIT_SECONDS = 15;
const MOST_WAIT_SECONDS = 600;

/** A channel that no watch names and nobody tried for so long is gone. */
const GONE_AFTER = "1 day";

/**
 * Notes channels that are new, so that how they do can be told; of others that are gone (another watch may have channels of its
 * own) no trouble is told any more, and what still waits for them has failed.
 */
export async function noteChannels(
  pool: Pool,
  channels: readonly { channel: string; type: string }[],
): Promise<void> {
  await pool.query(
    `with given as (
       select channel, type from jsonb_to_recordset($1) as given (channel text, type text)
     ), gone as (
       select channel from smartlog.channels
       where channel not in (select channel from given) and next_at < now() - interval '${GONE_AFTER}'
     ), given_up as (
       update smartlog.deliveries d set state = 'failed', error = 'no watch.yaml names this channel any more'
       from gone where d.channel = gone.channel and d.state = 'waiting' and d.next_at < now() - interval '${GONE_AFTER}'
     ), calmed as (
       update smartlog.channels c set failures = 0, failing_since = null, error = null
       from gone where c.channel = gone.channel and c.failures > 0
     )
     insert into smartlog.channels (channel, type) select channel, type from given on conflict do nothing`,
    [JSON.stringify(channels)],
  );
}
