/**
 * What the filter costs in a stock Fluent Bit, which interprets Wasm: user CPU seconds and peak memory of the whole
 * process over the same lines, in interleaved rounds.
 *
 *     node build/bench/fluent-bit/run.js [--lines 500000] [--rounds 5] [--module build/filter.wasm] [--kind mixed]
 *
 * Through: no filter; a Wasm filter that gives the record back as it is; one that adds a constant event of the usual
 * length, which is the least that any filter with this contract takes; SmartLog; SmartLog with its heads off, one by one
 * and all; the same module compiled ahead of time, where `flb-wamrc` or `wamrc` is found; another build of the module
 * (`--before FILE`); Fluent Bit's own regex parser for nginx lines; for access lines a consumer with scikit-learn, where
 * python3 has it.
 * The lines are simulated (`--kind web` for access lines alone), and, where the checkout has real logs beside it
 * (../shared/data/real), access logs repeated, as a table of their own.
 *
 * Linux only: CPU and memory are read from /proc.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultModulePath, PACKAGE_ROOT } from "../../host/module.ts";
import { simulate } from "../../simulate/index.ts";
import { HEADS, type Head } from "../../trainer/model/model.ts";
import { changeSettings } from "../../trainer/model/settings.ts";
import { compiledModule } from "../compiled.ts";
import { consume, hasConsumer } from "./consumer.ts";
import { compileAsIs, compileFloor } from "./least.ts";

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "500000" },
    rounds: { type: "string", default: "5" },
    module: { type: "string", default: defaultModulePath() },
    before: { type: "string" },
    kind: { type: "string", default: "mixed" },
    seed: { type: "string", default: "7" },
  },
});
const AHEAD_OF_TIME = "SmartLog, ahead of time";
/** Lines whose answers are compared. */
const COMPARED = 20_000;
/** Scheduler ticks of a second, in which the kernel counts CPU time for processes (USER_HZ). */
const TICKS = 100;
/** Distinct simulated lines; more are the same ones again. */
const DISTINCT = 50_000;
const binary = process.env.SMARTLOG_FLUENT_BIT ?? "fluent-bit";
if (spawnSync(binary, ["--version"]).status !== 0) {
  console.log("SKIPPED: no fluent-bit in PATH; SMARTLOG_FLUENT_BIT can name one");
  process.exit(0);
}

interface Corpus {
  name: string;
  text: string;
  /** Whether all lines are access lines in common or combined format, which the consumer reads. */
  isWeb: boolean;
}

const AS_IS = "as-is Wasm filter";
const FLOOR = "a constant event, no work";
const SMARTLOG = "SmartLog";

interface Run {
  /** User CPU, seconds. */
  user: number;
  /** Peak resident memory, MB. */
  memory: number;
}

/** The scikit-learn consumer: what it does, lines that it gets, whether it is fitted once. */
const CONSUMERS = [
  ["scikit-learn, fitted on each batch", 1000, false],
  ["scikit-learn, fitted once", 5000, true],
] as const;
const withConsumer = hasConsumer();
if (!withConsumer) console.log("no python3 with scikit-learn (SMARTLOG_PYTHON can name one): no consumer");

