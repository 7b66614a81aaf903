/** Which format read how many lines of a log. */
import { columns, count, printable } from "../lib/output.ts";
import type { Reading } from "./reader.ts";

/** Lines that no format but a part of the filter read, by kind. */
const BY_ITSELF = "(by itself)";
const SHOWN_EXAMPLES = 3;
const SHOWN_CHARACTERS = 100;

interface Unread {
  lines: number;
  examples: string[];
  stopped: string;
}

export class Share {
  #lines = 0;
  #read = 0;
  readonly #byFormat = new Map<string, { kind: string; lines: number }>();
  readonly #unread = new Map<string, Unread>();

  /** Lines that were looked at; empty ones don't count. */
  get lines(): number {
    return this.#lines;
  }

  /** Lines of a kind. */
  get read(): number {
    return this.#read;
  }

  /** Lines that a format read. */
  of(format: string): number {
    let lines = 0;
    for (const [key, entry] of this.#byFormat) if (key.startsWith(`${format}\0`)) lines += entry.lines;
    return lines;
  }

  add(line: string, { event, format, nearest = "", stopped = "" }: Reading): void {
    if (line.trim() === "") return;
    this.#lines++;
    if (format || event.kind !== "unknown") {
      this.#read++;
      const key = `${format ?? BY_ITSELF}\0${event.kind}`;
      const entry = this.#byFormat.get(key) ?? { kind: event.kind, lines: 0 };
      entry.lines++;
      this.#byFormat.set(key, entry);
      return;
    }
    const unread = this.#unread.get(nearest) ?? { lines: 0, examples: [], stopped };
    unread.lines++;
    if (unread.examples.length < SHOWN_EXAMPLES) unread.examples.push(line);
    this.#unread.set(nearest, unread);
  }

  /** As lines of text. */
  report(): string[] {
    const percent = (lines: number) => `${((100 * lines) / Math.max(1, this.#lines)).toFixed(1)} %`;
    const rows = [...this.#byFormat]
      .sort(([, a], [, b]) => b.lines - a.lines)
      .map(([key, { kind, lines }]) => [key.split("\0")[0] as string, kind, count(lines), percent(lines)]);
    const left = this.#lines - this.#read;
    return [
      `read ${count(this.#read)} of ${count(this.#lines)} lines`,
      ...columns(
        [["format", "kind", "lines", "share"], ...rows, ["(unread)", "", count(left), percent(left)]],
        [2, 3],
      ),
      ...[...this.#unread]
        .sort(([, a], [, b]) => b.lines - a.lines)
        .flatMap(([nearest, unread]) => this.#nearest(nearest, unread)),
    ];
  }

  #nearest(nearest: string, { lines, examples, stopped }: Unread): string[] {
    const what =
      nearest === ""
        ? `${count(lines)} unread, no format is near:`
        : `${count(lines)} unread, nearest is ${nearest}, which stops at "${printable(stopped, SHOWN_CHARACTERS)}":`;
    return ["", what, ...examples.map((line) => `  ${printable(line, SHOWN_CHARACTERS)}`)];
  }
}
