/** Messages in words: out of incidents and decisions. */
import type { Details, ToldIncident, Waiting } from "../../store/messages/news.ts";
import { cut, windowAt } from "../cut.ts";
import type { Change, Content, Facts, Item, SampleLine } from "../message.ts";
import { worst } from "./decide.ts";

/** Of one message. */
export const MOST_ITEMS = 20;
const MOST_TITLE_CHARACTERS = 200;
const MOST_LINE_CHARACTERS = 400;

const BEFORE: Readonly<Record<Change, string>> = {
  opened: "",
  raised: "Worse: ",
  reopened: "Again: ",
  repeated: "Still: ",
  escalated: "Nobody looks after it: ",
  closed: "Over: ",
  over: "Over already: ",
};

export interface ToTell {
  incident: ToldIncident;
  change: Change;
}

export function itemOf({ incident, change }: ToTell, details: Details | undefined, advice: string): Item {
  return {
    incident: incident.id,
    class: incident.class,
    change,
    severity: incident.severity,
    title: cut(incident.title, 1_000),
    where: whereOf(incident, details?.country ?? null),
    facts: factsOf(incident),
    first: incident.first.toISOString(),
    last: incident.last.toISOString(),
    lines: (details?.lines ?? []).map(lineOf),
    advice,
  };
}

function factsOf(incident: ToldIncident): Facts {
  const { source, network, username, site, service, sourceCount, events, succeeded } = incident;
  return { source, network, username, site, service, sourceCount, events, succeeded };
}

/** A line around its hit: the text of the part that was hit, or nothing where it is not in the line as such. */
function lineOf({ text, hit }: Details["lines"][number]): SampleLine {
  // `PART:TEXT`: the part of the request that was hit, and its text, decoded.
  const pieces = hit === null ? [] : [hit.slice(hit.indexOf(":") + 1), hit];
  const piece = pieces.find((each) => each !== "" && text.includes(each));
  if (piece === undefined) return { text: cut(text, MOST_LINE_CHARACTERS) };
  return { text: windowAt(text, text.indexOf(piece), 100, MOST_LINE_CHARACTERS), hit: piece };
}

/** Where, who and how many: "shop · www.example.org · 203.0.113.7 (NL) · 212 events, 3 got what they wanted". */
function whereOf(incident: ToldIncident, country: string | null): string {
  const { service, site, username, source, network, sourceCount, events, succeeded } = incident;
  const who =
    source !== null
      ? `${source}${country === null || country === "unknown" ? "" : ` (${country})`}`
      : sourceCount > 1
        ? `${sourceCount} sources${network === null ? "" : ` of ${network}`}`
        : network;
  const count = `${events} ${events === 1 ? "event" : "events"}${succeeded > 0 ? `, ${succeeded} got what they wanted` : ""}`;
  return cut(
    [service, site, username === null ? null : `account ${username}`, who, count]
      .filter((each) => each)
      .join(" · "),
    500,
  );
}

/** @param items the worst first; those beyond {@link MOST_ITEMS} are counted only */
export function contentOf(items: readonly Item[], note: string): Content {
  return {
    title: titleOf(items),
    items: items.slice(0, MOST_ITEMS),
    more: Math.max(0, items.length - MOST_ITEMS),
    text: [],
    note,
  };
}

function titleOf(items: readonly Item[]): string {
  const [first] = items;
  if (!first) return "SmartLog";
  const title = cut(`${BEFORE[first.change]}${first.title}`, MOST_TITLE_CHARACTERS);
  if (items.length === 1)
    return first.severity === "critical" && first.change !== "closed" ? `Critical: ${title}` : title;
  const gravest = worst(items.map(({ severity }) => severity));
  const over = items.filter(({ change }) => change === "closed" || change === "over").length;
  return over === items.length
    ? `${items.length} incidents are over`
    : `${items.length} incidents, the worst ${gravest}: ${title}`;
}

/** @param report lines of the week's report; none on other days */
export function digestOf(waiting: Waiting, items: readonly Item[], report: readonly string[]): Content {
  const below = waiting.below.reduce((sum, { incidents }) => sum + incidents, 0);
  const classes = waiting.below.slice(0, 5).map(({ class: name, incidents }) => `${incidents} ${name}`);
  const nobody =
    below === 0
      ? []
      : [`${below} of no consequence: ${classes.join(", ")}${waiting.below.length > 5 ? ", …" : ""}`];
  const some = `${waiting.waiting} ${waiting.waiting === 1 ? "incident" : "incidents"}`;
  const open = waiting.waiting - waiting.over;
  const told = waiting.waiting === 0 ? [] : [`${some} waited for this digest, ${open} still open`];
  return {
    title:
      report.length > 0
        ? waiting.waiting > 0
          ? `The week's report, and ${some}`
          : "The week's report"
        : `${some} since the last digest`,
    items: items.slice(0, MOST_ITEMS),
    more: Math.max(0, waiting.waiting - Math.min(items.length, MOST_ITEMS)),
    text: [...report, ...told, ...nobody],
    note: "",
  };
}
