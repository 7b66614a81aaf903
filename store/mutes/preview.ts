/** What a mute would have hidden last week, said before it is set. */
import type { Pool } from "pg";
import type { Label } from "../../host/event.ts";
import { hidesLabel, MUTABLE, type Mutable, type Muted } from "../../host/mute.ts";
import { isTemplate } from "../templates.ts";

/** Events of the last days that a mute fits. */
export interface MutePreview {
  days: number;
  /** Events that it would have hidden, by label. */
  hides: Partial<Record<Mutable, number>>;
  /** Of these, those that another mute has hidden already. */
  already: number;
  /** Different addresses of these, and days on which there was one. */
  sources: number;
  onDays: number;
  /** Events that fit and stay, by label: their label is heavier, or they are logins that succeeded after guessing. */
  stay: Partial<Record<Mutable, number>>;
  /** Whether there are more than could be counted: only the newest were. */
  isBounded: boolean;
  /** Some that it would have hidden, the newest first. */
  samples: MuteSample[];
}

export interface MuteSample {
  id: string;
  time: Date;
  label: Label;
  severity: string;
  /** The log line, cut: hostile text. */
  line: string;
}

export interface MutePreviewOptions {
  days?: number;
  /** Most events that are looked at, the newest that aren't normal. */
  limit?: number;
  samples?: number;
}

const DAYS = 7;
const LOOKED_AT = 50_000;
const SAMPLES = 3;
const LINE_CHARACTERS = 300;
const STATEMENT_MS = 4_000;
const QUERY_CANCELED = "57014";
const BREAK_IN = "attack:break-in";

/**
 * Counts what a mute would have hidden, as the filter decides (filter/score/mute.ts). Bounded in time and memory, whatever the
 * store holds.
 *
 * @returns undefined where Postgres takes too long
 */
export async function previewMute(
  db: Pool,
  mute: Muted,
  { days = DAYS, limit = LOOKED_AT, samples = SAMPLES }: MutePreviewOptions = {},
): Promise<MutePreview | undefined> {
  const client = await db.connect();
  let failed: Error | undefined;
  try {
    await client.query("begin read only");
    await client.query(`set local statement_timeout = ${STATEMENT_MS}`);
    const found = await count(client, mute, days, limit);
    const shown = await client.query<MuteSample>(
      `select smartlog.event_hex(id) as id, time, label, severity, left(smartlog.line(record), ${LINE_CHARACTERS}) as line
       from ${newest(mute, limit, "record")} where ${fits(mute)} and ${isHidden("$7", "$8")} order by time desc limit $9`,
      [...valuesOf(mute, days), hiddenLabels(mute), mute.reason !== null, samples],
    );
    await client.query("commit");
    return { days, ...found, samples: shown.rows };
  } catch (error) {
    failed = error as Error;
    if ((error as { code?: string }).code === QUERY_CANCELED) return undefined;
    throw error;
  } finally {
    client.release(failed ?? false);
  }
}

type Counts = Omit<MutePreview, "days" | "samples">;

async function count(
  client: { query: Pool["query"] },
  mute: Muted,
  days: number,
  limit: number,
): Promise<Counts> {
  const { rows } = await client.query(
    `with looked_at as (select * from ${newest(mute, limit + 1)}),
     fitting as (select *, ${isHidden("$7", "$8")} as is_hidden from (
       select * from looked_at order by time desc limit ${limit}) newest where ${fits(mute)})
     select (select count(*) from looked_at)::float8 as "lookedAt",
       coalesce((select jsonb_object_agg(label, events) from (
         select label, count(*) as events from fitting where is_hidden group by 1) hidden), '{}') as hides,
       coalesce((select jsonb_object_agg(label, events) from (
         select label, count(*) as events from fitting where not is_hidden group by 1) left_alone), '{}') as stay,
       count(*) filter (where is_hidden and muted)::float8 as already,
       count(distinct ip) filter (where is_hidden)::float8 as sources,
       count(distinct date_bin('1 day', time, 'epoch')) filter (where is_hidden)::float8 as "onDays"
     from fitting`,
    [...valuesOf(mute, days), hiddenLabels(mute), mute.reason !== null],
  );
  const { lookedAt, ...counts } = rows[0];
  return { ...counts, isBounded: lookedAt > limit };
}

/** The newest events that aren't normal, by the indexes on template and address where they are named. */
function newest({ template, source }: Muted, most: number, also = "muted"): string {
  return `(
      select time, id, label, severity, why, ip, host, service, ${also} from smartlog.events
      where time >= $1 and time <= $2 and label <> 'normal'
        ${template === null ? "and $3::text is null" : `and ${isTemplate("$3")}`} ${source === null ? "and $4::cidr is null" : "and ip <<= $4::cidr"}
      order by time desc limit ${most}) newest`;
}

/** What no index finds. */
function fits({ reason, site }: Muted): string {
  return `${reason === null ? "$5::text is null" : "why[1] = $5"} and ${site === null ? "$6::text is null" : "coalesce(host, service) = $6"}`;
}

function isHidden(labels: string, byReason: string): string {
  return `(label = any (${labels}) and (${byReason} or not coalesce('${BREAK_IN}' = any (why), false)))`;
}

function valuesOf({ template, source, reason, site }: Muted, days: number): unknown[] {
  const until = new Date();
  return [new Date(until.getTime() - days * 86_400_000), until, template, source, reason, site];
}

function hiddenLabels(mute: Muted): Mutable[] {
  return MUTABLE.filter((label) => hidesLabel(mute, label));
}

/** The counts in a few sentences. */
export function mutePreviewText({
  days,
  hides,
  already,
  sources,
  onDays,
  stay,
  isBounded,
}: MutePreview): string {
  const sum = total(hides);
  const span = `the last ${days} days`;
  const bound = isBounded ? " There are more events than could be counted: these are of the newest." : "";
  const staying = total(stay);
  const rest = staying > 0 ? ` ${number(staying)} that fit stay (${byLabel(stay)}): more than it hides.` : "";
  if (sum === 0) return `It would have hidden nothing in ${span}.${rest}${bound}`;
  const from = sources > 0 ? `, from ${number(sources)} ${sources === 1 ? "address" : "addresses"}` : "";
  const known = already > 0 ? ` ${number(already)} of them were muted already.` : "";
  const when = `on ${onDays} ${onDays === 1 ? "day" : "days"}`;
  return `It would have hidden ${number(sum)} ${sum === 1 ? "event" : "events"} of ${span} (${byLabel(hides)}) ${when}${from}.${known}${rest}${bound}`;
}

function byLabel(counts: Partial<Record<Mutable, number>>): string {
  return MUTABLE.filter((label) => counts[label])
    .map((label) => `${number(counts[label] as number)} ${label}`)
    .join(", ");
}

function total(counts: Partial<Record<Mutable, number>>): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
