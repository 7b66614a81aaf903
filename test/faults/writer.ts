import { appendFileSync, copyFileSync, existsSync, renameSync, truncateSync } from "node:fs";
import { join } from "node:path";

const TICK_MS = 20;

/**
 * A server that writes its log at a steady rate, each line another, and rotates it as logrotate does: by renaming
 * (`create`) and by copying and truncating (`copytruncate`) in turn.
 */
export class LogWriter {
  readonly file: string;
  readonly #perTick: number;
  #timer: NodeJS.Timeout | undefined;
  #rotations = 0;
  /** Lines written; they are numbered from 0. */
  written = 0;

  constructor(folder: string, linesPerSecond: number, name = "access.log") {
    this.file = join(folder, name);
    this.#perTick = Math.round((linesPerSecond * TICK_MS) / 1000);
  }

  start(): void {
    const began = Date.now();
    const before = this.written;
    this.#timer = setInterval(() => {
      // Ticks come late on a busy machine; the rate is kept all the same.
      const due = Math.floor((Date.now() - began) / TICK_MS) * this.#perTick - (this.written - before);
      if (due > 0) this.write(due);
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  write(lines: number): void {
    const at = new Date()
      .toUTCString()
      .slice(5, 25)
      .replaceAll(" ", "/")
      .replace(/\/([\d:]+)$/, ":$1");
    let text = "";
    for (let i = 0; i < lines; i++) {
      const n = this.written++;
      text += `203.0.113.${n % 250} - - [${at} +0000] "GET /n/${n} HTTP/1.1" 200 ${n % 9973} "-" "Mozilla/5.0 (X11; Linux x86_64) ${n % 7}"\n`;
    }
    appendFileSync(this.file, text);
  }

  rotate(): "rename" | "copytruncate" {
    const rotated = `${this.file}.${++this.#rotations}`;
    if (!existsSync(this.file)) this.write(1);
    if (this.#rotations % 2 === 1) {
      renameSync(this.file, rotated);
      this.write(1);
      return "rename";
    }
    this.copyTruncate(rotated);
    return "copytruncate";
  }

  /** Nothing is written between the two here; with the real one lines can be lost there, before any shipper sees them. */
  copyTruncate(to = `${this.file}.${++this.#rotations}`): void {
    copyFileSync(this.file, to);
    truncateSync(this.file);
  }
}
