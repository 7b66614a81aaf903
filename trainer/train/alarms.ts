/**
 * Alarms under both models, and the candidate with the calibration of its anomaly head to the site, and the threshold that keeps
 * the budget.
 */
import { alarmsByDay } from "../../store/alarms.ts";
import type { Alarms } from "../judge/alarms.ts";
import type { AlarmFigures, AlarmsFound } from "../judge/alarms-found.ts";
import { LEAST_THRESHOLD } from "../judge/ordinary-scores.ts";
import { calibrated, rawAt } from "../learn/calibration.ts";
import { calibratedForSite } from "../learn/site-calibration.ts";
import { type AlarmPromise, alarmBudget, withPromise } from "../model/alarm-budget.ts";
import { ANOMALY_SCALE } from "../model/anomaly-scale.ts";
import { changeSections } from "../model/change.ts";
import { decodeModule } from "../model/decode.ts";
import { encodeCalibration } from "../model/encode-learnt.ts";
import type { Calibration } from "../model/model.ts";
import { readModel } from "../model/read.ts";
import type { Made } from "./candidate.ts";
import type { Site } from "./gather.ts";
import type { Run } from "./run.ts";

/** Logits above the last knot of a calibration, where scores no longer tell raw scores apart. */
const BEYOND = 1;

/**
 * @param alarms of the replay, in which both models had the calibration in service
 * @param threshold of `anomaly`, as the module in service has it
 */
export async function findAlarms(
  { options, incumbent, standard }: Run,
  { facts }: Site,
  alarms: Record<"incumbent" | "candidate", Alarms>,
  threshold: number,
): Promise<AlarmsFound> {
  const alarmsADay = alarmBudget(options.module)?.alarmsADay;
  const inService = incumbent.learnt.calibration.anomaly;
  const needed = alarms.candidate.ordinary.scale().map((score) => rawOf(inService, score));
  const calibration = calibratedForSite(standard.learnt.calibration.anomaly, needed);
  const [toSite, fromSite] = [between(inService, calibration), between(calibration, inService)];
  const promiseOf = (of: Alarms) => (alarmsADay === undefined ? undefined : of.promise(alarmsADay));
  const promised = promiseOf(alarms.candidate);
  return {
    alarmsADay,
    calibration,
    inService: figuresOf(alarms.incumbent, { threshold }),
    incumbent: figuresOf(alarms.incumbent, { threshold, promise: promiseOf(alarms.incumbent) }),
    candidate: figuresOf(alarms.candidate, {
      threshold,
      promise: promised && {
        ...promised,
        threshold: Math.max(LEAST_THRESHOLD, toSite(promised.threshold)),
      },
      scoreOf: fromSite,
    }),
    stored: await alarmsByDay(options.db, facts.from, facts.to),
  };
}

/** The candidate as it is to serve. */
export function settle({ module }: Made, { calibration, candidate: { promise } }: AlarmsFound): Made {
  const { learnt } = decodeModule(module);
  const body = encodeCalibration({ ...learnt.calibration, anomaly: calibration });
  const ofSite = changeSections(module, (sections) => void sections.set("CALI", body));
  const settled = promise ? withPromise(ofSite, promise) : ofSite;
  return { module: settled, blob: readModel(settled).blob };
}

interface Threshold {
  /** Where nothing is promised. */
  threshold: number;
  promise?: AlarmPromise | undefined;
  /** The score in the replay that belongs to one; the same where absent. */
  scoreOf?: (score: number) => number;
}

function figuresOf(
  alarms: Alarms,
  { threshold, promise, scoreOf = (score) => score }: Threshold,
): AlarmFigures {
  const own = promise?.threshold ?? threshold;
  return {
    threshold: own,
    byDay: alarms.byDay(scoreOf(own)),
    ordinary: alarms.ordinary.atLeast(0),
    atLeast: ANOMALY_SCALE.map(({ score }) => alarms.ordinary.atLeast(scoreOf(score))),
    ...(promise ? { promise } : {}),
  };
}

/** From scores under one calibration to those under another. */
function between(from: Calibration, to: Calibration): (score: number) => number {
  return (score) => calibrated(to, rawOf(from, score));
}

/** The raw score of one; of a score that the calibration does not reach, one that hardly any event has. */
function rawOf(calibration: Calibration, score: number): number {
  const raw = rawAt(calibration, score);
  return Number.isFinite(raw) ? raw : (calibration.raw.at(-1) as number) + BEYOND;
}
