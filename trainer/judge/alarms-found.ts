/** What a run found of alarms. */
import type { AlarmDay } from "../../store/alarms.ts";
import type { AlarmPromise } from "../model/alarm-budget.ts";
import type { Calibration } from "../model/model.ts";

/** Alarms of the replayed events under a model. */
export interface AlarmFigures {
  /** Score from which on `anomaly` labels. */
  threshold: number;
  /** Alarms of each day of 24 hours at that threshold, the newest last. */
  byDay: number[];
  /** Events that are no attack, no robot's, no known fault and not confirmed; how many score as `ANOMALY_SCALE` has it, or more. */
  ordinary: number;
  atLeast: number[];
  /** Absent where there is no budget. */
  promise?: AlarmPromise;
}

export interface AlarmsFound {
  /** The budget; undefined where there is none. */
  alarmsADay: number | undefined;
  /** Of the candidate's anomaly head, as the site needs it. */
  calibration: Calibration;
  /** Of the model in service at the threshold that it has, and at the one that would keep the budget. */
  inService: AlarmFigures;
  incumbent: AlarmFigures;
  /** At the threshold that keeps the budget, with that calibration. */
  candidate: AlarmFigures;
  /** By day (UTC), as labelled on arrival. */
  stored: AlarmDay[];
}
