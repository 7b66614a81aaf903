/**
 * How well lines are grouped by template, by the measures of Loghub-2.0 (Jiang and others, ISSTA 2024,
 * https://arxiv.org/abs/2308.10828).
 */

/** A line, the template that it has by hand, and the one that was found. */
export interface Grouped {
  line: string;
  template: string;
  found: string;
}

/** A template whose lines are not one group of their own. */
export interface WrongGroup {
  template: string;
  /** Its lines. */
  lines: number;
  /** Groups that they were put into. */
  groups: number;
  /** Lines of other templates in these groups. */
  others: number;
  /** A line of it, and one that was put elsewhere or comes of another template. */
  examples: readonly [string, string];
}

export interface Grouping {
  lines: number;
  /** Templates by hand, and groups that were found. */
  templates: number;
  groups: number;
  /** Grouping accuracy: share of lines whose group is exactly the lines of their template. */
  accuracy: number;
  /** F1 over pairs of lines: both of one template, both in one group. */
  pairF1: number;
  /** F1 of grouping accuracy: groups that are exactly a template, among groups (precision) and templates (recall). */
  groupF1: number;
  /** The wrong ones, those with most lines first. */
  wrong: WrongGroup[];
}

/** Measures a grouping; NaN where there is no line. */
export function measureGrouping(rows: readonly Grouped[]): Grouping {
  const templates = groupBy(rows, ({ template }) => template);
  const groups = groupBy(rows, ({ found }) => found);
  const wrong: WrongGroup[] = [];
  let right = 0;
  let rightLines = 0;
  let pairs = 0;
  for (const [template, lines] of templates) {
    const parts = groupBy(lines, ({ found }) => found);
    for (const part of parts.values()) pairs += pairsOf(part.length);
    const inGroups = [...parts.keys()].reduce((sum, found) => sum + (groups.get(found)?.length ?? 0), 0);
    if (parts.size === 1 && inGroups === lines.length) {
      right++;
      rightLines += lines.length;
    } else wrong.push(wrongGroup(template, lines, parts.size, inGroups, groups));
  }
  return {
    lines: rows.length,
    templates: templates.size,
    groups: groups.size,
    accuracy: rightLines / rows.length,
    pairF1: f1(pairs, allPairs(groups), allPairs(templates)),
    groupF1: f1(right, groups.size, templates.size),
    wrong: wrong.sort((a, b) => b.lines - a.lines),
  };
}

function groupBy(rows: readonly Grouped[], keyOf: (row: Grouped) => string): Map<string, Grouped[]> {
  const groups = new Map<string, Grouped[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

function pairsOf(lines: number): number {
  return (lines * (lines - 1)) / 2;
}

function allPairs(groups: ReadonlyMap<string, readonly Grouped[]>): number {
  return [...groups.values()].reduce((sum, { length }) => sum + pairsOf(length), 0);
}

/** Harmonic mean of `right / found` and `right / wanted`; 1 where there is nothing to find and nothing is found. */
function f1(right: number, found: number, wanted: number): number {
  return found + wanted === 0 ? 1 : (2 * right) / (found + wanted);
}

function wrongGroup(
  template: string,
  lines: readonly Grouped[],
  parts: number,
  inGroups: number,
  groups: ReadonlyMap<string, readonly Grouped[]>,
): WrongGroup {
  const first = lines[0] as Grouped;
  const other =
    lines.find(({ found }) => found !== first.found) ??
    groups.get(first.found)?.find((row) => row.template !== template) ??
    first;
  return {
    template,
    lines: lines.length,
    groups: parts,
    others: inGroups - lines.length,
    examples: [first.line, other.line],
  };
}
