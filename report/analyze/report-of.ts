/** The report of a log that was analyzed. */
import type { Report, Section } from "../document/report.ts";
import { count, formatted, zoneName } from "../document/value.ts";
import type { Figures } from "./figures/figures.ts";
import { linesOf } from "./lines.ts";
import { momentOf } from "./sections/lib.ts";
import { messageSections } from "./sections/messages.ts";
import { securitySections } from "./sections/security.ts";
import { webSections } from "./sections/web.ts";

const MAX_NAMED_FILES = 2;

export function reportOf(figures: Figures): Report {
  return {
    title: "What the log says",
    subtitle: subtitleOf(figures),
    lines: linesOf(figures),
    sections: [
      ...webSections(figures),
      ...securitySections(figures),
      ...messageSections(figures),
      reading(figures),
    ],
    notes: notesOf(figures),
  };
}

function subtitleOf({ files, lines, first, last }: Figures): string {
  const names = files.slice(0, MAX_NAMED_FILES).map(({ name }) => name);
  const more = files.length - names.length;
  const what = `${names.join(", ")}${more > 0 ? ` and ${count(more)} more` : ""}`;
  const when =
    first === null
      ? ""
      : `, ${formatted(momentOf(first), "time")} to ${formatted(momentOf(last), "time")} (${zoneName()})`;
  return `${count(lines)} lines of ${what}${when}`;
}

function reading({ files, by_kind, by_label, lines }: Figures): Section {
  const counts = (title: string, name: string, values: Record<string, number>) => ({
    kind: "table" as const,
    title,
    columns: [
      { title: name, unit: "text" as const },
      { title: "Lines", unit: "count" as const },
      { title: "of all", unit: "share" as const },
    ],
    rows: Object.entries(values)
      .sort(([, a], [, b]) => b - a)
      .map(([name, value]) => [name, value, value / Math.max(1, lines)]),
  });
  return {
    id: "reading",
    title: "What was read",
    parts: [
      {
        kind: "table",
        title: "Files",
        columns: [
          { title: "File", unit: "code" },
          { title: "Lines", unit: "count" },
          { title: "not read", unit: "count" },
          { title: "Nearest format", unit: "text" },
        ],
        rows: files.map(({ name, lines, unread, nearest }) => [name, lines, unread, nearest ?? null]),
      },
      counts("Log types", "Type", by_kind),
      counts("Verdicts", "Verdict", by_label),
    ],
  };
}

function notesOf({ lines, seconds, unscored, other_days_lines, cut_lines, hole_bytes }: Figures): string[] {
  const rate = seconds > 0 ? `, ${count(lines / seconds)} lines a second` : "";
  return [
    `Read in ${formatted(seconds * 1000, "ms")}${rate}. Times are of the zone ${zoneName()}; TZ=UTC before the command makes them UTC.`,
    ...(unscored > 0 ? [`${count(unscored)} lines could not be scored, and count nowhere else.`] : []),
    ...(other_days_lines > 0
      ? [
          `There were more than 400 days: ${count(other_days_lines)} lines of those with the fewest are not in the charts.`,
        ]
      : []),
    ...(cut_lines > 0 ? [`${count(cut_lines)} lines were longer than 1 MiB, and cut.`] : []),
    ...(hole_bytes > 0 ? [`${count(hole_bytes)} NULs in holes were left out.`] : []),
  ];
}
