/** The training pipeline of `smartlog train`: lock, train, report, register, publish. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pool, PoolClient } from "pg";
import { notePromise } from "../store/alarms.ts";
import { failInterrupted, insertModel } from "../store/models.ts";
import { mergeTemplates } from "../store/templates.ts";
import { type AlarmPromise, alarmBudget } from "./model/alarm-budget.ts";
import { withAtOnce } from "./model/at-once.ts";
import { readModel } from "./model/read.ts";
import { readSettings } from "./model/settings.ts";
import type { TemplateMap } from "./model/template-map.ts";
import type { TrainProgress } from "./progress/stages.ts";
import type { PublishContext, PublishStep } from "./publish/context.ts";
import { runExclusively } from "./publish/exclusive.ts";
import { replaceFile } from "./publish/files.ts";
import { publish } from "./publish/publish.ts";
import { endingsOf, endTaughtEntries } from "./taught/end.ts";
import { keepTemplates, mutesUnder } from "./taught/mutes.ts";
import { rekeyed } from "./taught/rekey.ts";
import type { TrainOptions, TrainResult } from "./train/types.ts";

const PIPELINE_STEPS = ["begun", "learnt", "reported", "listed"] as const;
/** The step that has just been done; after `listed` (the candidate is in the registry) those of the publication. */
export type PipelineStep = (typeof PIPELINE_STEPS)[number] | PublishStep;

export interface PipelineOptions {
  pool: Pool;
  context: Omit<PublishContext, "client" | "onStep">;
  /** First event time that is read. */
  from: Date;
  /** Event times before this are read. */
  to: Date;
  seed?: number;
  maxEvents?: number;
  /** Folder of reports; each run makes one of its own in it. */
  reportFolder: string;
  /** Whether the run ends after its report, and changes nothing. */
  dryRun: boolean;
  /** `train` of train/train.ts. */
  learn: (options: TrainOptions) => Promise<TrainResult>;
  onProgress?: TrainProgress;
  onStep?: (step: PipelineStep) => void;
  /** Told what became of an interrupted run. */
  say: (text: string) => void;
}

export interface PipelineResult {
  /**
   * `published`: the candidate serves. `kept`: it was refused. `failed`: it was accepted, and does not serve. `tried`: a
   * dry run.
   */
  outcome: "published" | "kept" | "failed" | "tried";
  /** Id of the candidate. */
  id: string;
  /** Id of the model that served when it was made. */
  served: string;
  /** Why, for people. */
  reason: string;
  reportPath: string;
  result: TrainResult;
  /** Duration of the publication; 0 where there was none. */
  publishSeconds: number;
}

/**
 * Trains on a window of events, judges the candidate, and puts it in service where it is no worse. An exclusive run, which
 * first ends what a killed one left.
 *
 * @throws LockedError where another run holds the lock; TrainError where no candidate could be made
 */
export function trainAndPublish(options: PipelineOptions): Promise<PipelineResult> {
  const { pool, say, onStep, dryRun } = options;
  const context = { ...options.context, ...(onStep ? { onStep } : {}) };
  return runExclusively(pool, context, say, async ({ client, context, serving, assertHeld }) => {
    const interrupted = await failInterrupted(client, "interrupted before it was put in service");
    if (interrupted.length > 0)
      say(`an earlier run was interrupted; of it ${interrupted.join(", ")} is left, and failed`);
    onStep?.("begun");
    const inPlace = readFileSync(context.target);
    const result = await options.learn({
      db: pool,
      // What was taught is neither learnt from nor judged: both models speak for themselves. Mutes stay: what they hide is no alarm.
      module: withAtOnce(inPlace, { taught: [] }),
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
    const done = (outcome: PipelineResult["outcome"], reason: string, publishSeconds = 0): PipelineResult => {
      report.conclude(`${CONCLUSIONS[outcome]} ${reason}`);
      const { id } = candidate;
      return { outcome, id, served: serving.id, reason, reportPath: report.path, result, publishSeconds };
    };
    const [first, ...others] = decision.reasons;
    const reasons = [decision.refusal ?? first, ...others].join(" ");
    if (dryRun) return done("tried", `It would ${decision.publish ? "" : "not "}be published. ${reasons}`);
    // Training takes minutes: a run that has lost the lock meanwhile must not publish beside another.
    await assertHeld();
    await insertModel(client, {
      ...candidate,
      // The registry has the weights alone.
      blob: readModel(withAtOnce(candidate.module, { taught: [], mutes: [] })).blob,
      origin: "trained",
      status: decision.publish ? "candidate" : "refused",
      reason: decision.publish ? "" : reasons,
    });
    onStep?.("listed");
    const endings = await endingsOf(
      pool,
      decision.publish ? candidate.module : undefined,
      result.annotators,
      say,
    );
    if (!decision.publish) {
      await noteAlarms(client, serving.id, inPlace, result.promise, say);
      await endTaughtEntries(client, context, endings, false, say);
      return done("kept", reasons);
    }
    const began = performance.now();
    const mutes = await mutesUnder(pool, candidate.module, say);
    const taught = await rekeyed(pool, candidate.module, endings.stay, say);
    const module = withAtOnce(candidate.module, { taught, mutes });
    const { published, reason } = await publish(context, module, candidate.id);
    if (published) {
      await mergePatterns(client, result.templates, say);
      await noteAlarms(client, candidate.id, module, alarmBudget(module)?.promise, say);
      await keepTemplates(client, mutes, say);
    }
    await endTaughtEntries(client, context, endings, published, say);
    return done(published ? "published" : "failed", reason, (performance.now() - began) / 1000);
  });
}

/** Puts templates that the new model joins into one in the store, too. Never fails the training. */
async function mergePatterns(
  client: PoolClient,
  templates: TemplateMap,
  say: (text: string) => void,
): Promise<void> {
  try {
    const merged = await mergeTemplates(client, templates);
    if (merged > 0) say(`${merged} patterns have become fewer: the words in which they differ vary`);
  } catch (error) {
    say(`patterns are not merged: ${(error as Error).message}`);
  }
}

/**
 * Notes what is promised of alarms. Never fails the training.
 *
 * @param module with the budget that it is promised for: the one in place may have been given another one meanwhile
 */
async function noteAlarms(
  client: PoolClient,
  model: string,
  module: Uint8Array,
  promised: AlarmPromise | undefined,
  say: (text: string) => void,
): Promise<void> {
  try {
    const alarmsADay = promised && alarmBudget(module)?.alarmsADay;
    const threshold = promised?.threshold ?? readSettings(module).thresholds.anomaly;
    await notePromise(client, { alarmsADay, threshold, days: promised?.days, model });
  } catch (error) {
    say(`what was promised of alarms is not noted: ${(error as Error).message}`);
  }
}

const CONCLUSIONS = {
  published: "The candidate serves:",
  kept: "The model in service stays:",
  failed: "The candidate was to serve, and does not:",
  tried: "Nothing was changed: this was a dry run.",
} as const;

/** The report of a run as files: `report.md` and its charts. */
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

  /** Adds the outcome. */
  conclude(text: string): void {
    replaceFile(this.path, Buffer.from(`${this.#text}\n\n## What became of it\n\n${text}\n`));
  }
}
