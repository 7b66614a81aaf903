/** A try's report as text: a line for each input, then what is to be known of it. */
import { columns, count, printable } from "../../lib/output.ts";
import { NONE, PARTS } from "./line-key.ts";
import type { InputTry, OutputTry, TryReport } from "./report.ts";

const HEAD = ["input", "sample", "lines", "records", "at the end", "scored", "read", "kinds", "verdicts"];
const NUMBERS = [2, 3, 4, 5, 6];
const MOST_CHARACTERS = 300;
/** A record can have any keys. */
const MOST_KEYS = 5;

export function tryText({ program, seconds, inputs, changed, failed }: TryReport): string {
  if (failed !== undefined) return `not tried: ${printable(failed)}`;
  const rows = inputs.map((input) =>
    input.notTried === undefined
      ? [
          ...[input.name, input.source ?? "", count(input.linesIn), count(input.recordsIn)],
          ...[count(input.recordsOut), count(input.scored), share(input.read, input.scored)],
          ...[tally(input.kinds), tally(input.labels)],
        ]
      : [input.name, "not tried"],
  );
  const remarks = inputs.flatMap((input) =>
    remarksOf(input).map((remark) => `  ${input.name}: ${printable(remark, MOST_CHARACTERS)}`),
  );
  return [
    `tried in ${printable(program)}, ${seconds.toFixed(1)} s`,
    ...columns([HEAD, ...rows.map((row) => row.map((cell) => printable(cell)))], NUMBERS).map(
      (line) => `  ${line}`,
    ),
    ...section("what became of them", remarks),
    ...section(
      "what the copy has otherwise",
      changed.map(({ where, at, why }) => `  ${where}${at === undefined ? "" : ` (${at})`}: ${why}`),
    ),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

/** What is to be known of an input's part, a sentence each. */
export function remarksOf(input: InputTry): string[] {
  if (input.notTried !== undefined) return [input.notTried];
  const { ended, dropped, lineKeys, removed, renamed, unscored, scoredTwice, unrouted } = input;
  const said: [isSo: boolean, text: string][] = [
    [ended !== undefined, `Fluent Bit ended by itself: ${ended}`],
    ...dropped.map(({ filter, isOurs, records }): [boolean, string] => [
      true,
      `${filter}${isOurs ? ", SmartLog's filter," : ""} dropped ${count(records)} records`,
    ]),
    [unscored > 0, `${count(unscored)} records did not pass SmartLog's filter`],
    [removed > 0, `${count(removed)} records lost their event after the filter`],
    ...Object.entries(renamed).map(([key, records]): [boolean, string] => [
      true,
      `of ${count(records)} records the event is under ${key}, not smartlog`,
    ]),
    [scoredTwice > 0, `${count(scoredTwice)} records were scored twice`],
    [unrouted > 0, `${count(unrouted)} records reach no output`],
    [Object.keys(lineKeys).length > 0, `the line was found in ${lineText(lineKeys)}`],
    [input.recordsOut > 0, `tags: ${tally(input.tags)}`],
    ...input.outputs.map((output): [boolean, string] => [output.records > 0, outputText(output)]),
  ];
  return [...said.flatMap(([isSo, text]) => (isSo ? [text] : [])), ...input.notes, ...input.said];
}

function lineText(lineKeys: InputTry["lineKeys"]): string {
  const names: Record<string, string> = { [PARTS]: "fields that a parser made", [NONE]: "no key" };
  return Object.entries(lineKeys)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_KEYS)
    .map(([key, records]) => `${names[key] ?? key} (${count(records)})`)
    .join(", ");
}

function outputText({ name, records, scored, store }: OutputTry): string {
  const reached = `${name} gets ${count(records)} records, ${count(scored)} with an event`;
  if (!store) return reached;
  const { kind, stored, duplicates, rejected, reasons, why } = store;
  const places = { database: "its database", "throw-away": "a store made for this", "not tried": "" };
  if (kind === "not tried") return `${reached}; whether they can be stored was not tried: ${why}`;
  const because = [...reasons, ...(why === undefined ? [] : [why])].join("; ");
  const figures = `${count(stored)} stored, ${count(duplicates)} known already, ${count(rejected)} refused`;
  return `${reached}; in ${places[kind]}: ${figures}${because === "" ? "" : ` (${because})`}`;
}

function tally(counts: Record<string, number>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, records]) => `${name} ${count(records)}`)
    .join(", ");
}

function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.floor((100 * part) / whole)} %`;
}
