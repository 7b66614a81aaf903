import type { Compared, Verdict } from "./compare.ts";
import type { Cost } from "./live.ts";
import type { FoundIncident } from "./read.ts";

const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(5, 16).replace("T", " ");
const after = (seconds: number | undefined) => (seconds === undefined ? "–" : `${Math.round(seconds)} s`);

/** What was found and told of each scripted incident, and what of none. */
export function report({ verdicts, ordinary, falselyTold }: Compared, days: number): string[] {
  const open = ordinary.filter(({ parent }) => parent === null);
  const byClass = new Map<string, number>();
  for (const { class: name, severity } of open)
    byClass.set(`${name} ${severity}`, (byClass.get(`${name} ${severity}`) ?? 0) + 1);
  return [
    ...verdicts.flatMap(verdictLines),
    `of no scripted incident: ${open.length} in ${days} days`,
    ...[...byClass].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${count} ${name}`),
    ...open.filter(({ severity }) => severity !== "low").map((incident) => `  = ${incidentLine(incident)}`),
    `falsely told: ${falselyTold.length} in ${days} days`,
    ...falselyTold.map(({ at, severity, change, title }) => `  ${clock(at)} ${severity} ${change}: ${title}`),
  ];
}

function verdictLines({ truth, found, beside, told, foundAfter, toldAfter, faults }: Verdict): string[] {
  return [
    `${faults.length === 0 ? "ok   " : "WRONG"} ${truth.name}, ${clock(truth.first)} to ${clock(truth.last)}: found ${after(foundAfter)}, told ${after(toldAfter)} after it was plain`,
    ...faults.map((fault) => `      ! ${fault}`),
    ...found.map((incident) => `      = ${incidentLine(incident)}`),
    ...beside.map((incident) => `      + ${incidentLine(incident)}`),
    ...told.map(({ at, severity, change, title }) => `      > ${clock(at)} ${severity} ${change}: ${title}`),
  ];
}

const incidentLine = ({ class: name, key, severity, first, closedAt, reopened, title }: FoundIncident) =>
  `${name} ${key} ${severity} ${clock(first)} to ${closedAt === null ? "now" : clock(closedAt)}${reopened > 0 ? ` reopened ${reopened}` : ""}: ${title}`;

export function costLines(cost: Cost, days: number): string[] {
  const each = (all: number) => (all / cost.passes).toFixed(1);
  return [
    `${cost.lines} lines in ${days} days, ${cost.passes} passes`,
    `  score ${((1000 * cost.scoring) / cost.lines).toFixed(0)} µs a line; a pass: store ${each(cost.storing)} ms, rates ${each(cost.rates)} ms, judge ${each(cost.judging)} ms (longest ${cost.longestPass.toFixed(0)} ms), plan ${each(cost.planning)} ms`,
  ];
}
