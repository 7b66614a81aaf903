/**
 * Events that look like corrected ones: training is meant to move their scores too, in the direction of the correction.
 *
 * | alike | lets a score fall | lets it rise |
 * |---|---|---|
 * | client and target; client and user agent | yes | yes |
 * | form (window/form.ts) | yes | yes |
 * | target, whoever asks | yes | no: people open what attackers open |
 * | user agent, whoever has it | of the head bot | of the head bot |
 *
 * What an attack is seen by lets nothing fall where the corrected event had none in that part of the request: an attacker
 * may write what looks alike but for that. Nothing falls of sources that attack by rules. Scores of the head threat fall
 * only from little above where the corrected event's was, but for the very target of the very client.
 */
import { HEADS, type Head } from "../model/model.ts";
import type { Labels } from "../window/labels.ts";
import type { Looks } from "../window/looks.ts";
import { type Direction, type Directions, SHIFTING } from "./shift.ts";

/** A corrected event, with its scores by the model in service. */
export interface Corrected {
  looks: Looks;
  labels: Labels;
  scores: Record<Head, number>;
}

/** Log odds above a corrected event's score up to which threat scores of others may fall with it. */
const ABOVE = 2;
/** Scores nearer to 0 or 1 are none. */
const LEAST_SCORE = 0.001;

/** Ways to be alike. */
const WAYS = ["client", "client's agent", "form", "target", "agent"] as const;
type Way = (typeof WAYS)[number];

/** What corrections said of events that are alike in one way. */
interface Said {
  way: Way;
  /** Highest log odds from which each head's score may fall. */
  from: Partial<Record<Head, number>>;
  /** Heads whose score may rise. */
  rises: Set<Head>;
  /** Parts of the request by which the corrected events would be attacks. */
  parts: Set<string>;
}

export class Likeness {
  readonly #said = new Map<string, Said>();
  readonly #isAttacker: (source: string) => boolean;

  /** @param isAttacker whether a source attacks by rules */
  constructor(corrected: Iterable<Corrected>, isAttacker: (source: string) => boolean) {
    this.#isAttacker = isAttacker;
    for (const { looks, labels, scores } of corrected)
      for (const [way, key] of keysOf(looks)) {
        const said = this.#said.get(key) ?? { way, from: {}, rises: new Set(), parts: new Set() };
        this.#said.set(key, said);
        said.parts.add(partOf(looks.hit));
        for (const head of HEADS) {
          if (labels[head] === 1) said.rises.add(head);
          if (labels[head] === 0)
            said.from[head] = Math.max(
              said.from[head] ?? Number.NEGATIVE_INFINITY,
              logOdds(scores[head]) + ABOVE,
            );
        }
      }
  }

  /** Whether the source attacks by rules, in other events. */
  isSuspect({ source }: Looks): boolean {
    return this.#isAttacker(source);
  }

  /** @param score of the event by the model in service */
  directions(looks: Looks, score: (head: Head) => number): Directions {
    return Object.fromEntries(SHIFTING.map((head) => [head, this.direction(looks, head, score(head))]));
  }

  /**
   * Whether corrections let a head's score of an event fall (-1) or rise (1); 0 where neither, or both.
   *
   * @param score by the model in service
   */
  direction(looks: Looks, head: Head, score: number): Direction {
    let falls = false;
    let rises = false;
    for (const [, key] of keysOf(looks)) {
      const said = this.#said.get(key);
      if (!said || (said.way === "agent" && head !== "bot")) continue;
      const isSeen = looks.hit === "" || said.parts.has(partOf(looks.hit));
      if (isSeen && logOdds(score) <= limitOf(said, head)) falls = true;
      if (said.way !== "target" && said.rises.has(head)) rises = true;
    }
    if (falls === rises) return 0;
    if (rises) return 1;
    return this.#isAttacker(looks.source) ? 0 : -1;
  }
}

function* keysOf({ kind, form, source, target, agent }: Looks): Generator<[Way, string]> {
  yield ["form", `form ${kind} ${form}`];
  if (target) yield ["target", `target ${kind} ${target}`];
  if (agent) yield ["agent", `agent ${kind} ${agent}`];
  if (source && target) yield ["client", `client ${kind} ${source} ${target}`];
  if (source && agent) yield ["client's agent", `client's agent ${kind} ${source} ${agent}`];
}

/** Log odds up to which a score may fall. */
function limitOf({ way, from }: Said, head: Head): number {
  const limit = from[head] ?? Number.NEGATIVE_INFINITY;
  return Number.isFinite(limit) && (head !== "threat" || way === "client") ? Number.POSITIVE_INFINITY : limit;
}

function partOf(hit: string): string {
  return hit.split(":", 1)[0] as string;
}

function logOdds(score: number): number {
  const p = Math.min(1 - LEAST_SCORE, Math.max(LEAST_SCORE, score));
  return Math.log(p / (1 - p));
}
