/** Lines of servers for tests of labelling functions, and what is said of them. */
import { type LabelledLine, labelLines } from "../../trainer/evaluate/weak-labels.ts";
import type { Labels } from "../../trainer/window/labels.ts";

const START = Date.UTC(2026, 10, 16, 8) / 1000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36";

/** A line, and how many seconds after the start it is written. */
export interface Timed {
  at: number;
  line: string;
}

export interface Request {
  ip?: string;
  user?: string;
  method?: string;
  status?: number;
  /** Path of the page that links to it. */
  from?: string;
  agent?: string;
}

/** An access line of nginx. */
export function request(
  at: number,
  path: string,
  { ip = "203.0.113.9", user = "-", method = "GET", status = 200, from, agent = BROWSER }: Request = {},
): Timed {
  const time = new Date((START + at) * 1000);
  const two = (n: number) => `${n}`.padStart(2, "0");
  const date = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(":");
  const referer = from === undefined ? "-" : `https://shop.example${from}`;
  return {
    at,
    line: `${ip} - ${user} [${date}:${clock} +0000] "${method} ${path} HTTP/1.1" ${status} 512 "${referer}" "${agent}"`,
  };
}

/** A line of syslog; `rest` begins with the program. */
export function syslog(at: number, rest: string): Timed {
  return { at, line: `${new Date((START + at) * 1000).toISOString()} host ${rest}` };
}

/** A visit: pages that link to one another, the first with what it brings along. */
export function visit(at: number, pages: readonly string[], client: Request = {}): Timed[] {
  const lines: Timed[] = [];
  let from: string | undefined;
  pages.forEach((page, i) => {
    lines.push(request(at + i * 20, page, from === undefined ? client : { ...client, from }));
    if (i === 0)
      for (const [n, asset] of ["a.css", "b.css", "c.js", "d.js", "e.png", "f.png", "g.svg"].entries())
        lines.push(request(at + 1 + n * 0.1, `/static/${asset}`, { ...client, from: page }));
    from = page;
  });
  return lines;
}

/** What is said of lines once the window is read, in order of time. */
export function labelled(lines: readonly Timed[]): LabelledLine[] {
  const inOrder = [...lines].sort((a, b) => a.at - b.at);
  return labelLines(
    inOrder.map(({ line }) => ({ line, truth: {} })),
    START,
  );
}

/** Of lines that match, how many each function labelled; the name is empty where none did. */
export function functionsOf(labelled: readonly LabelledLine[], matching: RegExp): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { line, by } of labelled) if (matching.test(line)) counts[by] = (counts[by] ?? 0) + 1;
  return counts;
}

/** Labels of lines that match, each once. */
export function labelsOf(labelled: readonly LabelledLine[], matching: RegExp): Labels[] {
  const all = labelled.filter(({ line }) => matching.test(line)).map(({ labels }) => JSON.stringify(labels));
  return [...new Set(all)].map((labels) => JSON.parse(labels) as Labels);
}
