import type { SmartlogEvent } from "../../host/event.ts";
import { columns, printable } from "./output.ts";

/** What the filter's `explain` answers (filter/output/explain.ts). */
export interface Explanation {
  smartlog: SmartlogEvent;
  /** The line with what varies masked. */
  template?: string;
  /** Words in it that are masked because the model knows that they vary at their place. */
  places?: { place: string; word: string }[];
  /** The format that read the record. */
  format?: string;
  /** Without one: that whose pattern went furthest, and what stands where it stopped. */
  nearest?: string;
  stopped?: string;
  session?: Session;
  heads?: Record<HeadName, Head>;
  features?: Feature[];
  /** Words and pieces of words with a weight, in the order of the text. */
  terms?: Term[];
}

/** The session that the line belongs to. */
interface Session {
  rule: string;
  /** Empty where it is the event's source. */
  key: string;
  /** What the line is in it: `learning`, `usual`, `unknown step`, `unusual order`. */
  line: string;
  /** Tags of its steps so far, this line's included (trainer/model/session-set.ts). */
  steps: number[];
}

/** Templates that were explained, by the tag of their step. */
export type KnownSteps = ReadonlyMap<number, string>;

type HeadName = "threat" | "bot" | "anomaly";

interface Head {
  bias: number;
  /** What all terms add together. */
  terms: number;
  /** The sum before calibration: a logit, or what the isolation forest says for `anomaly`. */
  raw: number;
  /** Calibrated, 0..1. */
  score: number;
  threshold: number;
  on: boolean;
}

interface Feature {
  name: string;
  /** -1 where it does not apply. */
  value: number;
  bin: number;
  threat: number;
  bot: number;
}

interface Term {
  text: string;
  threat: number;
  bot: number;
}

/** What a head's label is called. */
const LABEL_OF: Readonly<Record<HeadName, string>> = { threat: "attack", bot: "bot", anomaly: "anomaly" };
/** Members of an event that are not fields of the line. */
const NOT_FIELDS = new Set(
  "v id ts kind label severity score bot threat anomaly why tpl pattern model muted mute error session".split(
    " ",
  ),
);
const MAX_TERMS = 20;
const MAX_STOP_CHARACTERS = 40;
const MAX_STEP_CHARACTERS = 60;
const MAX_TEXT_CHARACTERS = 400;

/** An explanation for people to read. */
export function report(line: string, explanation: Explanation, known: KnownSteps = new Map()): string {
  const { heads, features = [], terms = [] } = explanation;
  const out = [printable(line, MAX_TEXT_CHARACTERS), "", ...verdict(explanation, known)];
  if (heads) {
    for (const head of ["threat", "bot"] as const)
      out.push("", ...linearHead(head, heads[head], features, terms));
    out.push("", ...anomalyHead(heads.anomaly));
  }
  return out.join("\n");
}

function verdict(explanation: Explanation, known: KnownSteps): string[] {
  const { smartlog: event, template = "", places = [] } = explanation;
  const rows = [
    ["verdict", `${event.label}, severity ${event.severity}, score ${event.score}`],
    ["why", event.why.length > 0 ? event.why.map((reason) => printable(reason)).join(", ") : "-"],
    ["kind", event.kind],
    ...formatRow(explanation),
    ["time", new Date(event.ts * 1000).toISOString()],
    ["template", `${printable(template, MAX_TEXT_CHARACTERS)}  (${event.tpl})`],
    ...(places.length > 0 ? [["varies", places.map(({ word }) => printable(word)).join(", ")]] : []),
    ["model", printable(event.model)],
    ...(event.muted
      ? [["muted", `by mute ${event.mute}: no alarm is raised (smartlog mute show ${event.mute})`]]
      : []),
  ];
  rows.push(...sessionRows(explanation, known));
  for (const [name, value] of Object.entries(event))
    if (!NOT_FIELDS.has(name)) rows.push([name, printable(String(value), MAX_TEXT_CHARACTERS)]);
  return columns(rows);
}

/** The session, by which rule its key was found, and its steps in words as far as they were explained before. */
function sessionRows({ session }: Explanation, known: KnownSteps): string[][] {
  if (!session) return [];
  const key = session.key ? `${printable(session.key)}, by the rule ${session.rule}` : "its source's";
  const steps = session.steps.map((tag) => printable(known.get(tag) ?? "…", MAX_STEP_CHARACTERS));
  return [
    ["session", `${key}: ${session.line}`],
    ["steps", steps.join(" → ")],
  ];
}

/** The format that read the line, or the nearest; none of what code reads. */
function formatRow({ format, nearest, stopped = "" }: Explanation): string[][] {
  if (format !== undefined) return [["format", format]];
  if (nearest === undefined) return [];
  return [["format", `none; nearest ${nearest}, stops at "${printable(stopped, MAX_STOP_CHARACTERS)}"`]];
}

/** Bias, features and terms of a linear head, the largest first, and how they add up. */
function linearHead(
  name: "threat" | "bot",
  head: Head,
  features: readonly Feature[],
  terms: readonly Term[],
): string[] {
  const out = [headLine(name, head)];
  if (!head.on) return out;
  const dense = [...features].sort((a, b) => Math.abs(b[name]) - Math.abs(a[name]));
  const denseSum = dense.reduce((sum, feature) => sum + feature[name], 0);
  const byText = sumByText(name, terms);
  const rows = [["  bias", "", signed(head.bias)]];
  for (const feature of dense) rows.push([`  ${feature.name}`, shownValue(feature), signed(feature[name])]);
  rows.push([`  all features together`, "", signed(denseSum)]);
  for (const [text, [sum, times]] of byText.slice(0, MAX_TERMS))
    rows.push([`  '${printable(text, 40)}'`, times > 1 ? `×${times}` : "", signed(sum)]);
  const rest = byText.slice(MAX_TERMS);
  if (rest.length > 0)
    rows.push([
      `  ${rest.length} more pieces of text`,
      "",
      signed(rest.reduce((sum, [, [value]]) => sum + value, 0)),
    ]);
  rows.push([`  all text together`, "", signed(head.terms)]);
  rows.push([`  bias + features + text = raw score`, "", signed(head.raw)]);
  return [...out, ...columns(rows, [1, 2])];
}

function anomalyHead(head: Head): string[] {
  const out = [headLine("anomaly", head)];
  if (head.on) out.push(`  how hard the isolation forest finds it to set apart, turned round: ${head.raw}`);
  return out;
}

function headLine(name: HeadName, head: Head): string {
  if (!head.on) return `${name}: off in this model`;
  const side = head.score >= head.threshold ? "at or above" : "below";
  return `${name}: score ${head.score}, ${side} the threshold ${head.threshold} for "${LABEL_OF[name]}"`;
}

function sumByText(
  name: "threat" | "bot",
  terms: readonly Term[],
): [text: string, [sum: number, times: number]][] {
  const sums = new Map<string, [number, number]>();
  for (const term of terms) {
    if (term[name] === 0) continue;
    const entry = sums.get(term.text) ?? [0, 0];
    entry[0] += term[name];
    entry[1]++;
    sums.set(term.text, entry);
  }
  return [...sums].sort((a, b) => Math.abs(b[1][0]) - Math.abs(a[1][0]));
}

function shownValue(feature: Feature): string {
  return feature.value === -1 ? "n/a" : String(Number(feature.value.toFixed(4)));
}

function signed(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(4)}`;
}
