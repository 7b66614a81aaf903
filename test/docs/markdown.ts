/** Markdown as far as the tests of the documentation need it: headings, tables, links. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../host/module.ts";

/** The text of a file of the checkout. */
export function readDocument(path: string): string {
  return readFileSync(join(PACKAGE_ROOT, path), "utf8");
}

/** The part of a text below a heading, up to the next heading. */
export function sectionOf(text: string, heading: string): string {
  const from = text.indexOf(`\n## ${heading}\n`);
  if (from < 0) throw new Error(`there is no heading "${heading}"`);
  const to = text.indexOf("\n## ", from + 1);
  return text.slice(from, to < 0 ? undefined : to);
}

/** The rows of the tables in a text, head and rule left out: cells without blanks around them, and without backticks. */
export function rowsOf(text: string): string[][] {
  const lines = text.split("\n");
  return lines
    .filter((line, i) => line.startsWith("|") && !isRule(line) && !isRule(lines[i + 1] ?? ""))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
}

function isRule(line: string): boolean {
  return /^\|[\s:|-]+\|$/.test(line);
}

/** A text without its fenced code blocks and code spans, where nothing is a link. */
export function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, "").replace(/`[^`\n]*`/g, "``");
}

/** The targets of a text's links and pictures. */
export function linksOf(text: string): string[] {
  return Array.from(withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g), ([, target]) => target as string);
}

/** The anchors that GitHub gives a text's headings. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return Array.from(text.replace(/^ *```[\s\S]*?^ *```/gm, "").matchAll(/^#+ (.+)$/gm), ([, heading]) => {
    const anchor = (heading as string)
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}
