/** Alarms: what was promised, what there was, what the candidate would make, and whether scores mean what is stated. */
import type { AlarmFigures } from "../judge/alarms-found.ts";
import { ANOMALY_SCALE } from "../model/anomaly-scale.ts";
import type { ReportInput } from "./input.ts";
import { table } from "./markdown.ts";

const PER = 100_000;

export function alarms({ alarms: found }: ReportInput): string[] {
  const { stored, inService, candidate } = found;
  return [
    "## Alarms",
    "",
    "An alarm is all anomalies of one template within one hour. Known faults, which are told in any case, and what people " +
      "confirmed are not counted.",
    "",
    promised(found),
    "",
    table(
      ["day (UTC), as labelled on arrival", "promised at most", "alarms", "anomalies", "known faults"],
      stored.map(({ day, promised, alarms, anomalies, faults }) => [
        day.toISOString().slice(0, 10),
        promised ?? "–",
        promised !== null && alarms > promised ? `**${alarms}**` : alarms,
        anomalies,
        faults,
      ]),
    ),
    "",
    table(
      ["replayed, alarms of each day of 24 hours", "threshold", ""],
      [replayed("model in service", inService), replayed("candidate", candidate)],
    ),
    "",
    `What a score of anomaly is to mean: of ${PER.toLocaleString("en")} ordinary events at most so many reach it. Of those ` +
      `replayed (${candidate.ordinary}, no attack, robot, known fault or confirmed one) so many do:`,
    "",
    table(
      ["score", "stated", "model in service", "candidate"],
      ANOMALY_SCALE.map(({ score, share }, i) => [
        score,
        decimals(share * PER),
        reached(inService, i, share),
        reached(candidate, i, share),
      ]),
    ),
    "",
  ];
}

function promised({ alarmsADay, candidate, inService }: ReportInput["alarms"]): string {
  if (alarmsADay === undefined)
    return (
      `No budget is set: the threshold of anomaly stays ${decimals(inService.threshold)}. ` +
      "`smartlog configure --alarms-a-day NUMBER` sets one."
    );
  const { promise, byDay } = candidate;
  if (!promise)
    return `At most ${alarmsADay} a day are wanted; no event was replayed to find a threshold by.`;
  const incidents = byDay.length - promise.days;
  return (
    `At most ${alarmsADay} a day are wanted. With the candidate that takes a threshold of ${decimals(promise.threshold)} ` +
    `(in service ${decimals(inService.threshold)}), at which none of ${promise.days} ` +
    `${promise.days === 1 ? "day" : "days"} uses up more than two thirds: a day like them has more than the budget with a ` +
    `probability below 1 in ${promise.days + 1}.` +
    `${incidents > 0 ? " One day was left out as an incident." : ""}`
  );
}

function replayed(name: string, { threshold, byDay }: AlarmFigures): string[] {
  return [name, decimals(threshold), byDay.join(", ") || "–"];
}

/** Events of {@link PER} that reach a score; more than is stated stands out. */
function reached({ ordinary, atLeast }: AlarmFigures, i: number, stated: number): string {
  if (ordinary === 0) return "–";
  const share = (atLeast[i] as number) / ordinary;
  const text = decimals(share * PER);
  return share > stated ? `**${text}**` : text;
}

/** At most four significant digits. */
function decimals(value: number): string {
  return `${Number(value.toPrecision(4))}`;
}
