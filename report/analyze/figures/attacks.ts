import type { Analysis } from "../analysis.ts";
import { type DistinctJson, distinctOf, type List, listOf } from "./list.ts";

export interface AttackJson {
  count: number;
  /** Requests that were answered 2xx. */
  answered_count: number;
  techniques: List<{ answered: number; sources: DistinctJson; hit: string; example: string }>;
  /** By method and target. */
  answered: List<{ technique: string; source: string; bytes: number; hit: string; example: string }>;
}

export function attackFigures({ attacks }: Analysis, most: number): AttackJson | null {
  if (attacks.count === 0) return null;
  return {
    count: attacks.count,
    answered_count: attacks.answeredCount,
    techniques: listOf(attacks.techniques, most, ({ answered, sources, hit, example }) => ({
      answered,
      sources: distinctOf(sources),
      hit,
      example,
    })),
    answered: listOf(attacks.answered, most, ({ technique, source, bytes, hit, example }) => ({
      technique,
      source,
      bytes,
      hit,
      example,
    })),
  };
}
