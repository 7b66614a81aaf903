import { writeFileSync } from "node:fs";
import { type DayLine, type IncidentName, simulateDays, spread } from "../../simulate/days/index.ts";
import { type SimulatedLine, type SimulateOptions, simulate } from "../../simulate/index.ts";
import { fileError } from "../lib/readable.ts";
import { openSink } from "./open.ts";
import { Pace, pause } from "./pace.ts";
import type { Message } from "./sink.ts";
import type { Target } from "./target.ts";

export interface SimulateRun {
  kind: SimulateOptions["kind"];
  lines: number;
  /** Days of a shop, instead of lines of a kind. */
  days?: number;
  incidents: readonly IncidentName[];
  seed: number;
  /** Seconds since the epoch. */
  start?: number;
  labels?: boolean;
  /** File for what is true of the incidents. */
  truth?: string;
  /** Lines a second. */
  rate?: number;
  /** How many times as fast as the clock. */
  speed?: number;
  to: Target;
}

/** Monday, 5 January 2026, midnight UTC: as fixed as the seed. */
const FIRST_DAY = 1_767_571_200;
const DAY_SECONDS = 86_400;

/** Makes the lines and sends them, each when it is due. */
export async function runSimulate(run: SimulateRun): Promise<void> {
  const messages = messagesOf(run);
  const sink = await openSink(run.to);
  const pace = new Pace(run);
  try {
    for (const message of messages) {
      const wait = pace.wait(message.time);
      if (wait > 0) {
        await sink.flush();
        await pause(wait);
      }
      await sink.send(message);
    }
  } finally {
    await sink.close();
  }
}

function messagesOf(run: SimulateRun): Iterable<Message> {
  const { days, kind, lines, seed, start, labels = false } = run;
  if (days === undefined)
    return withParts(simulate({ kind, lines, seed, ...(start === undefined ? {} : { start }) }), labels);
  const from = start ?? FIRST_DAY;
  const end = from + days * DAY_SECONDS;
  const made = simulateDays({ seed, start: from, end, incidents: spread(run.incidents, from, end) });
  if (run.truth !== undefined) writeTruth(run.truth, made.truths);
  return labels ? labelled(made.lines) : made.lines;
}

/** One object a line, to be read beside the log. */
function writeTruth(file: string, truths: readonly object[]): void {
  try {
    writeFileSync(file, truths.map((truth) => `${JSON.stringify(truth)}\n`).join(""));
  } catch (error) {
    throw fileError(file, error);
  }
}

function* labelled(lines: Iterable<DayLine>): Generator<Message, void> {
  for (const made of lines) {
    const line = JSON.stringify(made);
    yield { ...made, line, message: line };
  }
}

/** Lines of many servers, whose names stand in some of them alone: all come from one host, the kind in the program's place. */
function* withParts(lines: Iterable<SimulatedLine>, labels: boolean): Generator<Message, void> {
  for (const made of lines) {
    const { time, kind } = made;
    const line = labels ? JSON.stringify(made) : made.line;
    yield {
      line,
      time,
      kind,
      log: `${kind}.log`,
      host: "simulated",
      program: kind,
      pid: undefined,
      message: line,
    };
  }
}
