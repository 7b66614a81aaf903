/** One training, from the lock to the model in service: what `smartlog train` does. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pool } from "pg";
import { failInterrupted, insertModel } from "../store/models.ts";
import type { TrainProgress } from "./progress/stages.ts";
import { publishAlone } from "./publish/exclusive.ts";
import { replaceFile } from "./publish/files.ts";
import { type PublishContext, type PublishStep, publish } from "./publish/publish.ts";
import type { TrainOptions, TrainResult } from "./train/types.ts";

const CYCLE_STEPS = ["begun", "learnt", "reported", "listed"] as const;
/** What has just been done; `listed`: the candidate is in the registry. Then come the steps of the publication. */
export type CycleStep = (typeof CYCLE_STEPS)[number] | PublishStep;

export interface CycleOptions {
  pool: Pool;
  context: Omit<PublishContext, "client" | "onStep">;
  /** Event times from here on, and before there. */
  from: Date;
  to: Date;
  seed?: number;
  maxEvents?: number;
  /** Each run's report gets a folder in it. */
  reportFolder: string;
  /** Learns, judges and reports; changes nothing. */
  dryRun: boolean;
  /** The learner: `train` of train/train.ts. */
  learn: (options: TrainOptions) => Promise<TrainResult>;
  onProgress?: TrainProgress;
  onStep?: (step: CycleStep) => void;
  /** Told what was found of an interrupted run. */
  say: (text: string) => void;
}

export interface CycleResult {
  /** `kept`: the candidate was not better. `failed`: it was, and did not come to serve. `tried`: this was a dry run. */
  outcome: "published" | "kept" | "failed" | "tried";
  /** The candidate, and what served when it was made. */
  id: string;
  served: string;
  /** What decided. */
  reason: string;
  reportPath: string;
  result: TrainResult;
  /** How long the publication took; 0 where there was none. */
  publishSeconds: number;
}

/**
 * Trains on a window of events, judges the candidate, and puts it in service if it is no worse. One at a time; what a
 * killed run left is ended first.
 *
 * @throws LockedError where another is at work; TrainError where no candidate could be made
 */
export function trainAndPublish(options: CycleOptions): Promise<CycleResult> {
  const { pool, say, onStep, dryRun } = options;
  const context = { ...options.context, ...(onStep ? { onStep } : {}) };
  return publishAlone(pool, context, say, async ({ client, context, serving, assertHeld }) => {
    const interrupted = await failInterrupted(client, "interrupted before it was put in service");
    if (interrupted.length > 0)
      say(`an earlier run was interrupted; of it ${interrupted.join(", ")} is left, and failed`);
    onStep?.("begun");
    const result = await options.learn({
      db: pool,
      module: readFileSync(context.target),
      from: options.from,
      to: options.to,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.maxEvents === undefined ? {} : { maxEvents: options.maxEvents }),
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    });
    const { candidate, decision } = result;
    onStep?.("learnt");
    const report = new Report(options.reportFolder, result);
    onStep?.("reported");
    const done = (outcome: CycleResult["outcome"], reason: string, publishSeconds = 0): CycleResult => {
      report.conclude(`${CONCLUSIONS[outcome]} ${reason}`);
      const { id } = candidate;
      return { outcome, id, served: serving.id, reason, reportPath: report.path, result, publishSeconds };
    };
    const reasons = decision.reasons.join(" ");
    if (dryRun) return done("tried", `It would ${decision.publish ? "" : "not "}be published. ${reasons}`);
    // Training takes minutes; who has lost the lock meanwhile must not publish beside another.
    await assertHeld();
    await insertModel(client, {
      ...candidate,
      origin: "trained",
      status: decision.publish ? "candidate" : "refused",
      reason: decision.publish ? "" : reasons,
    });
    onStep?.("listed");
    if (!decision.publish) return done("kept", reasons);
    const began = performance.now();
    const { published, reason } = await publish(context, candidate.module, candidate.id);
    return done(published ? "published" : "failed", reason, (performance.now() - began) / 1000);
  });
}

const CONCLUSIONS = {
  published: "The candidate serves:",
  kept: "The model in service stays:",
  failed: "The candidate was to serve, and does not:",
  tried: "Nothing was changed: this was a dry run.",
} as const;

/** A run's report as files: `report.md` and its charts. */
class Report {
  readonly path: string;
  readonly #text: string;

  constructor(folder: string, { candidate, report, charts }: TrainResult) {
    const own = join(folder, candidate.id);
    mkdirSync(own, { recursive: true });
    for (const [name, svg] of Object.entries(charts)) replaceFile(join(own, name), Buffer.from(svg));
    this.path = join(own, "report.md");
    this.#text = report.trimEnd();
    replaceFile(this.path, Buffer.from(`${this.#text}\n`));
  }

  /** Adds what became of the candidate. */
  conclude(text: string): void {
    replaceFile(this.path, Buffer.from(`${this.#text}\n\n## What became of it\n\n${text}\n`));
  }
}
