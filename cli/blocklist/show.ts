/** The list in a sentence, and what a dry run found, with nothing of a line that a terminal would obey. */
import { plainEntry } from "../../blocklist/forms/json.ts";
import type { Blocked, DryRun } from "../../blocklist/lib/dry-run.ts";
import { type Kept, WHY_KEPT, type WhyKept } from "../../blocklist/lib/entry.ts";
import { shortest } from "../../blocklist/lib/network.ts";
import type { Blocklist } from "../../blocklist/lib/select.ts";
import { columns, count, minute, printable } from "../lib/output.ts";

const SHOWN = 20;
const MAX_TITLE_CHARACTERS = 60;

/** What went into a list. */
export function listText({ entries, kept, left }: Blocklist): string {
  const more = left > 0 ? `; ${count(left)} more have no room (--most)` : "";
  return `${addresses(entries.length)} on the list${keptText(kept)}${more}`;
}

/** What a dry run found, people first. */
export function dryRunText({ days, blocked, kept, left }: DryRun): string {
  const people = blocked.filter(({ hitsPeople }) => hitsPeople);
  const total = (of: (each: Blocked) => number) => count(blocked.reduce((sum, each) => sum + of(each), 0));
  const more = left > 0 ? ` ${count(left)} more have no room (--most).` : "";
  return [
    `In the last ${days} days ${addresses(blocked.length)} would have been blocked${byClass(blocked)}.${more}`,
    `Of their events ${total(({ stopped }) => stopped.events)} would not have come: ${total(({ stopped }) => stopped.flagged)} flagged, ` +
      `${total(({ stopped }) => stopped.ordinary)} ordinary requests, ${total(({ stopped }) => stopped.logins)} logins.`,
    people.length === 0
      ? "Nobody among them came as people do, before or after."
      : `People it would have hit, at ${addresses(people.length)}: put these on the allow list, or raise the severity.`,
    ...table(people),
    ...(kept.length > 0 ? [`Kept off the list: ${addresses(kept.length)}.`, ...keptTable(kept)] : []),
    ...(blocked.length > people.length
      ? ["Blocked:", ...table(blocked.filter(({ hitsPeople }) => !hitsPeople))]
      : []),
    "Nothing was blocked.",
  ].join("\n");
}

/** The same as one JSON object. */
export function dryRunJson({ blocked, kept, ...run }: DryRun): string {
  return JSON.stringify({
    ...run,
    blocked: blocked.map((each) => ({
      ...plainEntry(each),
      from: each.from,
      to: each.to,
      stopped: each.stopped,
      hitsPeople: each.hitsPeople,
    })),
    kept: kept.map((each) => ({ ...plainEntry(each), why: each.why })),
  });
}

function byClass(blocked: readonly Blocked[]): string {
  const classes = new Map<string, number>();
  for (const each of blocked) classes.set(each.class, (classes.get(each.class) ?? 0) + 1);
  const texts = [...classes]
    .sort(([, a], [, b]) => b - a)
    .map(([name, number]) => `${name} ${count(number)}`);
  return texts.length > 0 ? ` (${texts.join(", ")})` : "";
}

function table(blocked: readonly Blocked[]): string[] {
  if (blocked.length === 0) return [];
  const rows = blocked
    .slice(0, SHOWN)
    .map(({ network, from, to, stopped, class: name, severity, title }) => [
      `  ${shortest(network)}`,
      `${minute(from)} to ${minute(to)}`,
      count(stopped.flagged),
      count(stopped.ordinary),
      count(stopped.logins),
      `${severity} ${name}`,
      printable(title, MAX_TITLE_CHARACTERS),
    ]);
  const head = ["  address", "blocked (UTC)", "flagged", "ordinary", "logins", "for", "incident"];
  return [...columns([head, ...rows], [2, 3, 4]), ...rest(blocked.length)];
}

function keptTable(kept: readonly Kept[]): string[] {
  const rows = kept
    .slice(0, SHOWN)
    .map(({ network, why, class: name, severity, incidents }) => [
      `  ${shortest(network)}`,
      WHY_KEPT[why],
      `${severity} ${name}, incident ${incidents[0]}`,
    ]);
  return [...columns([["  address", "because", "would be for"], ...rows]), ...rest(kept.length)];
}

function rest(length: number): string[] {
  return length > SHOWN ? [`  and ${count(length - SHOWN)} more (--format json has all)`] : [];
}

function keptText(kept: readonly Kept[]): string {
  if (kept.length === 0) return "";
  const whys = new Map<WhyKept, number>();
  for (const { why } of kept) whys.set(why, (whys.get(why) ?? 0) + 1);
  return `, ${count(kept.length)} kept off it (${[...whys].map(([why, number]) => `${why} ${count(number)}`).join(", ")})`;
}

function addresses(number: number): string {
  return `${count(number)} ${number === 1 ? "address" : "addresses"}`;
}
