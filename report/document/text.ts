/** A report for a terminal, or for a mail of plain text. */
import { styleText } from "node:util";
import { printable } from "../../host/printable.ts";
import type { Chart, Column, Report, ReportLine, Section, Table, Tone, Value } from "./report.ts";
import { spark } from "./spark.ts";
import { formatted, isNumeric } from "./value.ts";

export interface TextOptions {
  /** Escapes for colours, where a terminal reads them. */
  isColoured?: boolean;
  /** Columns of the terminal; tables are cut to them. */
  width?: number;
}

type Style = Parameters<typeof styleText>[0];

const DEFAULT_WIDTH = 120;
/** Narrower, a column of texts says nothing. */
const LEAST_TEXT_WIDTH = 16;
const GAP = "  ";
const STYLES: Readonly<Record<Tone, Style | undefined>> = {
  plain: undefined,
  good: "green",
  warning: "yellow",
  bad: "red",
};
const SEVERITY_STYLES: Readonly<Record<string, Style>> = { critical: "red", high: "red", medium: "yellow" };

/** The report as lines without the last newline. */
export function text(report: Report, options: TextOptions = {}): string {
  const { isColoured = false, width = DEFAULT_WIDTH } = options;
  const paint: Paint = (style, words) =>
    isColoured && style ? styleText(style, words, { validateStream: false }) : words;
  const out = [
    paint("bold", printable(report.title)),
    printable(report.subtitle),
    "",
    ...report.lines.map((line) => lineText(line, paint)),
  ];
  for (const section of report.sections) out.push("", ...sectionText(section, paint, width));
  if (report.notes.length > 0) out.push("", ...report.notes.map((note) => paint("dim", printable(note))));
  return out.join("\n");
}

type Paint = (style: Style | undefined, words: string) => string;

function lineText({ text, tone = "plain" }: ReportLine, paint: Paint): string {
  return `- ${paint(STYLES[tone], printable(text))}`;
}

function sectionText({ title, note, parts }: Section, paint: Paint, width: number): string[] {
  const out = [paint(["bold", "underline"], printable(title))];
  if (note) out.push(paint("dim", printable(note)));
  for (const part of parts)
    out.push("", ...(part.kind === "chart" ? chartText(part, paint, width) : tableText(part, paint, width)));
  return out;
}

function chartText({ title, unit, labels, series }: Chart, paint: Paint, width: number): string[] {
  const heading = paint("bold", printable(title));
  if (labels.length === 0 || series.length === 0) return [heading, `${GAP}none`];
  const nameWidth = Math.max(...series.map(({ name }) => name.length));
  const cells = Math.max(LEAST_TEXT_WIDTH, width - nameWidth - 24);
  const out = [heading];
  for (const { name, values } of series) {
    const most = Math.max(0, ...values.filter((value) => value !== null));
    out.push(
      `${GAP}${printable(name).padEnd(nameWidth)}  ${spark(values, cells)}  at most ${formatted(most, unit)}`,
    );
  }
  const [first = "", last = ""] = [labels[0], labels.at(-1)].map((label) => printable(label ?? ""));
  const drawn = Math.min(cells, labels.length);
  const ends =
    labels.length < 2
      ? first
      : `${first}${" ".repeat(Math.max(1, drawn - first.length - last.length))}${last}`;
  out.push(paint("dim", `${GAP}${" ".repeat(nameWidth)}  ${ends}`));
  return out;
}

function tableText({ title, columns, rows, note }: Table, paint: Paint, width: number): string[] {
  const heading = paint("bold", printable(title));
  if (rows.length === 0) return [heading, `${GAP}none`];
  const cells = rows.map((row) => columns.map(({ unit }, i) => formatted(row[i], unit)));
  const widths = fitted(columns, cells, width);
  const rowText = (row: readonly string[], style: (i: number) => Style | undefined) =>
    GAP +
    row
      .map((cell, i) => {
        const room = widths[i] ?? 0;
        const cut = cell.length > room ? `${cell.slice(0, room - 1)}…` : cell;
        const isLast = i === row.length - 1;
        const padded = isNumeric((columns[i] as Column).unit)
          ? cut.padStart(room)
          : isLast
            ? cut
            : cut.padEnd(room);
        return paint(style(i), padded);
      })
      .join(GAP)
      .trimEnd();
  const styleOf = (row: readonly Value[]) => (i: number) =>
    columns[i]?.unit === "severity" ? SEVERITY_STYLES[String(row[i])] : undefined;
  return [
    heading,
    rowText(
      columns.map((column) => printable(column.title)),
      () => "dim",
    ),
    ...cells.map((row, n) => rowText(row, styleOf(rows[n] ?? []))),
    ...(note ? [paint("dim", GAP + printable(note))] : []),
  ];
}

/** Widths of the columns: what each needs, the widest texts cut until all fit. */
function fitted(columns: readonly Column[], cells: readonly (readonly string[])[], width: number): number[] {
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  const room = width - GAP.length * columns.length;
  const textColumns = columns.flatMap(({ unit }, i) => (isNumeric(unit) || unit === "time" ? [] : [i]));
  for (;;) {
    const over = widths.reduce((sum, each) => sum + each, 0) - room;
    const widest = textColumns.reduce(
      (best, i) => ((widths[i] ?? 0) > (widths[best] ?? 0) ? i : best),
      textColumns[0] ?? 0,
    );
    const found = widths[widest] ?? 0;
    if (over <= 0 || found <= LEAST_TEXT_WIDTH) return widths;
    const next = Math.max(
      LEAST_TEXT_WIDTH,
      ...textColumns.filter((i) => i !== widest).map((i) => Math.min(widths[i] ?? 0, found - 1)),
    );
    widths[widest] = Math.max(found - over, next);
  }
}
