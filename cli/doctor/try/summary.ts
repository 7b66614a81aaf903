/** What two runs of an input say together. */
import type { Filter } from "../../../host/filter.ts";
import { fixedTag, takes } from "../pipeline/tag.ts";
import { type Collected, collected } from "./collected.ts";
import { ALL, type SafePipeline } from "./copy/index.ts";
import { settingOf } from "./copy/section.ts";
import { LineKeys } from "./line-key.ts";
import type { InputTry } from "./report.ts";
import { complaints, type Run, readOutput } from "./run.ts";

/** Where the records come out that reach SmartLog's filter. */
export const REACHED = "reached.out";
const MOST_COMPLAINTS = 6;
/** Filters that take records out and put them in again from the start: dropped for Fluent Bit, and not lost. */
const HANDS_ON = new Set(["rewrite_tag", "multiline"]);

export type Counts = Omit<
  InputTry,
  | ("name" | "plugin" | "where" | "at" | "notTried" | "source")
  | ("clientTag" | "linesIn" | "joinsLines" | "notes")
>;

/** Nothing came in, nothing came out. */
export function nothing(): Counts {
  return {
    ...{ tags: {}, recordsIn: 0, filtered: 0, recordsOut: 0, scored: 0, read: 0, kinds: {}, labels: {} },
    ...{
      lineKeys: {},
      guessedKeys: {},
      dropped: [],
      unscored: 0,
      removed: 0,
      renamed: {},
      scoredTwice: 0,
      outputs: [],
    },
    ...{ unrouted: 0, said: [] },
  };
}

/**
 * @param input the one that was run
 * @param full the whole pipeline's run
 * @param before the run up to SmartLog's filter; left out where there is none
 * @param filter the module that scored; left out where it can't be run here
 */
export function summary(
  pipeline: SafePipeline,
  input: SafePipeline["inputs"][number],
  full: Run,
  before: Run | undefined,
  filter: Filter | undefined,
): { counts: Counts; byOutput: Map<string, Collected[]> } {
  const all = collected(readOutput(full, ALL));
  const byOutput = new Map(pipeline.outputs.map(({ file }) => [file, collected(readOutput(full, file))]));
  const counts: Counts = {
    ...nothing(),
    tags: tally(all.map(({ tag }) => tag)),
    recordsIn: full.metrics.sum("fluentbit_input_records_total", "try."),
    recordsOut: all.length,
    said: complaints(full.log, MOST_COMPLAINTS).map((line) => inUserTerms(line, pipeline, input, full)),
    ...(full.ended === undefined ? {} : { ended: full.ended }),
  };
  addEvents(counts, all);
  addFilters(counts, pipeline, full);
  const reached = before ? collected(readOutput(before, REACHED)) : [];
  addLosses(counts, pipeline, all, reached.length);
  addOutputs(counts, pipeline, all, byOutput, settingOf(input.section, "routes") !== undefined);
  if (filter) {
    const keys = new LineKeys(filter);
    for (const { record } of reached) keys.add(record);
    counts.lineKeys = keys.counts;
  }
  return { counts, byOutput };
}

/** A line of Fluent Bit's log, with the configuration's names in place of the copy's. */
function inUserTerms(
  line: string,
  { outputs, filters }: SafePipeline,
  input: SafePipeline["inputs"][number],
  { folder }: Run,
): string {
  return line
    .replaceAll(`${folder}/`, "")
    .replace(/\b(?:file|output)\.(\d+)\b/g, (same, i) => outputs[Number(i)]?.name ?? same)
    .replace(/\bfilter\.\d+\b/g, (same) => filters.find(({ alias }) => alias === same)?.name ?? same)
    .replace(/\btry\.\d+\b/g, input.name);
}

function addEvents(counts: Counts, all: readonly Collected[]): void {
  const events = all.flatMap(({ event }) => event ?? []);
  counts.scored = events.length;
  counts.read = events.filter(({ kind }) => kind !== "unknown").length;
  counts.kinds = tally(events.map(({ kind }) => kind));
  counts.labels = tally(events.map(({ label }) => label));
  counts.guessedKeys = tally(events.flatMap(({ line_key }) => line_key ?? []));
  counts.renamed = tally(all.flatMap(({ renamed }) => renamed ?? []));
}

function addFilters(counts: Counts, { filters }: SafePipeline, { metrics }: Run): void {
  for (const { alias, name, section, isOurs } of filters) {
    const records = metrics.of("fluentbit_filter_drop_records_total", alias);
    if (isOurs) counts.filtered += metrics.of("fluentbit_filter_records_total", alias);
    if (records > 0 && !HANDS_ON.has(section.plugin))
      counts.dropped.push({ filter: name, plugin: section.plugin, isOurs, records });
  }
}

/** Of the records without an event, those that had one, so far as the filters' counters can tell. */
function addLosses(
  counts: Counts,
  { filters }: SafePipeline,
  all: readonly Collected[],
  reached: number,
): void {
  const elsewhere = Object.values(counts.renamed).reduce((sum, each) => sum + each, 0);
  const bare = all.length - counts.scored - elsewhere;
  const ours = filters.findIndex(({ isOurs }) => isOurs);
  const later = new Set(filters.slice(ours).map(({ name }) => name));
  const lost = counts.dropped
    .filter(({ filter }) => later.has(filter))
    .reduce((sum, { records }) => sum + records, 0);
  const scoredOnce = Math.max(0, reached - lost);
  counts.removed = Math.min(bare, Math.max(0, scoredOnce - counts.scored - elsewhere));
  counts.unscored = bare - counts.removed;
  const twice = all.filter(({ isScoredTwice }) => isScoredTwice).length;
  // A client can send a record that looks scored: only what the filter was given twice counts.
  counts.scoredTwice = Math.min(twice, Math.max(0, counts.filtered - reached));
}

function addOutputs(
  counts: Counts,
  { outputs }: SafePipeline,
  all: readonly Collected[],
  byOutput: ReadonlyMap<string, Collected[]>,
  isRouted: boolean,
): void {
  const routed = new Set<string>();
  for (const { file, name, plugin, where, at, original } of outputs) {
    const records = byOutput.get(file) ?? [];
    const arrived = new Set(records.map(({ tag }) => tag));
    const isTaken = (tag: string) =>
      arrived.has(tag) || (!isRouted && takes(original.settings, fixedTag(tag)) === "yes");
    const offered = all.filter(({ tag }) => isTaken(tag));
    for (const { tag } of offered) routed.add(tag);
    counts.outputs.push({
      name,
      plugin,
      where,
      ...(at === undefined ? {} : { at }),
      records: records.length,
      scored: scoredOf(records),
      ...(isRouted ? {} : { offered: offered.length, offeredScored: scoredOf(offered) }),
    });
  }
  counts.unrouted = all.filter(({ tag }) => !routed.has(tag)).length;
}

function scoredOf(records: readonly Collected[]): number {
  return records.filter(({ event }) => event !== undefined).length;
}

function tally<Name extends string>(names: readonly Name[]): Record<Name, number> {
  const counts: Partial<Record<Name, number>> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts as Record<Name, number>;
}
