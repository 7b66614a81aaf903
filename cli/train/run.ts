import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { dataDir } from "../../store/data-dir.ts";
import { dataFolder } from "../../store/embedded/folder.ts";
import { type PipelineResult, trainAndPublish } from "../../trainer/pipeline.ts";
import { TrainError } from "../../trainer/train/error.ts";
import { train } from "../../trainer/train/train.ts";
import { CommandError } from "../lib/errors.ts";
import { makeFolder } from "../lib/folder.ts";
import { columns, printable, say } from "../lib/output.ts";
import { type PublishingOptions, publishingContext, readModule } from "../lib/publishing.ts";
import { dataOf, type StoreChoice, withStore } from "../lib/store.ts";
import { questionsMail } from "../review/mail.ts";
import { Progress } from "./progress.ts";

export interface TrainCommandOptions extends PublishingOptions, StoreChoice {
  days: number;
  since?: Date;
  until?: Date;
  maxEvents?: number;
  seed?: number;
  report?: string;
  dryRun?: boolean;
  quiet?: boolean;
}

/**
 * Trains, and says what came of it.
 *
 * @throws CommandError where the old model serves although a new one should, or no candidate could be made
 */
export async function runTraining(options: TrainCommandOptions, from: Date, to: Date): Promise<void> {
  // A missing module is said before anything else is done.
  readModule(options.module);
  const { quiet = false, dryRun = false, report } = options;
  if (report) makeFolder(report, "--report");
  const progress = quiet ? undefined : new Progress();
  const done = await withStore(options, ({ pool }) =>
    trainAndPublish({
      pool,
      context: publishingContext(options),
      from,
      to,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.maxEvents === undefined ? {} : { maxEvents: options.maxEvents }),
      reportFolder: report ?? ownReports(options),
      dryRun,
      learn: train,
      say: (text) => say(printable(text)),
      ...(progress ? { onProgress: progress.onProgress } : {}),
      onStep: (step) => {
        if (step === "learnt") progress?.stop();
        else if (!quiet) process.stderr.write(`${step}\n`);
      },
    }),
  )
    .catch((error) => {
      if (error instanceof TrainError)
        throw new CommandError(`no model was made: ${error.message}`, {
          nextStep: error.nextStep,
          cause: error,
        });
      throw error;
    })
    .finally(() => progress?.stop());
  if (!quiet) process.stderr.write(`\n${details(done)}\n\n`);
  const line = resultLine(done);
  if (done.outcome === "failed") throw new CommandError(line);
  process.stdout.write(`${line}\n${await questionsMail(options, from)}`);
}

/** In the data folder; closed to others, for what a report says of the events. */
function ownReports(choice: StoreChoice): string {
  const folder = join(dataFolder(dataDir(dataOf(choice, true)), true).folder, "reports");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** What came of it, in one line; of several reasons the first, which decided. */
function resultLine({ outcome, id, served, reason, reportPath, result }: PipelineResult): string {
  const what = {
    published: `published ${id} in place of ${served}`,
    kept: `kept ${served}, ${id} was not published`,
    failed: `kept ${served}, ${id} could not be put in service`,
    tried: `tried ${id}, which would ${result.decision.publish ? "" : "not "}take the place of ${served}`,
  }[outcome];
  const { reasons, refusal } = result.decision;
  const [first = reason, ...more] = outcome === "kept" || outcome === "tried" ? reasons : [reason];
  const rest = more.length > 0 ? ` ${more.length} more in the report.` : "";
  return `${what}: ${printable(refusal ?? first)}${rest} (report: ${reportPath})`;
}

function details({ result, publishSeconds }: PipelineResult): string {
  const stages = [...result.stages];
  if (publishSeconds > 0) stages.push({ name: "publish", seconds: publishSeconds });
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const rows = [...stages, { name: "all", seconds }].map(({ name, seconds }) => [
    name,
    `${seconds.toFixed(1)} s`,
  ]);
  return [
    ...columns(rows, [1]),
    `at most ${Math.round(result.peakRssMb)} MB of memory`,
    "",
    ...result.decision.reasons.map((reason) => printable(reason)),
  ].join("\n");
}
