import { once } from "node:events";
import type { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { asCalled } from "./called.ts";
import { painted } from "./colour.ts";

export { count } from "../../host/log/count.ts";
export { printable } from "../../host/printable.ts";

const FLUSH_CHARACTERS = 65_536;

/** A message for the person at the command, on standard error: results go to standard output. */
export function say(text: string): void {
  process.stderr.write(`${painted("bold", "smartlog:", process.stderr)} ${asCalled(text)}\n`);
}

/** Writes lines in blocks, and waits where the reader is slower. */
export class LineOutput {
  readonly #stream: Writable;
  #pending = "";

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Adds a line. Where a promise comes back, the reader is behind: await it before the next. */
  write(line: string): Promise<void> | undefined {
    this.#pending += line;
    this.#pending += "\n";
    return this.#pending.length < FLUSH_CHARACTERS ? undefined : this.flush();
  }

  /** Hands on what is pending. */
  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = "";
    if (text !== "" && !this.#stream.write(text)) await once(this.#stream, "drain");
  }
}

/** A time to the minute, UTC, as 2026-12-24 06:00. */
export function minute(time: Date): string {
  return time.toISOString().slice(0, 16).replace("T", " ");
}

/** Rows as aligned columns; numbers to the right. Columns that are right-aligned are given by index. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  }
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const gap = " ".repeat((widths[i] ?? 0) - widthOf(cell));
        return right.includes(i) ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** Without colours. */
function widthOf(cell: string): number {
  return cell.includes("\x1b") ? stripVTControlCharacters(cell).length : cell.length;
}
