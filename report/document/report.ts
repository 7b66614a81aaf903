/**
 * A report as data: what it says, whatever it is shown in (`html/`, `text.ts`, `markdown.ts`).
 *
 * Texts may come out of a log as they are: each medium escapes them.
 */

/** What a value is, which says how it is written. */
export type Unit =
  | "text"
  /** Out of a log: a path, an address, an agent. */
  | "code"
  | "count"
  | "bytes"
  /** 0..1 */
  | "share"
  /** Milliseconds. */
  | "ms"
  /** A moment, milliseconds since the epoch. */
  | "time"
  /** One of the event's severities. */
  | "severity";

export type Value = string | number | null;

export type Tone = "plain" | "good" | "warning" | "bad";

export interface Report {
  title: string;
  /** Of what it tells, and of which time. */
  subtitle: string;
  /** What one came for: ten lines at most. */
  lines: ReportLine[];
  sections: Section[];
  /** How things are counted, and what could not be. */
  notes: string[];
}

export interface ReportLine {
  text: string;
  tone?: Tone;
}

export interface Section {
  /** For links to it: letters, digits and `-`. */
  id: string;
  title: string;
  note?: string;
  parts: (Table | Chart)[];
}

export interface Column {
  title: string;
  unit: Unit;
}

export interface Table {
  kind: "table";
  title: string;
  columns: Column[];
  /** Each with a value for each column; null where there is none. */
  rows: Value[][];
  note?: string;
}

/** What a colour stands for, the same on all pages. */
export type Colour = "people" | "robots" | "attacks" | "anomalies" | "plain" | "second" | "third" | "fourth";

export interface Series {
  name: string;
  colour: Colour;
  /** One for each label; null where nothing is known. */
  values: (number | null)[];
}

export interface Chart {
  kind: "chart";
  title: string;
  /** `columns` stand beside each other and are stacked, `lines` go over time, `bars` lie, the first on top. */
  shape: "columns" | "lines" | "bars";
  unit: Unit;
  labels: string[];
  series: Series[];
  note?: string;
}
