import type { Question } from "../../store/review.ts";
import { columns, printable } from "../lib/output.ts";

const MAX_LINE_CHARACTERS = 1_000;
const MAX_FIELD_CHARACTERS = 120;
/** From which value on a reason to ask is named. */
const UNCERTAIN = 0.5;
const CONTRADICTION = 0.4;
const NOVEL = 0.3;

export const KEY_HELP = "n normal  b bot  a attack  x anomaly  s skip  u undo  q quit > ";

/** An event to be judged, with nothing of it that a terminal would obey. */
export function questionText(question: Question): string {
  const { id, time, kind, label, score, threat, bot, anomaly, why, fields, line } = question;
  const rows = [
    ["verdict", `${label}, score ${decimals(score)}`],
    ["scores", `threat ${decimals(threat)}  bot ${decimals(bot)}  anomaly ${decimals(anomaly)}`],
    ["reasons", why.map((reason) => printable(reason, MAX_FIELD_CHARACTERS)).join(", ") || "-"],
    ["asked for", askedFor(question)],
    ...Object.entries(fields).map(([name, value]) => [name, printable(value, MAX_FIELD_CHARACTERS)]),
  ];
  return [
    `${id}  ${time.toISOString()}  ${kind}`,
    printable(line, MAX_LINE_CHARACTERS),
    ...columns(rows.map(([name = "", value = ""]) => [`  ${name}`, value])),
  ].join("\n");
}

function askedFor({ uncertain, contradiction, novelty }: Question): string {
  const reasons = [
    uncertain >= UNCERTAIN ? "uncertain score" : "",
    contradiction >= CONTRADICTION ? "heads contradict each other" : "",
    novelty >= NOVEL ? "new template" : "",
  ].filter(Boolean);
  return reasons.join(", ") || "nothing is less certain";
}

export const NOTHING_TO_ASK = "nothing to ask: no scored event that nobody has labelled";

/** What came of a session. */
export function summary(asked: number, said: ReadonlyMap<string, number>): string {
  if (asked === 0) return `There is ${NOTHING_TO_ASK}.`;
  const counts = [...said].map(([label, n]) => `${n} ${label}`);
  if (counts.length === 0) return "Nothing was labelled.";
  return `${counts.join(", ")}. The next \`smartlog train\` learns from it.`;
}

function decimals(value: number): string {
  return value.toFixed(3);
}
