import type { Kind, Label } from "../../host/event.ts";

/** One simulated log line and what is true of it. */
export interface SimulatedLine {
  /** The raw line, without its newline. */
  line: string;
  /** When it happened, seconds since the epoch (fractions allowed); a simulation yields lines in this order. */
  time: number;
  kind: Kind;
  label: Label;
  /** 1 when an automated client made it. */
  bot: 0 | 1;
  /** 1 when it is hostile. */
  threat: 0 | 1;
  /** 1 when it is a fault or something that doesn't belong. */
  anomaly: 0 | 1;
  /** What it is, in a word: an attack family ("sqli"), a kind of client ("crawler", "person"), a fault. */
  type: string;
  /** Who made it: the same name for all lines of one simulated client, host or session. */
  actor: string;
}
