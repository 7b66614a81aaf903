/** Proves a configuration by running it for a moment, with a sample, in the Fluent Bit that is installed here. */
import { resolve } from "node:path";
import type { Filter } from "../../../host/filter.ts";
import type { ShipperConfig } from "../config/shipper-config.ts";
import { isStore } from "../pipeline/sinks.ts";
import { ALL, collectorOf, copyOf, type SafePipeline, safePipeline } from "./copy/index.ts";
import { type CopySection, copySection, settingOf, withSettings } from "./copy/section.ts";
import { TryFolder } from "./folder.ts";
import { freePortOfBoth } from "./free-port.ts";
import { givenSamples } from "./given.ts";
import type { Change, InputTry, TryReport } from "./report.ts";
import { type Run, type RunOptions, run, runFolder } from "./run.ts";
import { sampleFor } from "./samples/index.ts";
import type { Sample } from "./samples/sample.ts";
import { TryStore } from "./stored.ts";
import { nothing, REACHED, summary } from "./summary.ts";

export type { InputTry, TryReport } from "./report.ts";

/** Processes that run at a time: each is idle most of its time. */
const AT_ONCE = 8;
/** Longer than a flush and what the filters hold back. */
const COMPLETE_MS = 400;
const WITH_MULTILINE_FILTER_MS = 1_000;
const INCOMPLETE_MS = 1_000;
/** The joining of lines looks every four seconds for an event that waits for its next line. */
const JOINED_MS = 9_000;
const HELD_BACK = "lines are joined: the last event of a file may be missing, it waits for its next line";
const ATTEMPTS = 3;
const JOINS_LINES = /^(?:multiline(?:\..+)?|docker_mode)$/;

export interface TryOptions {
  /** Fluent Bit. */
  program: string;
  environment: NodeJS.ProcessEnv;
  /** Most lines of each file, and of the journal. */
  lines: number;
  /** Files with lines for inputs: `NAME=FILE`, by alias, `tail.0`, tag or plugin. */
  samples?: readonly string[];
  /** Stands in for the filter that the configuration names. */
  module?: string | undefined;
  /** The same module in Node; without it, it is not said which key held the line. */
  newFilter?: (() => Filter) | undefined;
  /** Postgres as another role than the pgsql output's. */
  databaseUrl?: string | undefined;
}

/**
 * Runs each input's part of a configuration by itself, with a sample: the whole pipeline, and beside it what comes before
 * SmartLog's filter. Nothing leaves the machine, and nothing is written outside a temporary folder.
 *
 * @throws UsageError where a sample is given for no input, or can't be read
 */
export async function tryPipeline(config: ShipperConfig, options: TryOptions): Promise<TryReport> {
  const started = Date.now();
  const home = new TryFolder();
  const store = new TryStore(home, options.databaseUrl);
  const changed: Change[] = [];
  try {
    const module = options.module === undefined ? undefined : resolve(options.module);
    const pipeline = safePipeline(config, runFolder(home, "shared"), module, (change) =>
      changed.push(change),
    );
    store.prepare(config.outputs);
    const given = givenSamples(options.samples ?? [], pipeline);
    const around = { options, home, slots: new Slots(AT_ONCE), store };
    const inputs = await Promise.all(
      pipeline.inputs.map((_, i) => tryInput(pipeline, i, given.get(i), around)),
    );
    return { program: options.program, seconds: (Date.now() - started) / 1000, inputs, changed };
  } finally {
    await store.close();
    home.close();
  }
}

interface Around {
  options: TryOptions;
  home: TryFolder;
  slots: Slots;
  store: TryStore;
}

