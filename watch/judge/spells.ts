/**
 * Where incidents of one key begin and end, by its counts: pure, so that it can be tested without a store.
 *
 * An incident opens when its window reaches a threshold, goes on while no pause is longer than `quiet`, and is opened again
 * where the threshold is reached once more within a day.
 */
import type { Way } from "../../rules/lib/rule.ts";
import type { IncidentChange } from "../../store/incidents/incident.ts";
import type { KnownIncident } from "../../store/incidents/known.ts";
import { countsOf, type Reached, reaches, type Step } from "./window.ts";

const REOPENS_WITHIN_MS = 86_400_000;
/** Minutes of long-closed incidents are not counted again: what was counted of them may have been deleted. */
const COUNTED_FOR_MS = 26 * 3_600_000;

/** An incident that has got more, or has just been found. */
export interface Spell {
  /** Undefined: new. */
  known?: KnownIncident;
  way: number;
  first: number;
  last: number;
  /** Whether it was closed, or is by now, at the end of these counts. */
  isClosed: boolean;
  closedBy: string | null;
  closedAt: number | null;
  changes: IncidentChange[];
  /** Counts that have become part of it. */
  steps: Step[];
  /** At its worst, where the rule asks. */
  share: number;
  slower: number;
}

/**
 * @param steps of one key in order, with those before that still count in the window
 * @param known incidents of the key, the oldest first
 * @param usual usual response time of the site, microseconds
 * @returns incidents that have got more or were found, the oldest first
 */
export function spellsOf(
  way: Way,
  wayNumber: number,
  steps: readonly Step[],
  known: readonly KnownIncident[],
  now: number,
  usual?: number,
): Spell[] {
  const quiet = way.quiet * 1000;
  const within = way.within * 1000;
  const isContinuous = way.from === "answers";
  const spells = known.map((each) => spellOf(each, wayNumber));
  const counted = new Set<Step>();
  let window: Step[] = [];
  for (const step of steps) {
    window = [...window.filter(({ last }) => last >= step.first - within), step];
    const counts = isContinuous ? countsOf(window, usual) : undefined;
    if (counts && !way.least.some((least) => reaches(counts, least))) continue;
    const spell = spells.findLast((each) => belongs(step, each, quiet, now));
    if (spell) {
      for (const each of isContinuous ? window : [step])
        if (!counted.has(each)) add(spell, each, now, counts);
      for (const each of window) counted.add(each);
      if (spell.isClosed && spell.last + quiet > now && isBySmartLog(spell.closedBy)) reopen(spell);
      if (!isContinuous) window = [];
      continue;
    }
    const reached = counts ?? countsOf(window, usual);
    if (!way.least.some((least) => reaches(reached, least))) continue;
    const begun = window.filter((each) => !counted.has(each));
    const from = Math.min(...begun.map(({ first }) => first));
    const before = spells.findLast(({ last }) => last <= from && from - last <= REOPENS_WITHIN_MS);
    for (const each of spells) if (!each.isClosed && each.last < from) close(each, quiet);
    const found = before ?? emptySpell(wayNumber, from);
    if (before) reopen(before);
    else {
      spells.push(found);
      spells.sort((a, b) => a.first - b.first);
      // An old one, found late, while the same goes on now.
      if (spells.some((each) => each !== found && !each.isClosed && each.first > from)) close(found, quiet);
    }
    for (const each of begun) {
      add(found, each, now, reached);
      counted.add(each);
    }
    if (!isContinuous) window = [];
  }
  return spells.filter(({ changes, steps: counted }) => changes.length > 0 || counted.length > 0);
}

function spellOf(known: KnownIncident, way: number): Spell {
  const { first, last, state, closedBy, closedAt } = known;
  const isClosed = state === "closed";
  return {
    known,
    way,
    first,
    last,
    isClosed,
    closedBy,
    closedAt,
    changes: [],
    steps: [],
    share: 0,
    slower: 0,
  };
}

function emptySpell(way: number, first: number): Spell {
  const none = { isClosed: false, closedBy: null, closedAt: null, share: 0, slower: 0 };
  return { way, first, last: first, changes: ["opened"], steps: [], ...none };
}

function belongs(step: Step, spell: Spell, quiet: number, now: number): boolean {
  const { known } = spell;
  if (known?.state === "muted" && (known.mutedUntil ?? 0) > now && step.last >= spell.first) return true;
  // What a person has closed comes back when it goes on for longer than a pause.
  if (spell.closedAt !== null && !isBySmartLog(spell.closedBy) && step.first > spell.closedAt + quiet)
    return false;
  return step.first <= spell.last + quiet && step.last >= spell.first - quiet;
}

function isBySmartLog(closedBy: string | null): boolean {
  return closedBy === "quiet" || closedBy === "ended";
}

function add(spell: Spell, step: Step, now: number, counts?: Reached): void {
  spell.first = Math.min(spell.first, step.first);
  spell.last = Math.max(spell.last, step.last);
  if (counts) {
    spell.share = Math.max(spell.share, counts.share);
    spell.slower = Math.max(spell.slower, counts.slower);
  }
  const wasCounted =
    spell.known !== undefined &&
    spell.known.foundAt < now - COUNTED_FOR_MS &&
    step.minute < now - COUNTED_FOR_MS &&
    step.minute <= spell.known.last;
  if (!wasCounted) spell.steps.push(step);
}

function close(spell: Spell, quiet: number): void {
  spell.isClosed = true;
  spell.closedBy = "quiet";
  spell.closedAt = spell.last + quiet;
  spell.changes.push("closed");
}

function reopen(spell: Spell): void {
  if (!spell.isClosed) close(spell, 0);
  spell.isClosed = false;
  spell.closedBy = null;
  spell.closedAt = null;
  spell.changes.push("reopened");
}
