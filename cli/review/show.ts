import { LABELS } from "../../host/event.ts";
import type { Neighbour } from "../../store/review/neighbours.ts";
import { alikeText, circumstances, effectText } from "../../store/review/words.ts";
import type { Question } from "../../store/review.ts";
import { columns, printable } from "../lib/output.ts";

const MAX_LINE_CHARACTERS = 1_000;
const MAX_FIELD_CHARACTERS = 120;

export const KEY_HELP = "n normal  b bot  a attack  x anomaly  s skip  u undo  q quit > ";

/** An event to be judged, with nothing of it that a terminal would obey. */
export function questionText(question: Question): string {
  const { id, time, kind, label, score, threat, bot, anomaly, why, fields, line, cluster } = question;
  const rows = [
    ["verdict", `${label}, score ${decimals(score)}`],
    ["scores", `threat ${decimals(threat)}  bot ${decimals(bot)}  anomaly ${decimals(anomaly)}`],
    ["reasons", why.map((reason) => printable(reason, MAX_FIELD_CHARACTERS)).join(", ") || "-"],
    ["asked for", alikeText(cluster)],
    ...circumstances(cluster).map((text) => ["", text]),
    ...LABELS.map((answer) => [`if ${answer}`, effectText(cluster, question.changes[answer])]),
    ...Object.entries(fields).map(([name, value]) => [name, printable(value, MAX_FIELD_CHARACTERS)]),
  ];
  return [
    `${id}  ${time.toISOString()}  ${kind}`,
    printable(line, MAX_LINE_CHARACTERS),
    ...columns(rows.map(([name = "", value = ""]) => [`  ${name}`, value])),
    ...neighbours("the same source before", question.before),
    ...neighbours("the same source after", question.after),
    ...neighbours("other sources, the same template", question.others),
  ].join("\n");
}

function neighbours(title: string, events: readonly Neighbour[]): string[] {
  if (events.length === 0) return [];
  const rows = events.map(({ time, label, line }) => [
    `    ${time.toISOString()}`,
    label,
    printable(line, MAX_FIELD_CHARACTERS),
  ]);
  return [`  ${title}`, ...columns(rows)];
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
