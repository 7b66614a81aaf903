/** Which share of a log's ordinary lines reaches which score of the anomaly head. */
import { isFault, isUnusualStep } from "../../host/fault.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import { ANOMALY_SCALE } from "../model/anomaly-scale.ts";
import { readLog } from "./labelled-log.ts";

export interface MeasuredAnomalies {
  /** Lines that are called no attack, no robot and no known fault, and are no anomaly by hand. */
  ordinary: number;
  /** How many of them score as {@link ANOMALY_SCALE} has it, or more. */
  atLeast: number[];
  /** Lines that are called a known fault. */
  faults: number;
}

/** Time of the shipper where a set has none, seconds since the epoch; lines come at a usual pace. */
const EPOCH = Date.UTC(2026, 0, 1) / 1000;
const LINES_PER_SECOND = 10;

/**
 * Scores a log in file order through one instance.
 *
 * @param path of the log (see {@link readLog})
 * @param module path of the module; the built one where absent
 */
export async function measureAnomalies(path: string, module?: string): Promise<MeasuredAnomalies> {
  const filter = Filter.load(module);
  const measured: MeasuredAnomalies = { ordinary: 0, atLeast: ANOMALY_SCALE.map(() => 0), faults: 0 };
  let lines = 0;
  for await (const { line, truth, epoch } of readLog(path)) {
    const time = epoch ?? EPOCH + lines++ / LINES_PER_SECOND;
    const event = line === "" ? undefined : filter.event(recordOfLine(Buffer.from(line)), shipperTime(time));
    if (!event || event.error || event.label === "attack" || event.label === "bot") continue;
    if (isFault(event)) measured.faults++;
    else if (truth.anomaly !== 1 && !isUnusualStep(event)) {
      measured.ordinary++;
      ANOMALY_SCALE.forEach(({ score }, i) => {
        if (event.anomaly >= score) measured.atLeast[i] = (measured.atLeast[i] as number) + 1;
      });
    }
  }
  return measured;
}
