/** What was found and told, against what is true: a verdict for each scripted incident, and what is left over. */
import type { Rule } from "../../rules/lib/rule.ts";
import type { Truth } from "../../simulate/days/types.ts";
import type { FoundIncident, Told } from "./read.ts";

export interface Verdict {
  truth: Truth;
  /** Of its classes, not part of another: what an operator sees. */
  found: readonly FoundIncident[];
  /** Of other classes, not part of another. */
  beside: readonly FoundIncident[];
  told: readonly Told[];
  /** Seconds from when it is plain until it was found and told; negative: before. */
  foundAfter: number | undefined;
  toldAfter: number | undefined;
  /** What is wrong; none where all is well. */
  faults: readonly string[];
}

export interface Compared {
  verdicts: readonly Verdict[];
  /** Of no scripted incident. */
  ordinary: readonly FoundIncident[];
  /** Messages about these. */
  falselyTold: readonly Told[];
}

/** What is plain is to be told within so many seconds. */
const MOST_SECONDS = 60;
const MINUTE_SECONDS = 60;
/** An incident of the rates is over when counts were as usual for half an hour. */
const RATES_END_SECONDS = 45 * MINUTE_SECONDS;
/** Share of an incident's sources that have to be a scripted one's. */
const SHARED_SOURCES = 0.5;

/** @param clock when the simulated clock stopped, seconds since the epoch, and the longest from pass to pass in the end */
export function compare(
  truths: readonly Truth[],
  incidents: readonly FoundIncident[],
  told: readonly Told[],
  rules: readonly Rule[],
  clock: { end: number; step: number },
): Compared {
  const truthOf = new Map(
    incidents.map((incident) => {
      const fitting = truths.filter((truth) => isOf(incident, truth));
      return [incident.id, fitting.find(({ classes }) => classes.includes(incident.class)) ?? fitting[0]];
    }),
  );
  const verdicts = truths.map((truth) => {
    const all = incidents.filter(
      ({ id, parent }) =>
        // What was told, and has become part of another thing later, is one of its own for who looks at this one.
        truthOf.get(id) === truth &&
        (parent === null || (truthOf.get(parent) !== truth && told.some(({ incident }) => incident === id))),
    );
    return verdict(
      truth,
      all,
      told.filter(({ incident }) => truthOf.get(incident) === truth),
      rules,
      clock,
    );
  });
  return {
    verdicts,
    ordinary: incidents.filter(({ id }) => !truthOf.get(id)),
    falselyTold: told.filter(({ incident, change }) => !truthOf.get(incident) && change !== "closed"),
  };
}

/** Classes of what services and machines do, whoever is at them. */
const OF_PROGRAMS = [
  "anomaly",
  "critical",
  "failing-service",
  "fault",
  "new-pattern",
  "silent-log",
  "slow-service",
  "unusual-rate",
];

/** Whether an incident is about a scripted one: at its time, by its sources; of what has none, by what it happens to. */
function isOf(incident: FoundIncident, truth: Truth): boolean {
  const late = isOfRates(incident) ? RATES_END_SECONDS : 10 * MINUTE_SECONDS;
  if (incident.first > truth.last + late || incident.last < truth.first - MINUTE_SECONDS) return false;
  const isSubject = truth.subjects.some((subject) =>
    [incident.key, incident.site, incident.service, incident.username].some(
      (text) => text !== null && words(text).includes(subject),
    ),
  );
  if (truth.sources.length === 0)
    return isSubject && (truth.classes.includes(incident.class) || OF_PROGRAMS.includes(incident.class));
  if (incident.sources.length === 0) return isSubject && truth.classes.includes(incident.class);
  const known = new Set(truth.sources);
  const shared = incident.sources.filter((source) => known.has(source)).length;
  return shared / incident.sources.length >= SHARED_SOURCES;
}

const words = (text: string) => text.split(/[\s"[\],]+/);
const isOfRates = ({ class: name }: FoundIncident) =>
  ["silent-log", "unusual-rate", "new-pattern", "scraping"].includes(name);

function verdict(
  truth: Truth,
  all: readonly FoundIncident[],
  told: readonly Told[],
  rules: readonly Rule[],
  clock: { end: number; step: number },
): Verdict {
  const found = all.filter(({ class: name }) => truth.classes.includes(name));
  const beside = all.filter(({ class: name }) => !truth.classes.includes(name));
  const foundAt = Math.min(...found.map(({ foundAt }) => foundAt));
  const news = told.filter(({ change }) => change === "opened" || change === "over");
  const toldAt = Math.min(...news.map(({ at }) => at));
  const faults: string[] = [];
  if (found.length === 0) faults.push("not found");
  else if (found.length > 1) faults.push(`found ${found.length} times`);
  if (foundAt - truth.plain > MOST_SECONDS && found.length > 0)
    faults.push(`found ${Math.round(foundAt - truth.plain)} s after it was plain`);
  if (truth.told === "message" && news.length === 0) faults.push("not told");
  if (truth.told === "listed" && told.length > 0) faults.push("told, though it needs nobody");
  if (news.length > 1) faults.push(`told ${news.length} times`);
  if (truth.told === "message" && news.length > 0 && toldAt - truth.plain > MOST_SECONDS)
    faults.push(`told ${Math.round(toldAt - truth.plain)} s after it was plain`);
  for (const incident of found) faults.push(...closing(incident, truth, rules, clock));
  return {
    truth,
    found,
    beside,
    told,
    foundAfter: Number.isFinite(foundAt) ? foundAt - truth.plain : undefined,
    toldAfter: Number.isFinite(toldAt) ? toldAt - truth.plain : undefined,
    faults,
  };
}

/** Closed when over, and not before. */
function closing(
  incident: FoundIncident,
  truth: Truth,
  rules: readonly Rule[],
  { end, step }: { end: number; step: number },
): string[] {
  const ways = rules.find((rule) => rule.class === incident.class)?.ways ?? [];
  const quiet = Math.max(0, ...ways.map((way) => way.quiet));
  const due =
    Math.max(truth.last, incident.last) +
    Math.max(quiet, isOfRates(incident) ? RATES_END_SECONDS : 0) +
    MINUTE_SECONDS +
    step;
  const what = `${incident.class} ${incident.key}`;
  const faults = [];
  if (incident.reopened > 0) faults.push(`${what}: closed and opened again ${incident.reopened} times`);
  if (incident.closedAt === null && due <= end) faults.push(`${what}: not closed`);
  if (incident.closedAt !== null && incident.closedAt > due)
    faults.push(`${what}: closed ${Math.round((incident.closedAt - truth.last) / 60)} minutes after its end`);
  if (incident.closedAt !== null && incident.closedAt < truth.last - 5 * MINUTE_SECONDS)
    faults.push(
      `${what}: closed ${Math.round((truth.last - incident.closedAt) / 60)} minutes before its end`,
    );
  return faults;
}
