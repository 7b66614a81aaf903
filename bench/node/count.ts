/** The filter with counters in it: compiled as for release, with names, the default model and instrument.ts. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { withFormats } from "../../trainer/model/formats.ts";
import { DEFAULT_BLOB } from "../../trainer/paths.ts";
import { instrument } from "./instrument.ts";

/** The stage that only the first event of each template has. */
export const PATTERN_STAGE = "… of it the pattern";

/** Stages in the order in which a record passes them, and the function that is each. */
export const STAGES: Readonly<Record<string, string>> = {
  "scan the JSON": "filter/record/json/scan/scanObject",
  "recognise, extract": "filter/parse/record/parseRecord",
  "template of a request": "filter/features/target/requestTemplate",
  "template of a message": "filter/features/template/messageTemplate",
  features: "filter/features/compute/computeFeatures",
  "… of them n-grams and words": "filter/features/ngrams/addText",
  heads: "filter/score/heads/runHeads",
  "… of them bins, forest, distances": "filter/score/incremental/scoreBins",
  "label, reasons": "filter/score/label/judge",
  "write the event": "filter/output/event/putScored",
  [PATTERN_STAGE]: "filter/output/pattern/putPattern",
};

export interface Cost {
  lines: number;
  /** Per line. */
  bytes: number;
  operations: number;
  calls: number;
  /** Operations per line of each stage with all that it calls; one that has no function of its own is left out. */
  stages: Record<string, number>;
}

interface Counted extends Record<string, unknown> {
  memory: WebAssembly.Memory;
  malloc(size: number): number;
  free(address: number): void;
  smartlog(tag: number, tagLength: number, s: number, ns: number, record: number, length: number): number;
}

/** 2026-11-21T06:19:00Z; the same for every record, so that nothing depends on when it is run. */
const SECONDS = 1_795_241_940;

/**
 * Compiles the filter and puts counters in; some seconds.
 *
 * @param change of the module with the default model, before
 */
export function countedModule(change = (module: Buffer) => module): WebAssembly.Module {
  const folder = mkdtempSync(join(tmpdir(), "smartlog-count-"));
  try {
    const named = join(folder, "named.wasm");
    const asc = join(PACKAGE_ROOT, "node_modules", "assemblyscript", "bin", "asc.js");
    const options = [
      "--target",
      "release",
      "--transform",
      "./filter/inline.mjs",
      "--transform",
      "./filter/literals.mjs",
      "--debug",
      "--outFile",
      named,
    ];
    execFileSync(process.execPath, [asc, "filter/index.ts", ...options], { cwd: PACKAGE_ROOT });
    const weighted = change(withFormats(embedModel(readFileSync(named), readFileSync(DEFAULT_BLOB))));
    return new WebAssembly.Module(Uint8Array.from(instrument(weighted, Object.values(STAGES)).module));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the lines cost in a new instance, one after the other. */
export function costOf(module: WebAssembly.Module, lines: readonly Buffer[]): Cost {
  const filter = new WebAssembly.Instance(module, {}).exports as unknown as Counted;
  const read = (name: string) => Number((filter[name] as WebAssembly.Global | undefined)?.value ?? 0n);
  const names = ["operations", "calls", ...Object.values(STAGES).map((stage) => `stage:${stage}`)];
  const before = new Map(names.map((name) => [name, read(name)]));
  let bytes = 0;
  for (const line of lines) {
    bytes += line.length;
    score(filter, Buffer.from(recordOfLine(line)));
  }
  const perLine = (name: string) => (read(name) - (before.get(name) ?? 0)) / lines.length;
  const stages = Object.entries(STAGES).filter(([, stage]) => `stage:${stage}` in filter);
  return {
    lines: lines.length,
    bytes: bytes / lines.length,
    operations: perLine("operations"),
    calls: perLine("calls"),
    stages: Object.fromEntries(stages.map(([name, stage]) => [name, perLine(`stage:${stage}`)])),
  };
}

/** As the shipper calls it. */
function score(filter: Counted, record: Buffer): void {
  const address = filter.malloc(record.length + 1) >>> 0;
  const memory = new Uint8Array(filter.memory.buffer);
  memory.set(record, address);
  memory[address + record.length] = 0;
  filter.smartlog(address, 0, SECONDS, 0, address, record.length);
  filter.free(address);
}
