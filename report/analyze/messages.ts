/** What programs say: services, patterns, faults and what is unusual. */
import type { Severity } from "../../host/event.ts";
import { type Counted, TopCounter } from "./count/top.ts";
import { MAX_EXAMPLE_CHARACTERS, type ScoredLine } from "./line.ts";

export interface Pattern extends Counted {
  /** In words, where the filter told them. */
  pattern: string;
  service: string;
  /** Seconds since the epoch. */
  first: number;
  last: number;
  example: string;
}

export interface Unusual extends Pattern {
  severity: Severity;
  reason: string;
  score: number;
}

export interface Service extends Counted {
  /** Of level error or above. */
  errors: number;
  anomalies: number;
}

const PATTERNS = 2_000;
const UNUSUAL = 1_000;
const SERVICES = 500;
const ERROR = /^(?:error|err|fatal|crit(?:ical)?|alert|emerg(?:ency)?|panic|severe)$/i;
const newPattern = () => ({ pattern: "", service: "", first: 0, last: 0, example: "" });

export class MessageFigures {
  lines = 0;
  errors = 0;
  anomalies = 0;
  /** Of all kinds but `web`: what is asked for is among the pages. */
  readonly patterns = new TopCounter<Pattern>(PATTERNS, newPattern);
  readonly unusual = new TopCounter<Unusual>(UNUSUAL, () => ({
    ...newPattern(),
    severity: "none",
    reason: "",
    score: -1,
  }));
  readonly services = new TopCounter<Service>(SERVICES, () => ({ errors: 0, anomalies: 0 }));

  add(line: ScoredLine): void {
    const { event, text } = line;
    const isAnomaly = event.label === "anomaly";
    if (isAnomaly) {
      this.anomalies++;
      const entry = this.unusual.add(event.tpl);
      note(entry, line);
      if (event.score > entry.score) {
        entry.score = event.score;
        entry.severity = event.severity;
        entry.reason = event.why[0] ?? "";
        entry.example = text(MAX_EXAMPLE_CHARACTERS);
      }
    }
    if (event.kind === "web") return;
    this.lines++;
    const isError = ERROR.test(event.level ?? "");
    if (isError) this.errors++;
    const service = this.services.add(event.service ?? `(${event.kind})`);
    if (isError) service.errors++;
    if (isAnomaly) service.anomalies++;
    note(this.patterns.add(event.tpl), line);
  }
}

function note(entry: Pattern, { event, text }: ScoredLine): void {
  const { pattern, service, ts } = event;
  // Only the first line of a pattern has it in words.
  entry.pattern ||= pattern ?? "";
  entry.service ||= service ?? "";
  entry.example ||= text(MAX_EXAMPLE_CHARACTERS);
  if (entry.first === 0 || ts < entry.first) entry.first = ts;
  if (ts > entry.last) entry.last = ts;
}
