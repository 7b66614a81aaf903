/** A run of training before its first stage: options checked, the module in service taken apart. */
import { readFileSync } from "node:fs";
import { runnable } from "../../host/compiled.ts";
import { SmartLogError } from "../../host/error.ts";
import { Random } from "../../simulate/lib/random.ts";
import { type Decoded, decodeModule } from "../model/decode.ts";
import { embedModel } from "../model/embed.ts";
import { learntSections } from "../model/encode-learnt.ts";
import type { Learnt } from "../model/model.ts";
import { blobOf } from "../model/sections.ts";
import { DEFAULT_BLOB } from "../paths.ts";
import { Stages } from "../progress/stages.ts";
import { TrainError } from "./error.ts";
import type { TrainOptions } from "./types.ts";

const DEFAULT_SEED = 1;

/** What all stages of a run share. */
export interface Run {
  options: TrainOptions;
  seed: number;
  /** Stages fork it in their order and by their names: another order, or another name, gives other candidates. */
  rng: Random;
  stages: Stages;
  /** A usual size, by the run's effort. */
  sized(usual: number): number;
  /** The model in service. */
  incumbent: Decoded;
  /** The module in service, compiled once for its dozens of instances. */
  inService: WebAssembly.Module;
  /** The default model, in the module's code; the model in service where that takes no other. */
  standard: { learnt: Learnt; module: WebAssembly.Module };
}

/** @throws TrainError where the window is empty, or the module in service can't be learnt on from */
export function beginRun(options: TrainOptions): Run {
  const { from, to, module, effort = 1, seed = DEFAULT_SEED } = options;
  if (!(from.getTime() < to.getTime()))
    throw new TrainError(
      "EMPTY_WINDOW",
      `the window from ${from.toISOString()} to ${to.toISOString()} is empty`,
      "Give a start before the end.",
    );
  const incumbent = decoded(module);
  const inService = compiled(module);
  return {
    options,
    seed,
    rng: new Random(seed),
    stages: new Stages(options.onProgress),
    sized: (usual) => Math.round(usual * effort),
    incumbent,
    inService,
    standard: standardFor(module, incumbent) ?? { learnt: incumbent.learnt, module: inService },
  };
}

/** What the default model learnt, in the module in service; undefined where that has it, or is of another version. */
function standardFor(module: Uint8Array, incumbent: Decoded): Run["standard"] | undefined {
  try {
    const { learnt, sections: own } = decodeModule(embedModel(runnable(module), readFileSync(DEFAULT_BLOB)));
    const sections = new Map(incumbent.sections);
    for (const [name] of learntSections(learnt)) sections.set(name, own.get(name) as Buffer);
    const isServing = [...sections].every(([name, body]) =>
      body.equals(incumbent.sections.get(name) as Buffer),
    );
    if (isServing) return undefined;
    const standard = embedModel(runnable(module), blobOf(sections, incumbent.schema));
    return { learnt, module: compiled(standard) };
  } catch (error) {
    if (error instanceof SmartLogError) return undefined;
    throw error;
  }
}

/** A module for many instances. */
export function compiled(module: Uint8Array): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(runnable(module)));
}

/** @throws TrainError where there is no sound model in the module */
export function decoded(module: Uint8Array): Decoded {
  try {
    return decodeModule(module);
  } catch (cause) {
    throw new TrainError(
      "MODULE_UNUSABLE",
      `the module in service can't be learnt on from: ${(cause as Error).message}`,
      "Put a sound module in its place: smartlog model rollback, or npm run build.",
      cause,
    );
  }
}
