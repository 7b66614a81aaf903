/**
 * What the filter costs in a stock Fluent Bit, which interprets Wasm: user CPU seconds and peak memory of the whole
 * process over the same lines, in interleaved rounds.
 *
 *     node build/bench/fluent-bit/run.js [--lines 500000] [--rounds 5] [--module build/filter.wasm] [--kind mixed]
 *         [--log access.log]…
 *
 * Through: no filter; a Wasm filter that gives the record back as it is; one that adds a constant event of the usual
 * length, which is the least that any filter with this contract takes; SmartLog; SmartLog with its heads off, one by one
 * and all; the same module compiled ahead of time, where `flb-wamrc` or `wamrc` is found; another build of the module
 * (`--before FILE`); Fluent Bit's own regex parser for nginx lines; for access lines a consumer with scikit-learn, where
 * python3 has it.
 * The lines are simulated (`--kind web` for access lines alone). Access lines of files (`--log FILE`, repeatable) make a
 * table of their own.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultModulePath } from "../../host/module.ts";
import { consume, hasConsumer } from "./consumer.ts";
import { type Corpus, realCorpus, simulatedCorpus } from "./corpora.ts";
import { AHEAD_OF_TIME, AS_IS, FLOOR, floorFilter, makeFilters, SMARTLOG } from "./filters.ts";
import { answersOf, hasFluentBit, runFluentBit, type Usage } from "./fluent-bit.ts";

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "500000" },
    rounds: { type: "string", default: "5" },
    module: { type: "string", default: defaultModulePath() },
    before: { type: "string" },
    kind: { type: "string", default: "mixed" },
    seed: { type: "string", default: "7" },
    log: { type: "string", multiple: true, default: [] },
  },
});
/** Lines whose answers are compared. */
const COMPARED = 20_000;
/** The scikit-learn consumer: its name, lines that it gets, whether it is fitted once. */
const CONSUMERS = [
  ["scikit-learn, fitted on each batch", 1000, false],
  ["scikit-learn, fitted once", 5000, true],
] as const;

if (!hasFluentBit()) {
  console.log("SKIPPED: no fluent-bit in PATH; SMARTLOG_FLUENT_BIT can name one");
  process.exit(0);
}
const withConsumer = hasConsumer();
if (!withConsumer) console.log("no python3 with scikit-learn (SMARTLOG_PYTHON can name one): no consumer");

const folder = mkdtempSync(join(tmpdir(), "smartlog-bench-"));
try {
  const filters = makeFilters(values.module, values.before, folder);
  for (const corpus of corpora()) {
    const fitting = new Map([...filters, [FLOOR, floorFilter(values.module, corpus, folder)]]);
    await compareAnswers(corpus, fitting);
    await measure(corpus, fitting);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function* corpora(): Generator<Corpus> {
  const lines = Number(values.lines);
  const kind = values.kind as Parameters<typeof simulatedCorpus>[0];
  yield simulatedCorpus(kind, lines, Number(values.seed));
  if (values.log.length > 0) yield realCorpus(values.log, lines);
}

/** Compares answers that have to be alike: different ones make times worthless. */
async function compareAnswers({ name, text }: Corpus, ways: ReadonlyMap<string, string>): Promise<void> {
  const lines = text.trimEnd().split("\n", COMPARED);
  const compiled = ways.get(AHEAD_OF_TIME);
  const ours = await answersOf(lines, ways.get(SMARTLOG) ?? "", folder);
  const constant = (await answersOf(lines, ways.get(FLOOR) ?? "", folder)).filter(
    (line) => "smartlog" in JSON.parse(line),
  );
  if (constant.length !== ours.length)
    throw new Error(
      `${name}: of ${ours.length} records ${constant.length} got the constant event; nothing was timed`,
    );
  if (compiled !== undefined) {
    // Ids are of the arrival, and so is the time of a line that has none.
    const withoutIds = (records: string[]) =>
      records.join("\n").replace(/"id":"[0-9a-f]*","ts":[0-9.]*/g, "");
    if (withoutIds(ours) !== withoutIds(await answersOf(lines, compiled, folder)))
      throw new Error(`${name}: compiled ahead of time, the module answers otherwise; nothing was timed`);
    console.log(`\n${name}: ${ours.length} lines, answered alike when compiled ahead of time`);
  }
}

async function measure({ name, text, isWeb }: Corpus, ways: ReadonlyMap<string, string>): Promise<void> {
  const log = join(folder, "lines.log");
  writeFileSync(log, text, "latin1");
  const lines = Number(values.lines);
  const runs = new Map<string, Usage[]>(Array.from(ways.keys(), (way) => [way, []]));
  const peers = new Map<string, number[]>();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [way, filter] of ways) runs.get(way)?.push(await runFluentBit(log, filter, folder));
    if (!isWeb || !withConsumer) continue;
    for (const [peer, count, fitsOnce] of CONSUMERS) {
      const taken = Math.min(count, lines);
      const seconds = consume(log, taken, fitsOnce) / taken;
      peers.set(peer, [...(peers.get(peer) ?? []), seconds]);
    }
  }
  const middle = (way: string, of: keyof Usage) => median((runs.get(way) ?? []).map((one) => one[of]));
  const base = middle(AS_IS, "user");
  const memory = middle(AS_IS, "memory");
  console.log(
    `\n${name}: ${lines.toLocaleString("en")} lines, ${Math.round(text.length / lines)} bytes each, ${values.rounds} rounds`,
  );
  for (const way of ways.keys()) {
    const user = middle(way, "user");
    const peak = middle(way, "memory");
    console.log(
      `  ${way.padEnd(26)} ${user.toFixed(2).padStart(8)} s user  ${((user / lines) * 1e6).toFixed(2).padStart(7)} µs a line  ` +
        `${(user / base).toFixed(2).padStart(6)} × as-is  ${peak.toFixed(1).padStart(6)} MB (${signed(peak - memory)})`,
    );
  }
  const least = middle(FLOOR, "user");
  const timesLeast = [SMARTLOG, AHEAD_OF_TIME]
    .filter((way) => ways.has(way))
    .map((way) => `${way} ${(middle(way, "user") / least).toFixed(2)} times`);
  console.log(`  of what an answer of that length takes in any case: ${timesLeast.join("; ")}`);
  for (const [peer, seconds] of peers) {
    const rate = 1 / median(seconds);
    const times = [...ways.keys()]
      .filter((way) => way.startsWith("SmartLog"))
      .map((way) => `${way} ${(lines / middle(way, "user") / rate).toFixed(1)} times`);
    console.log(`  ${peer}: ${Math.round(rate)} lines a second of one core; as many, ${times.join(", ")}`);
  }
}

function signed(megabytes: number): string {
  return `${megabytes < 0 ? "-" : "+"}${Math.abs(megabytes).toFixed(1)}`;
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
