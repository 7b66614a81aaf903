/** A form of the list: what some program reads. */
import type { Blocklist } from "../lib/select.ts";

export interface Form {
  /** What reads it, in a few words. */
  title: string;
  /**
   * The whole file. What is out of logs may stand in JSON only: names, numbers, addresses and times are the list's own, and
   * so nothing of a line can be read as a directive.
   */
  write(list: Blocklist): string;
}

/** First lines of a form, as comments. No time: a file that is the same needs no reload. */
export function head(comment: string, ...lines: string[]): string[] {
  return ["Made by `smartlog blocklist`: edit the policy, not this file.", ...lines].map(
    (line) => `${comment} ${line}`,
  );
}

export function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** Seconds that an entry stays, one at least. */
export function secondsLeft(until: Date, at: Date): number {
  return Math.max(1, Math.round((until.getTime() - at.getTime()) / 1_000));
}
