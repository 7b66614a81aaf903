/** What may stand at a place of a query: names of fields, and the values that a field has in the store. */
import type { Pool } from "pg";
import { readOnly } from "../read-only.ts";
import { COLUMNS } from "./columns.ts";
import { FIELD_NAMES, FIELDS, type Field, type FieldName, RECORD } from "./grammar/fields.ts";
import { placeAt } from "./grammar/place.ts";
import { literal } from "./grammar/print.ts";
import { instant, type Range, walk } from "./walk.ts";

export interface Completion {
  /** The characters that an option takes the place of, UTF-16 units. */
  from: number;
  to: number;
  options: Option[];
}

export interface Option {
  /** What is put in. */
  text: string;
  about: string;
  /** How often it came lately; null where nobody has counted. */
  events: number | null;
}

const MOST_OPTIONS = 12;
const BUDGET_MS = 250;
/** Of the newest events values are read, where no table of top names has them. */
const SAMPLE_EVENTS = 10_000;
/** What `top_day` calls a field. */
const TOP: Partial<Record<FieldName, string>> = {
  ip: "source",
  path: "path",
  agent: "ua",
  template: "template",
};
const TOP_DAYS = 7;
/** Of the newest hits of a day. */
const NO_VALUES = new Set<FieldName>([
  "id",
  "score",
  "bot",
  "threat",
  "anomaly",
  "bytes",
  "duration",
  "sport",
  "session",
]);

/**
 * @param at where the cursor is, UTF-16 units
 * @param range of which values are wanted
 */
export async function complete(db: Pool, text: string, at: number, range: Range): Promise<Completion> {
  const { from, to, typed, field } = placeAt(text, at);
  const options = field === undefined ? fieldOptions(typed) : await valueOptions(db, field, typed, range);
  return { from, to, options: options.slice(0, MOST_OPTIONS) };
}

function fieldOptions(typed: string): Option[] {
  const wanted = typed.toLowerCase();
  const begins: Option[] = [];
  const holds: Option[] = [];
  for (const name of FIELD_NAMES) {
    const { about, aliases = [] }: Field = FIELDS[name];
    const option = { text: `${name}:`, about, events: null };
    if (name.startsWith(wanted)) begins.push(option);
    else if (
      aliases.some((alias) => alias.startsWith(wanted)) ||
      (wanted.length > 2 && about.toLowerCase().includes(wanted))
    )
      holds.push(option);
  }
  if (`${RECORD}.`.startsWith(wanted))
    begins.push({ text: `${RECORD}.`, about: "a member of the record", events: null });
  return [...begins, ...holds];
}

async function valueOptions(db: Pool, name: FieldName, typed: string, range: Range): Promise<Option[]> {
  const field: Field = FIELDS[name];
  const wanted = typed.toLowerCase();
  if (field.words)
    return field.words
      .filter((word) => word.startsWith(wanted))
      .map((word) => ({ text: word, about: "", events: null }));
  if (NO_VALUES.has(name)) return [];
  const counted = TOP[name] ? await topValues(db, TOP[name], range) : await sampledValues(db, name, range);
  return counted
    .filter(({ value }) => value.toLowerCase().includes(wanted))
    .sort(
      (a, b) =>
        Number(b.value.toLowerCase().startsWith(wanted)) - Number(a.value.toLowerCase().startsWith(wanted)),
    )
    .map(({ value, about, events }) => ({ text: literal(value), about, events }));
}

interface Counted {
  value: string;
  about: string;
  events: number;
}

async function topValues(db: Pool, dimension: string, { to }: Range): Promise<Counted[]> {
  const { rows } = await readOnly(
    db,
    `select name, coalesce(min(t.text), ''), sum(d.events) from top_day d left join templates t on t.tpl = d.name and d.dimension = 'template'
     where d.dimension = $1 and at > $2::timestamptz - interval '${TOP_DAYS} days' and at < $2::timestamptz
     group by name order by 3 desc limit 500`,
    [dimension, instant(to)],
  );
  return rows.map(([value, about, events]) => ({
    value: value ?? "",
    about: about ?? "",
    events: Number(events),
  }));
}

async function sampledValues(db: Pool, name: FieldName, range: Range): Promise<Counted[]> {
  const counts = new Map<string, number>();
  const column = COLUMNS[name];
  // A reason is one of several, and ordinary lines have none.
  const sample = (limit: number) =>
    name === "reason"
      ? `select unnest(why) as value from (select e.why from smartlog.events e
           where e.time >= $1 and e.time < $2 and e.label <> 'normal' order by e.time desc limit ${limit}) e`
      : `select ${name === "dst" || name === "peer" ? `host(${column})` : column} as value from (select e.* from smartlog.events e
           where e.time >= $1 and e.time < $2 order by e.time desc limit ${limit}) e`;
  let left = SAMPLE_EVENTS;
  await walk(db, { range, budgetMs: BUDGET_MS }, async ({ from, to, timeoutMs }) => {
    const { rows } = await readOnly(
      db,
      `select value::text, count(*), sum(count(*)) over () from (${sample(left)}) sampled group by 1 order by 2 desc limit 500`,
      [instant(from), instant(to)],
      timeoutMs,
    );
    for (const [value, events] of rows)
      if (value) counts.set(value, (counts.get(value) ?? 0) + Number(events));
    left -= Number(rows[0]?.[2] ?? 0);
    return left <= 0 ? "enough" : "go on";
  });
  return [...counts]
    .map(([value, events]) => ({ value, about: "", events }))
    .sort((a, b) => b.events - a.events);
}
