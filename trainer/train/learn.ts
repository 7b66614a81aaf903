/** Learning on from the model in service: the examples gathered, then fine-tuned on. */
import { COUNTEREXAMPLES, counterexamples } from "../examples/counterexamples.ts";
import { addRehearsal } from "../examples/rehearsal.ts";
import { Rows } from "../examples/rows.ts";
import { addAnnotated, addSample } from "../examples/site.ts";
import { type Reference, referenceHistogram } from "../judge/feature-drift.ts";
import type { Likeness } from "../judge/likeness.ts";
import { SHIFTING } from "../judge/shift.ts";
import type { StepTaken } from "../judge/steps.ts";
import { type FineTuned, fineTune } from "../learn/fine-tune.ts";
import { scorers } from "../learn/score.ts";
import type { Head } from "../model/model.ts";
import { consensusOf } from "../window/weak-labels.ts";
import type { Site } from "./gather.ts";
import type { Run } from "./run.ts";
import { SELECTION_LINES, selectionOf } from "./selection.ts";
import { StepSearch, type Unlabelled } from "./step.ts";
import { Trial } from "./trial.ts";

/** Lines of the rehearsal set at an effort of 1, those to validate on included. */
const REHEARSAL = 48_000;
/** Share of the examples that learning is stopped and checked on. */
const VALIDATION_SHARE = 0.15;
/** Room for parts of the rehearsal set that are rounded up. */
const SPARE_ROWS = 100;

export interface Learning extends FineTuned {
  reference: Reference;
  /** What was taken of each head's step. */
  steps: StepTaken[];
  likeness: Likeness;
}

/** Empties the window's sample, and keeps no example beyond its return: later stages need the memory. */
export function learn(run: Run, site: Site, thresholds: Readonly<Record<Head, number>>): Learning {
  const { incumbent, rng, stages, standard } = run;
  const rehearsal = run.sized(REHEARSAL);
  const tried = run.sized(SELECTION_LINES);
  stages.begin("read the corpus", tried + rehearsal);
  const { heldOut, read, outside, corrected } = site;
  const rows = new Rows(
    incumbent.schema.dense.length,
    read.sample.size + outside.length + heldOut.unlabelled.size + rehearsal + COUNTEREXAMPLES + SPARE_ROWS,
  );
  addSample(rows, read, corrected);
  read.sample.clear();
  addAnnotated(rows, run.inService, outside, corrected);
  const selection = selectionOf(run, site, (done) => stages.progress(done));
  const unlabelled = addUnlabelled(run, site, rows, selection.likeness, thresholds);
  const attacks = addCounterexamples(run, site, rows);
  const ofSite = rows.size;
  const validationFrom = addRehearsals(run, rehearsal, rows, (done) => stages.progress(tried + done));
  const reference = referenceHistogram(incumbent, rows, ofSite);

  stages.begin("learn", 3);
  const { kinds } = incumbent.schema;
  const trial = new Trial({
    selection,
    incumbent: incumbent.learnt,
    standard: standard.learnt,
    kinds,
    thresholds,
    rng: rng.fork("trial"),
  });
  const search = new StepSearch(trial, kinds, unlabelled, attacks);
  const { train, validation } = split(run, rows, ofSite, validationFrom);
  const tuned = fineTune(incumbent.learnt, {
    schema: incumbent.schema,
    rows,
    train,
    validation,
    rng: rng.fork("learn"),
    standard: standard.learnt,
    take: search.take,
    onProgress: (done) => stages.progress(done),
  });
  return { ...tuned, reference, steps: search.steps, likeness: selection.likeness };
}

/** Adds events of the site without a label, which teach nothing but where a fit is held to them. */
function addUnlabelled(
  { incumbent: { learnt } }: Run,
  { heldOut, read }: Site,
  rows: Rows,
  likeness: Likeness,
  thresholds: Readonly<Record<Head, number>>,
): Unlabelled[] {
  const unlabelled: Unlabelled[] = [];
  const scores = scorers(learnt, rows);
  for (const { features, facts: looks, stands } of heldOut.unlabelled) {
    if (consensusOf(read, looks.form, features.kind)) continue;
    const row = rows.size;
    rows.add(features, { labels: {}, from: "none", weight: 1, stands, isOrdinary: false });
    const score = (head: Head) => scores[head](row);
    const found = Object.fromEntries(SHIFTING.map((head) => [head, score(head) >= thresholds[head]]));
    unlabelled.push({ row, found, directions: likeness.directions(looks, score) });
  }
  heldOut.unlabelled.clear();
  return unlabelled;
}

/**
 * Adds attacks where corrections were, as a part of the rehearsal set; others than those that the step is tried on.
 *
 * @returns their numbers
 */
function addCounterexamples({ inService, rng }: Run, site: Site, rows: Rows): number[] {
  const { annotations, corrected } = site;
  const draw = rng.fork("learnt counterexamples");
  const added: number[] = [];
  for (const { features } of counterexamples(inService, annotations, corrected, COUNTEREXAMPLES, draw)) {
    added.push(rows.size);
    rows.add(features, { labels: { threat: 1 }, from: "corpus", weight: 1, stands: 1, isOrdinary: false });
  }
  return added;
}

/**
 * Adds the rehearsal set, and then one to validate on, made from another seed: other servers, other clients.
 *
 * @returns number of the first example to validate on
 */
function addRehearsals(
  { rng, inService }: Run,
  lines: number,
  rows: Rows,
  onLine: (done: number) => void,
): number {
  const taught = Math.round(lines * (1 - VALIDATION_SHARE));
  addRehearsal(inService, taught, rng.fork("anchor").uint32(), rows, onLine);
  const validationFrom = rows.size;
  addRehearsal(inService, lines - taught, rng.fork("validation").uint32(), rows, (done) =>
    onLine(taught + done),
  );
  return validationFrom;
}

/** Numbers of the examples to learn from and to validate on; all corrections are learnt from. */
function split(
  { rng }: Run,
  rows: Rows,
  ofSite: number,
  validationFrom: number,
): { train: Uint32Array; validation: Uint32Array } {
  const draw = rng.fork("site validation");
  const train: number[] = [];
  const validation: number[] = [];
  for (let i = 0; i < rows.size; i++) {
    const isValidation =
      i >= validationFrom || (i < ofSite && !rows.isFrom(i, "feedback") && draw.chance(VALIDATION_SHARE));
    (isValidation ? validation : train).push(i);
  }
  return { train: Uint32Array.from(train), validation: Uint32Array.from(validation) };
}
