/** What happened on the machines and in SmartLog: logins, faults, incidents, disk, model, alarms. */
import { brokenDays } from "../../store/alarms.ts";
import type { Incidents } from "../../store/report/incidents.ts";
import { bytes as bytesText, count } from "../document/value.ts";
import type { Facts } from "./collect.ts";
import { quoted, type ReportLine } from "./line.ts";
import { counted, dayText } from "./words.ts";

/** Free space below which somebody should look: a share of the disk, or days until it is full. */
const LITTLE_FREE = 0.05;
const FEW_DAYS = 21;
/** Trainings in a row without a model from which on somebody should look. */
const MANY_VAIN = 2;

export function loginsLine({ logins }: Facts): ReportLine {
  if (!logins) return { topic: "Logins", text: "no line of a login log came", look: false };
  const { failed, succeeded, sources, accounts, welcome, breakIns } = logins;
  const came = succeeded > 0 ? ` from ${counted(welcome, "address", "addresses")}` : "";
  const guessed =
    breakIns > 0 ? `, ${count(breakIns)} AFTER GUESSING` : succeeded > 0 ? ", none after guessing" : "";
  const from =
    failed > 0 ? ` from ${counted(sources, "address", "addresses")} at ${counted(accounts, "account")}` : "";
  return {
    topic: "Logins",
    text: `${count(succeeded)} succeeded${came}${guessed}; ${counted(failed, "line")} of failures${from}`,
    look: breakIns > 0,
  };
}

export function faultsLine({ faults }: Facts): ReportLine {
  const { fresh, isFirstWeek } = faults;
  const [worst] = fresh;
  if (!worst) return { topic: "Faults", text: "none new", look: false };
  const example = `${quoted(worst.text, 70)}${worst.site ? ` on ${quoted(worst.site, 30)}` : ""}, ${count(worst.events)} ×`;
  return {
    topic: "Faults",
    text: `${counted(fresh.length, "new pattern")}${isFirstWeek ? " (the store is as young)" : ""}: ${example}`,
    look: worst.severity === "high" || worst.severity === "critical",
  };
}

export function incidentsLine({ incidents }: Facts): ReportLine {
  const { total, open } = incidents;
  if (total === 0 && open.total === 0) return { topic: "Incidents", text: "none", look: false };
  const [worst] = open.worst;
  const openText = worst ? `${count(open.total)} open: ${quoted(worst.title, 90)}` : "none open";
  return {
    topic: "Incidents",
    text: `${count(total)}${total > 0 ? ` (${severitiesText(incidents)})` : ""}; ${openText}`,
    look: needsPeople(open) > 0,
  };
}

/** Incidents of severity high and critical. */
export function needsPeople({ bySeverity }: Pick<Incidents, "bySeverity">): number {
  return (bySeverity.critical ?? 0) + (bySeverity.high ?? 0);
}

/** Counts by severity, the worst first. */
export function severitiesText({ bySeverity }: Pick<Incidents, "bySeverity">): string {
  return (["critical", "high", "medium", "low"] as const)
    .filter((severity) => bySeverity[severity])
    .map((severity) => `${count(bySeverity[severity] ?? 0)} ${severity}`)
    .join(", ");
}

export function diskLine({ disk }: Facts): ReportLine {
  const { databaseBytes, bytesADay, freeBytes, sizeBytes, daysLeft, droppedBefore } = disk;
  const isDropping = droppedBefore !== null;
  const parts = [
    `${bytesText(databaseBytes)} used`,
    bytesADay === null ? "" : `${bytesText(bytesADay)} more a day`,
    freeBytes === null ? "free space can't be seen from here" : `${bytesText(freeBytes)} free`,
    daysLeft === null
      ? ""
      : `full in ${daysLeft > 3650 ? "more than ten years" : counted(daysLeft, "day")} if nothing is dropped`,
    isDropping ? `dropped before ${dayText(droppedBefore)}` : "",
  ];
  const isFull = freeBytes !== null && sizeBytes !== null && freeBytes < LITTLE_FREE * sizeBytes;
  return {
    topic: "Disk",
    text: parts.filter(Boolean).join(", "),
    look: isFull || (daysLeft !== null && daysLeft < FEW_DAYS && !isDropping),
  };
}

export function modelLine({ model }: Facts): ReportLine {
  const { id, servesSince, vain } = model;
  const name = id === null ? "the one that came with SmartLog: nothing was trained yet" : quoted(id, 40);
  const since = servesSince ? `, serves since ${dayText(servesSince)}` : "";
  const failed =
    vain.count > 0
      ? `; the last ${vain.count === 1 ? "training" : `${vain.count} trainings`} brought none: ${quoted(vain.reason, 80)}`
      : "";
  return { topic: "Model", text: `${name}${since}${failed}`, look: vain.count >= MANY_VAIN };
}

export function alarmsLine({ alarms }: Facts): ReportLine {
  const total = alarms.days.reduce((sum, day) => sum + day.alarms, 0);
  if (alarms.promised === null)
    return { topic: "Alarms", text: "no budget is set (smartlog configure --alarms-a-day)", look: false };
  const { broken, told } = brokenDays(alarms.days);
  const kept =
    told === 0
      ? "it is younger than these days"
      : broken === 0
        ? "kept on each day"
        : `exceeded on ${counted(broken, "day")}`;
  return {
    topic: "Alarms",
    text: `${count(total)} of unusual patterns; at most ${count(alarms.promised)} a day were promised, ${kept}`,
    look: broken > 0,
  };
}
