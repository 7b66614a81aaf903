/** Inputs that read what a program says. No program of the user's is run. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { settingOf, without, withSettings } from "../copy/section.ts";
import { linesOf } from "./last-lines.ts";
import { asRecord, deliverRecords } from "./records.ts";
import type { NoSample, Sample, Wish } from "./sample.ts";

const SAMPLE_FILE = "sample.txt";
/** A dummy's records are alike. */
const MOST_DUMMIES = 5;
/** Keys under which inputs bring a plain line. */
const LINE_KEYS: Readonly<Record<string, string>> = { kmsg: "msg", exec_wasi: "wasi_stdout" };

function given({ given, lines }: Wish): Omit<Sample, "deliver"> & { texts: string[] } {
  const texts = linesOf(readFileSync(given as string)).slice(-lines);
  return { source: "given sample", count: texts.length, notes: [], texts };
}

/** The same input with a command that prints the sample. */
export function sampleExec(wish: Wish): Sample | NoSample {
  if (wish.given === undefined) return { notTried: "its command is not run; give its lines with --sample" };
  const { texts, ...sample } = given(wish);
  return {
    ...sample,
    deliver: ({ folder }) => {
      writeFileSync(join(folder, SAMPLE_FILE), texts.map((line) => `${line}\n`).join(""));
      const input = withSettings(without(wish.input, ["interval_"]), {
        command: `cat ${SAMPLE_FILE}`,
        oneshot: "true",
        exit_after_oneshot: "false",
      });
      return { inputs: [input], first: [] };
    },
  };
}

/** The same input, with the sample at its standard input. */
export function sampleStdin(wish: Wish): Sample | NoSample {
  if (wish.given === undefined) return { notTried: "it reads standard input; give its lines with --sample" };
  const { texts, ...sample } = given(wish);
  // Without a parser it takes JSON only.
  const isRaw = settingOf(wish.input, "parser") !== undefined;
  const lines = isRaw ? texts : texts.map((line) => JSON.stringify(asRecord(line, "log")));
  const stdin = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  return { ...sample, deliver: () => ({ inputs: [wish.input], first: [], stdin }) };
}

/** The same input: it makes its records itself. */
export function sampleDummy({ input }: Wish): Sample {
  const wanted = Number(settingOf(input, "samples") ?? 0);
  const samples = wanted > 0 ? Math.min(wanted, MOST_DUMMIES) : MOST_DUMMIES;
  const dummy = withSettings(without(input, ["interval_", "rate"]), {
    samples: String(samples),
    rate: "20",
  });
  return {
    source: "own lines",
    count: samples * Number(settingOf(input, "copies") ?? 1),
    notes: [],
    deliver: () => ({ inputs: [dummy], first: [] }),
  };
}

/** Records that were given, in place of an input that can't be had here. */
export function sampleOther(wish: Wish): Sample | NoSample {
  const { plugin } = wish.input;
  if (wish.given === undefined)
    return { notTried: `${plugin} can't be tried here; give its records with --sample` };
  const { texts, ...sample } = given(wish);
  const key = LINE_KEYS[plugin] ?? "log";
  const records = texts.map((line) => JSON.stringify(asRecord(line, key)));
  return {
    ...sample,
    notes: [`the records were given to the filters as they are: ${plugin} itself did not run`],
    deliver: (place) => deliverRecords(wish.input, new Map([[undefined, records]]), place),
  };
}
