/** What a taught entry would have changed last week, said before it is set. */
import type { Pool } from "pg";
import type { Label } from "../../host/event.ts";
import type { Filter } from "../../host/filter.ts";
import { HEADS, holds, type Scope, type Scores, type TaughtEntry, taughtKeys } from "../../host/taught.ts";
import { shipperTime } from "../../host/time.ts";
import { eventsLike } from "./like.ts";
import type { Subject } from "./subject.ts";
import { entryOf } from "./teach.ts";

/** Events of the last week that an entry is about, and what it would have made of them. */
export interface TaughtPreview {
  scope: Scope;
  label: Label;
  days: number;
  /** Events that were compared by the filter's own key, the newest; and whether there are more. */
  compared: number;
  isBounded: boolean;
  /** Those that the entry is about. */
  matched: number;
  /** Those of them that it would leave as they are: a score above its ceiling, another hit, or that label already. */
  left: number;
  /** Of those that score above its ceiling the one that does most: an entry made of that one holds for them, too. */
  highest?: { id: string; time: Date };
  /** How many it would label otherwise, by the label that they have. */
  changes: Partial<Record<Label, number>>;
  /** Some of those, the newest first. */
  samples: TaughtSample[];
}

export interface TaughtSample {
  id: string;
  time: Date;
  label: Label;
  /** The log line, cut: hostile text. */
  line: string;
}

export interface PreviewOptions {
  days?: number;
  /** Most events that are compared: some 0.15 ms each. */
  limit?: number;
  samples?: number;
}

const DAYS = 7;
const COMPARED = 1_000;
const SAMPLES = 3;

/**
 * Counts what an entry would have changed in the last days. Bounded in time and memory, whatever the store holds: the newest
 * events are compared, and `isBounded` says that there are more.
 *
 * @param filter of the module in service
 * @param subject the event that is corrected (subject.ts)
 * @returns undefined where the filter has no key of this scope for the event, or Postgres takes too long
 */
export async function previewTaught(
  db: Pool,
  filter: Filter,
  subject: Subject,
  { scope, label }: { scope: Scope; label: Label },
  { days = DAYS, limit = COMPARED, samples = SAMPLES }: PreviewOptions = {},
): Promise<TaughtPreview | undefined> {
  const entry = entryOf(filter, subject, scope, label);
  if (!entry) return undefined;
  const rows = await eventsLike(db, subject, scope, { days, limit: limit + 1 });
  if (!rows) return undefined;
  const compared = rows.slice(0, limit);
  const preview: TaughtPreview = {
    scope,
    label,
    days,
    compared: compared.length,
    isBounded: rows.length > limit || rows.some(({ record }) => record === null),
    matched: 0,
    left: 0,
    changes: {},
    samples: [],
  };
  let most = 0;
  for (const { record, line, id, time, at, ...event } of compared) {
    if (record === null) continue;
    const found = taughtKeys(filter, record, shipperTime(at));
    if (found?.keys[scope] !== entry.key) continue;
    preview.matched++;
    if (event.label === label || !holds(entry, event, found.hit)) {
      preview.left++;
      const excess = excessOf(entry, event);
      if (event.label !== label && excess > most) {
        most = excess;
        preview.highest = { id, time };
      }
      continue;
    }
    preview.changes[event.label] = (preview.changes[event.label] ?? 0) + 1;
    if (preview.samples.length < samples) preview.samples.push({ id, time, label: event.label, line });
  }
  return preview;
}

/** How far the scores are above the ceilings of an entry that makes a line normal; 0 where they are not. */
function excessOf({ label, ceilings }: Omit<TaughtEntry, "id">, event: Scores): number {
  if (label !== "normal") return 0;
  return Math.max(0, ...HEADS.map((head) => event[head] - ceilings[head]));
}

/** The counts in one sentence. */
export function changesText(preview: TaughtPreview): string {
  const { changes, matched, compared, isBounded, left, days, label } = preview;
  const changed = Object.entries(changes).map(([was, n]) => `${number(n)} ${was}`);
  const sum = Object.values(changes).reduce((total, n) => total + n, 0);
  const what =
    sum > 0 ? `${number(sum)} would have become ${label} (${changed.join(", ")})` : "none would have changed";
  const bound = isBounded ? `, of the newest ${number(compared)} that could be` : "";
  const alike = `${matched === 1 ? "event" : "events"} of the last ${days} days ${matched === 1 ? "is" : "are"} alike`;
  return `${number(matched)} ${alike}${bound}; ${what}, ${number(left)} stay as they are.`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
