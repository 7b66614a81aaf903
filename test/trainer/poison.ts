/** A week in which somebody works against the training, and what becomes of the model that serves after it. */
import { type Attacker, attackerLines, inOrder, type Period } from "../../bench/loop/attackers.ts";
import { say } from "../../bench/loop/correct.ts";
import { type SiteFigures, siteFigures } from "../../bench/loop/figures.ts";
import type { Truth } from "../../bench/loop/fill.ts";
import type { Label } from "../../host/event.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import { type News, realSite } from "../../simulate/sites/index.ts";
import { train } from "../../trainer/train/train.ts";
import type { TrainResult } from "../../trainer/train/types.ts";
import type { TestStore } from "../store/test-store.ts";
import { fillSite } from "./site.ts";

const DAY = 86_400;
const START = Date.UTC(2026, 9, 5, 6) / 1000;
/** A part of the usual samples, so that a run takes seconds. */
const EFFORT = 0.2;
const DAYS = 2;
/** Visits as a share of the site's usual ones. */
const SCALE = 0.6;
/** Attacker's lines on the day after, on which the models are held against each other. */
const LINES_AFTER = 200;

/** Who says of which events what. */
export type Said = readonly (readonly [who: string, label: Label, of: readonly Truth[]])[];

export interface Poisoning {
  attacker: Attacker;
  /** Attacker's lines in the window. */
  lines: number;
  said: (truths: readonly Truth[]) => Said;
  news?: readonly News[];
  /** Windows, one after the other, each trained on with the model that serves then. */
  windows?: number;
}

export interface Outcome {
  results: TrainResult[];
  /** Models before the first window and after the last: the candidate where it was published. */
  before: Uint8Array;
  after: Uint8Array;
  /** Lines of the next day. */
  next: SimulatedLine[];
}

export async function poisoned(store: TestStore, module: Uint8Array, of: Poisoning): Promise<Outcome> {
  const { attacker, lines, said, news = [], windows = 1 } = of;
  const site = ({ seed, start, end }: Period) => realSite("works", { seed, start, end, news, scale: SCALE });
  let serving = module;
  const results: TrainResult[] = [];
  for (let window = 0; window < windows; window++) {
    const start = START + window * DAYS * DAY;
    const period = { seed: 10 + window, start, end: start + DAYS * DAY };
    const truths = await fillSite(
      store,
      serving,
      inOrder(site(period), attackerLines(attacker, lines, period)),
      `/var/log/site-${window}.log`,
    );
    for (const [who, label, events] of said(truths)) await say(store.pool, who, () => label, events);
    const result = await train({
      db: store.pool,
      module: serving,
      from: new Date(start * 1000),
      to: new Date(period.end * 1000),
      effort: EFFORT,
    });
    results.push(result);
    if (result.decision.publish) serving = result.candidate.module;
  }
  const start = START + windows * DAYS * DAY;
  const period = { seed: 5, start, end: start + DAY };
  const next = inOrder(site(period), attackerLines(attacker, LINES_AFTER, period));
  return { results, before: module, after: serving, next };
}

/** What both models do to the next day's lines, and to the attacker's alone. */
export function held({ before, after, next }: Outcome, name: string) {
  const his = next.filter(({ actor }) => actor === name);
  const of = (module: Uint8Array): SiteFigures & { his: number } => ({
    ...siteFigures(module, next, 0),
    his: siteFigures(module, his, 0).foundAttack,
  });
  return { was: of(before), is: of(after) };
}
