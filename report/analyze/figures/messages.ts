import type { Severity } from "../../../host/event.ts";
import type { Analysis } from "../analysis.ts";
import type { Pattern } from "../messages.ts";
import { isoOf } from "./iso.ts";
import { type List, listOf } from "./list.ts";

export interface PatternJson {
  /** In words; the example where the filter did not tell it. */
  pattern: string;
  service: string;
  first: string | null;
  last: string | null;
  example: string;
}

export interface MessageJson {
  /** Lines of all kinds but `web`. */
  lines: number;
  errors: number;
  anomalies: number;
  services: List<{ errors: number; anomalies: number }>;
  patterns: List<PatternJson>;
  /** Those that first came in the last quarter of the time, the most frequent first. */
  late: List<PatternJson>;
  /** Faults that programs tell of, and what is unlike all else; the gravest first. */
  unusual: List<PatternJson & { severity: Severity; reason: string; score: number }>;
}

const LATE_SHARE = 0.25;
/** A pattern's order in its list: severity first, then how often it came. */
const RANK = { none: 0, low: 1, medium: 2, high: 3, critical: 4 } as const;
const MOST_COUNT = 1e12;

export function messageFigures({ messages, first, last }: Analysis, most: number): MessageJson | null {
  if (messages.lines + messages.anomalies === 0) return null;
  const lateFrom = last - LATE_SHARE * (last - first);
  return {
    lines: messages.lines,
    errors: messages.errors,
    anomalies: messages.anomalies,
    services: listOf(messages.services, most, ({ errors, anomalies }) => ({ errors, anomalies })),
    patterns: listOf(messages.patterns, most, patternJson),
    late: listOf(messages.patterns, most, patternJson, (entry) =>
      entry.error === 0 && entry.first >= lateFrom && lateFrom > first ? entry.count : 0,
    ),
    unusual: listOf(
      messages.unusual,
      most,
      (entry) => ({
        ...patternJson(entry),
        severity: entry.severity,
        reason: entry.reason,
        score: entry.score,
      }),
      ({ severity, count }) => RANK[severity] + count / MOST_COUNT,
    ),
  };
}

function patternJson({ pattern, service, first, last, example }: Pattern): PatternJson {
  return { pattern: pattern || example, service, first: isoOf(first), last: isoOf(last), example };
}
