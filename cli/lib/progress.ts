import { statSync } from "node:fs";
import { Presets, SingleBar } from "cli-progress";
import type { Log } from "./logs-named.ts";
import { count, printable } from "./output.ts";

const REDRAW_MS = 100;

/** How far reading has got: a bar on standard error, where that is a terminal. */
export class Progress {
  #bar: SingleBar | undefined;
  #bytes = 0;
  #file = "";
  #drawnAt = 0;

  constructor(logs: readonly Log[]) {
    if (!process.stderr.isTTY) return;
    const parts = logs.flatMap(({ parts }) => parts);
    const total = parts.reduce(
      (sum, part) => sum + (statSync(part, { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
    // Of a pipe nobody knows how much will come.
    const isKnown = !parts.includes("-");
    this.#bar = new SingleBar(
      {
        format: isKnown
          ? " {bar} {percentage}%  {lines} lines  {eta_formatted} left  {file}"
          : " {lines} lines  {file}",
        stream: process.stderr,
        hideCursor: true,
        clearOnComplete: true,
        gracefulExit: false,
      },
      Presets.shades_classic,
    );
    this.#bar.start(total, 0, { lines: "0", file: "" });
  }

  begin(file: string): void {
    this.#file = printable(file, 60);
  }

  /** @param bytes read, packed as they are */
  add(bytes: number): void {
    this.#bytes += bytes;
  }

  lines(lines: number): void {
    const now = Date.now();
    if (!this.#bar || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#bar.update(this.#bytes, { lines: count(lines), file: this.#file });
  }

  stop(): void {
    this.#bar?.stop();
  }
}