const folder = mkdtempSync(join(tmpdir(), "smartlog-bench-"));
try {
  const ways = prepare();
  for (const corpus of corpora()) {
    const fitting = new Map([...ways, [FLOOR, floor(corpus)]]);
    await compareAnswers(corpus, fitting);
    await measure(corpus, fitting);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The ways through Fluent Bit: by name, what stands under `filters`. */
function prepare(): Map<string, string> {
  const module = readFileSync(values.module);
  const without = (name: string, heads: readonly Head[]) => {
    const path = join(folder, `${name}.wasm`);
    const on = Object.fromEntries(heads.map((head) => [head, false]));
    writeFileSync(path, changeSettings(module, { on }));
    return wasm(path);
  };
  const parsers = join(folder, "parsers.conf");
  writeFileSync(
    parsers,
    "[PARSER]\n    Name nginx\n    Format regex\n    Regex ^(?<remote>[^ ]*) (?<host>[^ ]*) (?<user>[^ ]*) " +
      '\\[(?<time>[^\\]]*)\\] "(?<method>\\S+)(?: +(?<path>[^\\"]*?)(?: +\\S*)?)?" (?<code>[^ ]*) (?<size>[^ ]*)' +
      '(?: "(?<referer>[^\\"]*)" "(?<agent>[^\\"]*)")\n    Time_Key time\n    Time_Format %d/%b/%Y:%H:%M:%S %z\n',
  );
  const aheadOfTime = compiledModule(module, folder);
  return new Map([
    ["no filter", ""],
    [AS_IS, wasm(compileAsIs(folder))],
    [SMARTLOG, wasm(values.module)],
    ...(values.before ? [["SmartLog, the build before", wasm(values.before)] as const] : []),
    ...(aheadOfTime ? [[AHEAD_OF_TIME, wasm(aheadOfTime)] as const] : []),
    ["SmartLog, anomaly off", without("no-anomaly", ["anomaly"])],
    ["SmartLog, all heads off", without("no-heads", HEADS)],
    [
      "regex parser nginx",
      `  filters:\n    - {name: parser, match: "*", key_name: log, parser: nginx, reserve_data: true}\n`,
    ],
  ]);
}

/** The filter that adds a constant event as long as this corpus's usually are. */
function floor({ name, text }: Corpus): string {
  const { path, bytes } = compileFloor(readFileSync(values.module), text.trimEnd().split("\n"), folder);
  console.log(`\n${name}: the event that is added without any work has ${bytes} bytes`);
  return wasm(path);
}

function wasm(path: string): string {
  return `  filters:\n    - {name: wasm, match: "*", event_format: json, wasm_path: "${path}", function_name: smartlog}\n`;
}

function* corpora(): Generator<Corpus> {
  const lines = Number(values.lines);
  const kind = values.kind as Parameters<typeof simulate>[0]["kind"];
  const seed = Number(values.seed);
  const isWeb = kind === "web";
  const drawn = Array.from(simulate({ kind, lines: Math.min(lines, DISTINCT), seed }), ({ line }) => line);
  // Some servers write JSON.
  const taken = isWeb ? drawn.filter((line) => !line.startsWith("{")) : drawn;
  const name = isWeb ? "simulated access lines" : `simulated, ${kind}`;
  yield { name, text: repeated(taken, lines), isWeb };
  const real = ["nginx.log", "apache.log"].map((name) =>
    join(PACKAGE_ROOT, "..", "shared", "data", "real", name),
  );
  if (!real.every(existsSync)) {
    console.log("no real logs in ../shared/data/real beside the checkout: simulated lines only");
    return;
  }
  const read = real.flatMap((path) => readFileSync(path, "latin1").trimEnd().split("\n"));
  yield { name: "real access logs", text: repeated(read, lines), isWeb: true };
}

function repeated(lines: readonly string[], count: number): string {
  const out: string[] = [];
  for (let i = 0; i < count; i++) out.push(lines[i % lines.length] as string);
  return `${out.join("\n")}\n`;
}

/** What a filter makes of a corpus's first lines: records as JSON, in order. */
async function answersOf(filter: string, { text }: Corpus): Promise<string[]> {
  const log = join(folder, "compared.log");
  const out = join(folder, "answers.json");
  writeFileSync(log, `${text.trimEnd().split("\n", COMPARED).join("\n")}\n`, "latin1");
  rmSync(out, { force: true });
  await run(log, filter, `{name: file, match: "*", path: "${folder}", file: answers.json, format: plain}`);
  return readFileSync(out, "utf8").trimEnd().split("\n");
}

/** Compares answers that have to be alike: different ones make times worthless. */
async function compareAnswers(corpus: Corpus, ways: ReadonlyMap<string, string>): Promise<void> {
  const { name } = corpus;
  const compiled = ways.get(AHEAD_OF_TIME);
  const ours = await answersOf(ways.get(SMARTLOG) ?? "", corpus);
  const constant = (await answersOf(ways.get(FLOOR) ?? "", corpus)).filter(
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
    if (withoutIds(ours) !== withoutIds(await answersOf(compiled, corpus)))
      throw new Error(`${name}: compiled ahead of time, the module answers otherwise; nothing was timed`);
    console.log(`\n${name}: ${ours.length} lines, answered alike when compiled ahead of time`);
  }
}

async function measure({ name, text, isWeb }: Corpus, ways: ReadonlyMap<string, string>): Promise<void> {
  const log = join(folder, "lines.log");
  writeFileSync(log, text, "latin1");
  const lines = Number(values.lines);
  const runs = new Map<string, Run[]>(Array.from(ways.keys(), (way) => [way, []]));
  const peers = new Map<string, number[]>();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [way, filter] of ways) runs.get(way)?.push(await run(log, filter));
    if (!isWeb || !withConsumer) continue;
    for (const [peer, count, fitsOnce] of CONSUMERS) {
      const taken = Math.min(count, lines);
      const seconds = consume(log, taken, fitsOnce) / taken;
      peers.set(peer, [...(peers.get(peer) ?? []), seconds]);
    }
  }
  const middle = (way: string, of: keyof Run) => median((runs.get(way) ?? []).map((one) => one[of]));
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

/** What the process has used so far; undefined once it is gone. */
function readProcess(pid: number): Run | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // Behind the name, which may have blanks in it: state is the first field, utime the twelfth.
    const utime = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[11];
    const peak = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return peak === undefined ? undefined : { user: Number(utime) / TICKS, memory: Number(peak) / 1024 };
  } catch {
    return undefined;
  }
}

/** Reads the log to its end, once, through a filter. Memory is bounded, so that peaks can be compared. */
async function run(log: string, filter: string, output = '{name: "null", match: "*"}'): Promise<Run> {
  const config = join(folder, "bench.yaml");
  writeFileSync(
    config,
    `service: {flush: 0.2, grace: 1, log_level: error, parsers_file: ${join(folder, "parsers.conf")}}
pipeline:
  inputs:
    - {name: tail, path: "${log}", read_from_head: true, exit_on_eof: true, mem_buf_limit: 4M, refresh_interval: 1}
${filter}  outputs:
    - ${output}
`,
  );
  const child = spawn(binary, ["-q", "-c", config], { stdio: "ignore" });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let isRunning = true;
  ended.then(() => {
    isRunning = false;
  });
  let last: Run = { user: 0, memory: 0 };
  while (isRunning) {
    last = readProcess(child.pid as number) ?? last;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return last;
}