async function tryInput(
  pipeline: SafePipeline,
  index: number,
  given: string | undefined,
  { options, home, slots, store }: Around,
): Promise<InputTry> {
  const input = pipeline.inputs[index] as SafePipeline["inputs"][number];
  const { section, name, where, at } = input;
  const head = { name, plugin: section.plugin, where, ...(at === undefined ? {} : { at }) };
  const isJoined = joinsLines(section);
  const sample = sampleFor({ input: section, lines: options.lines, given, clientTag: tagFor(pipeline) });
  if ("notTried" in sample)
    return { ...head, notTried: sample.notTried, linesIn: 0, joinsLines: isJoined, notes: [], ...nothing() };
  const [full, before] = await Promise.all([
    slots.use(() => runFull(pipeline, index, sample, options, home)),
    slots.use(() => runBefore(pipeline, index, sample, options, home)),
  ]);
  const { counts, byOutput } = summary(pipeline, input, full, before, options.newFilter?.());
  for (const [i, { original, file }] of pipeline.outputs.entries()) {
    const stored = await store.try(original, byOutput.get(file) ?? []);
    const output = counts.outputs[i];
    if (output && stored) output.store = stored;
  }
  const notes = [
    ...sample.notes,
    ...(isJoined && counts.recordsIn > 0 ? [HELD_BACK] : []),
    ...(full.unsent === undefined ? [] : [full.unsent]),
  ];
  const { source, count, clientTag } = sample;
  return {
    ...head,
    source,
    ...(clientTag === undefined ? {} : { clientTag }),
    linesIn: count,
    joinsLines: isJoined,
    notes,
    ...counts,
  };
}

function runFull(
  pipeline: SafePipeline,
  index: number,
  sample: Sample,
  options: TryOptions,
  home: TryFolder,
): Promise<Run> {
  const outputs = [
    ...pipeline.outputs.map((each) => each.section),
    withSettings(collectorOf(copySection("", { match: "*" }), ALL), { alias: ALL }),
  ];
  const filters = pipeline.filters.map(({ section }) => section);
  return start(`input-${index}`, pipeline, index, sample, { filters, outputs }, options, home);
}

/** Up to SmartLog's filter: what it is given. */
async function runBefore(
  pipeline: SafePipeline,
  index: number,
  sample: Sample,
  options: TryOptions,
  home: TryFolder,
): Promise<Run | undefined> {
  const at = pipeline.filters.findIndex(({ isOurs }) => isOurs);
  const ours = pipeline.filters[at];
  if (!ours) return undefined;
  const filters = pipeline.filters.slice(0, at).map(({ section }) => section);
  const { match, match_regex } = Object.fromEntries(
    ["match", "match_regex"].map((name) => [name, settingOf(ours.section, name)]),
  );
  const outputs = [collectorOf(copySection("", { match, match_regex }), REACHED)];
  return start(`before-${index}`, pipeline, index, sample, { filters, outputs }, options, home);
}

async function start(
  name: string,
  pipeline: SafePipeline,
  index: number,
  sample: Sample,
  { filters, outputs }: Pick<RunOptions["copy"], "filters" | "outputs">,
  { program, environment }: TryOptions,
  home: TryFolder,
): Promise<Run> {
  const isJoined = joinsLines(pipeline.inputs[index]?.section);
  const hasMultiline = filters.some(({ plugin }) => plugin === "multiline");
  const quietMs = {
    complete: hasMultiline ? WITH_MULTILINE_FILTER_MS : COMPLETE_MS,
    incomplete: INCOMPLETE_MS,
    empty: isJoined ? JOINED_MS : INCOMPLETE_MS,
  };
  for (let attempt = 1; ; attempt++) {
    const folder = runFolder(home, `${name}-${attempt}`);
    const [port, inputPort] = [await freePortOfBoth(), await freePortOfBoth()];
    const delivery = sample.deliver({ folder, port: inputPort });
    const copy = copyOf(pipeline, port, delivery.inputs, [...delivery.first, ...filters], outputs);
    const result = await run({
      ...{ program, environment, home, copy, delivery, port, folder, expected: sample.count, quietMs },
    });
    // A port that was free a moment ago may be another's by now.
    if (attempt === ATTEMPTS || !/could not bind address/.test(result.log)) return result;
  }
}

function joinsLines(input: CopySection | undefined): boolean {
  return input?.settings.some(([name]) => JOINS_LINES.test(name)) === true;
}

/** A tag for clients that choose theirs: one that SmartLog's filter takes, and then an output, a store's before others. */
function tagFor({ filters, outputs }: SafePipeline): string {
  const ours = filters.find(({ isOurs }) => isOurs);
  const feeding = outputs.toSorted(
    (one, other) => Number(isStore(other.original)) - Number(isStore(one.original)),
  );
  const sections = [...(ours ? [ours.section] : []), ...feeding.map(({ section }) => section)];
  const matches = sections.flatMap((section) => settingOf(section, "match") ?? []);
  return (matches.find((match) => match !== "*" && match !== "**") ?? "*").replaceAll("*", "sample");
}

/** Lets a few things go on at a time. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(free: number) {
    this.#free = free;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
