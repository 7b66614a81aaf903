/** A report as Markdown (CommonMark, with the tables of GitHub's flavour). */
import { printable } from "../../host/printable.ts";
import { described } from "./described.ts";
import type { Report, Section, Table, Unit } from "./report.ts";
import { formatted, isNumeric, NONE } from "./value.ts";

/** Longer texts are cut: an attacker chooses them. */
const MAX_CHARACTERS = 300;

/** The report as Markdown, its last newline included. */
export function markdown({ title, subtitle, lines, sections, notes }: Report): string {
  const blocks = [
    `# ${escaped(title)}`,
    escaped(subtitle),
    lines.map(({ text }) => `- ${escaped(text)}`).join("\n"),
    ...sections.flatMap(sectionBlocks),
    ...notes.map(escaped),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function sectionBlocks({ title, note, parts }: Section): string[] {
  return [
    `## ${escaped(title)}`,
    ...(note ? [escaped(note)] : []),
    ...parts.flatMap((part) => (part.kind === "chart" ? [escaped(described(part))] : tableBlocks(part))),
  ];
}

function tableBlocks({ title, columns, rows, note }: Table): string[] {
  if (rows.length === 0) return [`**${escaped(title)}**: none.`];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    `**${escaped(title)}**`,
    [
      line(columns.map((column) => escaped(column.title))),
      line(columns.map(({ unit }) => (isNumeric(unit) ? "--:" : "---"))),
      ...rows.map((row) => line(columns.map(({ unit }, i) => cell(formatted(row[i], unit), unit)))),
    ].join("\n"),
    ...(note ? [escaped(note)] : []),
  ];
}

function cell(text: string, unit: Unit): string {
  const cut = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS - 1)}…` : text;
  // A bar would end the cell even in code, where a backslash stands before it.
  if (unit !== "code" || cut === NONE || cut.includes("|")) return escaped(cut);
  return codeSpan(cut);
}

/** As code: nothing in it means anything, but a run of backquotes as long ends it. */
function codeSpan(text: string): string {
  if (text.trim() === "") return "";
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const room = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${room}${text}${room}${fence}`;
}

/** As text: all that could mean something is escaped, and what would become a link is broken by that, too. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]<>()#+!|~$&@-]/g, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replace(/\b(https?|ftp|mailto|www)(?=[:.])/gi, "$1\\");
}
