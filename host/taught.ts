/**
 * Taught entries: what a person said of one line, for the lines that are as that one. The filter finds them by keys that it
 * alone computes (filter/features/taught-keys.ts), and acts by the rules of filter/score/taught.ts.
 */
import type { Label, SmartlogEvent } from "./event.ts";
import type { Filter } from "./filter.ts";
import type { ShipperTime } from "./time.ts";

/**
 * How far an entry reaches, the narrowest first. `client`: one source at one target. `template`: lines of one template from
 * one network (/24, /48). `agent`: requests of one exact user agent.
 */
export const SCOPES = ["client", "template", "agent"] as const;
export type Scope = (typeof SCOPES)[number];

export const HEADS = ["threat", "bot", "anomaly"] as const;
/** A score of each head, 0..1. */
export type Scores = Record<(typeof HEADS)[number], number>;

export interface TaughtEntry {
  /** 1 to 2^32 - 1; of two entries with one key the higher counts. */
  id: number;
  /** 64 bits. */
  key: bigint;
  scope: Scope;
  label: Label;
  /** Most that each head may score of a line that the entry makes normal; multiples of 1/32768. */
  ceilings: Scores;
  /**
   * Technique that the corrected line showed, where, and a digest of the text there, but of a path: `attack:xss/query:0e60062f`,
   * `/path`; empty where none.
   */
  hit: string;
}

/** What the filter says of a record's entries. */
export interface TaughtKeys {
  /** Id of the entry that holds for the record; null for none. */
  entry: number | null;
  hit: string;
  /** Absent scopes don't apply. */
  keys: Partial<Record<Scope, bigint>>;
}

/** How far a score may rise above the corrected line's: odds by a factor of e. */
const MARGIN_LOGITS = 1;
/** Scores are stored with four decimals. */
const LEAST_SCORE = 0.00005;
/** Of a ceiling of 1. */
export const CEILING_UNIT = 32_768;
/** Which label outweighs which. */
const WEIGHTS: Record<Label, number> = { normal: 0, anomaly: 1, bot: 2, attack: 3 };

interface Explanation {
  taught?: { entry: number | null; hit: string; keys: Partial<Record<Scope, string>> };
  heads?: Record<keyof Scores, { threshold: number }>;
}

/** A key as explain and the store write it: 16 hex digits. */
export function hexOfKey(key: bigint): string {
  return key.toString(16).padStart(16, "0");
}

/**
 * The keys of a record. They don't depend on what the filter saw before, nor on the model's weights; the hit does on these.
 *
 * @returns undefined where the record is not one JSON object, or no model is in service
 */
export function taughtKeys(
  filter: Filter,
  record: string | Uint8Array,
  time?: ShipperTime,
): TaughtKeys | undefined {
  return keysOf(JSON.parse(filter.explain(record, time)) as Explanation);
}

function keysOf({ taught }: Explanation): TaughtKeys | undefined {
  return (
    taught && {
      ...taught,
      keys: Object.fromEntries(
        Object.entries(taught.keys).map(([scope, hex]) => [scope, BigInt(`0x${hex}`)]),
      ),
    }
  );
}

/**
 * The entry that a correction makes.
 *
 * @param record of the corrected event
 * @param label what it is
 * @param seen its scores, which depend on what its source had done before
 * @returns undefined where the record has no key of this scope
 */
export function entryFor(
  filter: Filter,
  record: string | Uint8Array,
  time: ShipperTime | undefined,
  scope: Scope,
  label: Label,
  seen: Scores,
): Omit<TaughtEntry, "id"> | undefined {
  const explanation = JSON.parse(filter.explain(record, time)) as Explanation;
  const found = keysOf(explanation);
  const key = found?.keys[scope];
  if (!found || key === undefined) return undefined;
  const ceiling = (head: keyof Scores) => ceilingOf(seen[head], explanation.heads?.[head].threshold ?? 0);
  const ceilings = { threat: ceiling("threat"), bot: ceiling("bot"), anomaly: ceiling("anomaly") };
  return { key, scope, label, ceilings, hit: found.hit };
}

/** A score that is no higher than what the person saw, give or take the margin, or that labels nothing. */
function ceilingOf(score: number, threshold: number): number {
  const odds = Math.max(score, LEAST_SCORE) / Math.max(1 - score, LEAST_SCORE);
  const raised = odds * Math.exp(MARGIN_LOGITS);
  const most = Math.max(raised / (1 + raised), threshold);
  return Math.min(1, Math.ceil(most * CEILING_UNIT) / CEILING_UNIT);
}

/**
 * Whether an entry whose key an event has would hold for it, as the filter decides; the label then is the entry's.
 *
 * @param event as the model alone has it
 * @param hitOfEvent that the filter says of its record ({@link taughtKeys})
 */
export function holds(
  { scope, label, ceilings, hit }: Omit<TaughtEntry, "id" | "key">,
  event: Pick<SmartlogEvent, "label"> & Scores,
  hitOfEvent: string,
): boolean {
  if (label !== "normal") return WEIGHTS[label] >= WEIGHTS[event.label];
  const isBeyond = HEADS.some((head) => event[head] > ceilings[head]);
  if (isBeyond) return false;
  return event.label !== "attack" || (scope !== "agent" && hit === hitOfEvent);
}
