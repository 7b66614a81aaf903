/** The lines of a log that aren't ordinary: the worst of them, a few of each pattern. */
import type { SmartlogEvent } from "../../../host/event.ts";
import type { ScoredLine } from "../../../report/analyze/line.ts";
import { MOST_FLAGGED } from "./limits.ts";

export interface FlaggedLine {
  event: SmartlogEvent;
  text: string;
  /** Lines of its pattern and verdict in the log, as far as was counted. */
  alike: number;
}

const MAX_CHARACTERS = 1_000;
/** Patterns that are told apart; of later ones no line is kept. */
const MOST_PATTERNS = 5_000;
const SEVERITIES = ["none", "low", "medium", "high", "critical"];

interface Pattern {
  count: number;
  worst: FlaggedLine | undefined;
  rank: number;
}

/** Keeps one line of each pattern: an attack of a million lines hides no other. */
export class FlaggedLines {
  readonly #patterns = new Map<string, Pattern>();
  #least = -1;

  add({ event, text }: ScoredLine): void {
    if (event.label === undefined || event.label === "normal") return;
    const key = `${event.label} ${event.tpl ?? ""} ${event.why?.[0] ?? ""}`;
    let pattern = this.#patterns.get(key);
    if (!pattern) {
      if (this.#patterns.size >= MOST_PATTERNS) return;
      pattern = { count: 0, worst: undefined, rank: -1 };
      this.#patterns.set(key, pattern);
    }
    pattern.count++;
    const rank = rankOf(event);
    if (rank <= pattern.rank) return;
    pattern.rank = rank;
    // What can't be shown is not held: at most so many lines are.
    pattern.worst = rank > this.#least ? { event, text: text(MAX_CHARACTERS), alike: 0 } : undefined;
    this.#forget();
  }

  /** The worst first. */
  get worst(): FlaggedLine[] {
    return this.#ranked()
      .slice(0, MOST_FLAGGED)
      .flatMap(({ worst, count }) => (worst ? [{ ...worst, alike: count }] : []));
  }

  #ranked(): Pattern[] {
    return [...this.#patterns.values()].filter(({ worst }) => worst).sort((a, b) => b.rank - a.rank);
  }

  /** Where twice as many are held as are shown, half of them go. */
  #forget(): void {
    if (this.#patterns.size < 2 * MOST_FLAGGED) return;
    const ranked = this.#ranked();
    if (ranked.length < 2 * MOST_FLAGGED) return;
    for (const pattern of ranked.slice(MOST_FLAGGED)) pattern.worst = undefined;
    this.#least = ranked[MOST_FLAGGED - 1]?.rank ?? -1;
  }
}

/** Severity first, then the verdict's score. */
function rankOf({ severity, score }: SmartlogEvent): number {
  return SEVERITIES.indexOf(severity ?? "none") + Math.min(0.999, Math.max(0, score ?? 0));
}
