import type { Random } from "../lib/random.ts";
import type { SimulatedLine } from "../lib/types.ts";
import type { Conditions } from "./conditions.ts";

/** A line of one of the shop's logs. */
export interface DayLine extends SimulatedLine {
  /** The file that its machine keeps it in, with the machine in front: `web1/nginx/access.log`. */
  log: string;
  /** Its parts as syslog carries them: who wrote it, and what, without the header of the file. */
  host: string;
  program: string;
  pid: number | undefined;
  message: string;
  /** The scripted incident that it is part of. */
  incident?: IncidentName;
}

export type DayLines = Generator<DayLine, void>;

export const INCIDENTS = [
  "scanner",
  "crowd",
  "credential-stuffing",
  "spraying",
  "login-after-failures",
  "port-scan",
  "dns-tunnel",
  "dns-outage",
  "bad-deploy",
  "slow-leak",
  "disk-filling",
  "silent-log",
  "crawl",
] as const;
export type IncidentName = (typeof INCIDENTS)[number];

/** What is true of a scripted incident. Times are seconds since the epoch. */
export interface Truth {
  name: IncidentName;
  /** What the rules may call it (rules/CLASS.yaml): the first is what it is, others say the same of it. */
  classes: readonly string[];
  /** Who does it: every address that takes part. */
  sources: readonly string[];
  /** What it happens to: a machine, a service or an account, by which it can be told from others. */
  subjects: readonly string[];
  /** Its first and last line. Of what is missing or slow: from when on, and until when. */
  first: number;
  last: number;
  /** From here on somebody who reads the lines knows; told a minute later at the latest. */
  plain: number;
  /** Whether somebody is told at once; what needs nobody is listed, and in the digest. */
  told: "message" | "listed" | "either";
}

/** An incident as it is played. */
export interface Played {
  truth: Truth;
  /** Its own lines, in order of time. */
  lines: readonly DayLine[];
  /** What it does to the shop's other lines. */
  conditions?: Partial<Conditions>;
}

/** Plays an incident from `at` on, seconds since the epoch. */
export type Scenario = (rng: Random, at: number) => Played;
