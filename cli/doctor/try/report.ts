import type { Kind, Label } from "../../../host/event.ts";

/** What a configuration made of a sample in a real Fluent Bit. */
export interface TryReport {
  /** Fluent Bit's program. */
  program: string;
  seconds: number;
  inputs: InputTry[];
  /** What was left out of the copy or stands there otherwise, each with its reason. */
  changed: Change[];
  /** Why nothing was run at all. */
  failed?: string;
}

/** A section that the copy has otherwise. */
export interface Change {
  /** The section, for people: `kubernetes filter`. */
  where: string;
  at?: string;
  why: string;
}

export type SampleSource = "own lines" | "given sample" | "example";

/** One input's part. */
export interface InputTry {
  /** Its name in Fluent Bit: its alias, or `tail.0`. */
  name: string;
  plugin: string;
  where: string;
  at?: string;
  /** Why it was not tried; the rest is then empty. */
  notTried?: string;
  source?: SampleSource;
  /** The tag that the sample was sent with, where real clients choose theirs. */
  clientTag?: string;
  /** Lines, or records of inputs that bring records. */
  linesIn: number;
  /** Whether the input joins lines: then it makes fewer records. */
  joinsLines: boolean;
  /** What of the sample is worth knowing: files that were left out, a port that was replaced. */
  notes: string[];
  /** Tags with which records came out at the end. */
  tags: Record<string, number>;
  /** Records that the input made of the lines. */
  recordsIn: number;
  /** Records that SmartLog's filter was given; one that is given twice counts twice. */
  filtered: number;
  /** Records at the end of the filters, and of them those with an event under `smartlog`. */
  recordsOut: number;
  scored: number;
  /** Of the scored: in a known format. */
  read: number;
  kinds: Partial<Record<Kind, number>>;
  labels: Partial<Record<Label, number>>;
  /** By the key that held the line, `log` or `kubernetes.log`: records. See line-key.ts. */
  lineKeys: Record<string, number>;
  /** Of them those in which the longest string was taken, for want of a known key. */
  guessedKeys: Record<string, number>;
  /** Records that filters dropped, by filter. */
  dropped: FilterDrops[];
  /** Records at the end that never met SmartLog's filter. */
  unscored: number;
  /** Records that had an event, and have none at the end. */
  removed: number;
  /** Where events stand that are no longer under `smartlog`: records by key. */
  renamed: Record<string, number>;
  /** Records that went through SmartLog's filter twice. */
  scoredTwice: number;
  outputs: OutputTry[];
  /** Records at the end that no output takes. */
  unrouted: number;
  /** How Fluent Bit ended by itself: a crash, or an exit with this code. */
  ended?: string;
  /** Fluent Bit's own errors. */
  said: string[];
}

export interface FilterDrops {
  filter: string;
  plugin: string;
  /** Whether it is SmartLog's. */
  isOurs: boolean;
  records: number;
}

export interface OutputTry {
  name: string;
  plugin: string;
  where: string;
  at?: string;
  records: number;
  /** Of them those with an event under `smartlog`. */
  scored: number;
  /** Records at the end whose tags it takes, and of them those with an event; left out where the input names its outputs. */
  offered?: number;
  offeredScored?: number;
  /** Left out where the output feeds no SmartLog store. */
  store?: StoreTry;
}

/** What became of an output's records in a store. Nothing of it is left there. */
export interface StoreTry {
  /** `database`: the output's own, rolled back. `throw-away`: a server of its own, removed. */
  kind: "database" | "throw-away" | "not tried";
  stored: number;
  duplicates: number;
  rejected: number;
  reasons: string[];
  /** Why it failed, or was not tried. */
  why?: string;
}
