/** The gate: whether a candidate may serve, with reasons for people. */
import { percent } from "../evaluate/figures.ts";
import { HEADS, type Head } from "../model/model.ts";
import type { Annotator } from "../window/annotations.ts";
import type { CanaryResult } from "./canaries.ts";
import type { Difference } from "./compare.ts";
import type { LabelCounts, Replayed } from "./replay.ts";
import { againstShift, SHIFTING } from "./shift.ts";

/** Poisoning: largest share of one source's events in the window, where more of them than this share are attacks. */
const DOMINATING_SHARE = 0.6;
const MOSTLY_ATTACKS = 0.5;
/** Poisoning: share of attacks in the window, and how many times that of the windows before. */
const UNUSUAL_ATTACKS = { share: 0.5, times: 3 };
/** Share of events that a candidate may flag, against the model in service: so many times, or so much more. */
const FLAGGED = { times: 1.5, points: 0.01 };
/** Least comparisons and largest reliability of an annotator whose labels are reported as not believed. */
const HOSTILE = { compared: 20, reliability: 0.2 };

/** Whether a candidate may serve. */
export interface Decision {
  publish: boolean;
  /** Sentences for people, the deciding one first. */
  reasons: string[];
  /** Of a refused one: what would have been gained, what stood against it, and what to do. */
  refusal?: string;
  /** Heads of which less might be published, where a smaller part of their step might pass; none of one that may serve. */
  tooFar: Head[];
}

/** What stands against a candidate. */
interface Objection {
  text: string;
  /** Heads whose step goes too far; none where a smaller step would not help. */
  heads: readonly Head[];
  /** What to do, a sentence. */
  remedy: string;
}

/** Remedies, by what has to be looked at. */
const REMEDY = {
  window: "Train again on another window: smartlog train --since TIME --until TIME.",
  corrections: "See in the report which corrections lead there, and take back those that are wrong.",
  label: "Label some of those events: smartlog review asks for them.",
  annotators: "See in the report who contradicts whom.",
};

/** How often each model is right on events that people corrected. */
export interface CorrectionTally {
  events: number;
  incumbentRight: number;
  candidateRight: number;
}

export interface GateInput {
  differences: readonly Difference[];
  replayed: Replayed;
  canaries: readonly CanaryResult[];
  window: {
    events: number;
    heaviest: { source: string; events: number; attacks: number } | undefined;
    /** Share of attacks, by the labels on arrival. */
    attackShare: number;
    /** The same of the windows before; undefined where they have too few events. */
    attackShareBefore: number | undefined;
  };
  annotators: readonly Annotator[];
  corrections: CorrectionTally;
}

/** A share in percent; small ones have two digits. */
function rounded(share: number): string {
  return percent(share, share < 0.1 ? 2 : 1);
}

/**
 * Decides whether a candidate may serve: where there is no reason against it.
 *
 * @returns all reasons against the candidate, the gravest first, else those for it
 */
export function decide(input: GateInput): Decision {
  const against = [
    ...poisoned(input),
    ...turnedCanaries(input),
    ...worse(input),
    ...flagged(input),
    ...shifted(input),
    ...forgotten(input),
  ];
  const remarks = distrusted(input);
  if (against.length === 0) return { publish: true, reasons: [...inFavour(input), ...remarks], tooFar: [] };
  const isHelped = against.every(({ heads }) => heads.length > 0);
  const [gravest] = against as [Objection];
  return {
    publish: false,
    refusal: `${gained(input)} Against it: ${gravest.text} What to do: ${gravest.remedy}`,
    reasons: [...against.map(({ text }) => text), ...remarks],
    tooFar: isHelped ? HEADS.filter((head) => against.some(({ heads }) => heads.includes(head))) : [],
  };
}

function poisoned({ window }: GateInput): Objection[] {
  const reasons: string[] = [];
  const { heaviest, events } = window;
  if (
    heaviest &&
    heaviest.events > events * DOMINATING_SHARE &&
    heaviest.attacks > heaviest.events * MOSTLY_ATTACKS
  )
    reasons.push(
      `The window is no sample of this site: ${rounded(heaviest.events / events)} of its ${events} events are one ` +
        `source's, ${heaviest.source}, and ${rounded(heaviest.attacks / heaviest.events)} of those are attacks. ` +
        "Train again on a window without them.",
    );
  const before = window.attackShareBefore;
  if (
    before !== undefined &&
    window.attackShare > UNUSUAL_ATTACKS.share &&
    window.attackShare > before * UNUSUAL_ATTACKS.times
  )
    reasons.push(
      `The window is unlike those before it: ${rounded(window.attackShare)} of its events are attacks, ` +
        `before it was ${rounded(before)}. Train again on a quieter window.`,
    );
  return reasons.map((text) => ({ text, heads: [], remedy: REMEDY.window }));
}

function turnedCanaries({ canaries }: GateInput): Objection[] {
  return canaries
    .filter(({ label, incumbent, candidate }) => incumbent === label && candidate !== label)
    .map(({ kind, label, candidate, line }) => ({
      text: `A ${kind} line that is certainly ${label} would be taken for ${candidate}: ${line}`,
      heads: HEADS,
      remedy: REMEDY.corrections,
    }));
}

/** What each head finds. */
const OF: Record<Head, string> = { threat: "attacks", bot: "robots", anomaly: "anomalies" };

/** One difference as a sentence. */
export function sentence(difference: Difference): string {
  const { set, kind, head, measure, incumbent, candidate, low, high, events } = difference;
  const where = set === "site" ? "this site's held-out" : "the held-out corpus's";
  const figures =
    measure === "log loss"
      ? `log loss ${candidate.toFixed(4)} instead of ${incumbent.toFixed(4)}, 99.5 % interval of the difference ${low.toFixed(4)} to ${high.toFixed(4)}`
      : `${rounded(candidate)} instead of ${rounded(incumbent)}, 99.5 % interval of the difference ${(low * 100).toFixed(2)} to ${(high * 100).toFixed(2)} points`;
  const what =
    measure === "misses"
      ? `misses ${OF[head]} among`
      : measure === "false alarms"
        ? `takes for ${OF[head]} what is none among`
        : `judges ${OF[head]} among`;
  return `The head ${head} ${what} ${where} ${kind} events (${figures}; ${events} events).`;
}

/** What the candidate is held against. */
function referenceOf({ set }: Difference): string {
  return set === "elsewhere" ? "default model" : "model in service";
}

function worse({ differences }: GateInput): Objection[] {
  return differences
    .filter(({ isWorse }) => isWorse)
    .sort((a, b) => b.low - a.low)
    .map((difference) => ({
      text: `Worse than the ${referenceOf(difference)}. ${sentence(difference)}`,
      heads: [difference.head],
      remedy: REMEDY.corrections,
    }));
}

/** Share of events whose label is not `normal`. */
function flaggedShare(labels: LabelCounts): number {
  let events = 0;
  let flaggedEvents = 0;
  for (const of of Object.values(labels))
    for (const [label, n] of Object.entries(of)) {
      events += n;
      if (label !== "normal") flaggedEvents += n;
    }
  return events ? flaggedEvents / events : 0;
}

function flagged({ replayed }: GateInput): Objection[] {
  const before = flaggedShare(replayed.labels.incumbent);
  const after = flaggedShare(replayed.labels.candidate);
  if (after <= before * FLAGGED.times || after <= before + FLAGGED.points) return [];
  const text = `It would flag ${rounded(after)} of the last week's events; the model in service flags ${rounded(before)}.`;
  return [{ text, heads: HEADS, remedy: REMEDY.label }];
}

function shifted({ replayed }: GateInput): Objection[] {
  return SHIFTING.flatMap((head) =>
    againstShift(head, replayed.unexplained[head]).map(({ text }) => ({
      text,
      heads: [head],
      remedy: REMEDY.label,
    })),
  );
}

function forgotten({ corrections }: GateInput): Objection[] {
  const { events, incumbentRight, candidateRight } = corrections;
  if (candidateRight >= incumbentRight) return [];
  const text = `Of ${events} events that people labelled it tells ${candidateRight} right, the model in service ${incumbentRight}.`;
  return [{ text, heads: HEADS, remedy: REMEDY.annotators }];
}

function distrusted({ annotators }: GateInput): string[] {
  return annotators
    .filter(({ compared, reliability }) => compared >= HOSTILE.compared && reliability <= HOSTILE.reliability)
    .map(
      ({ name, labels, compared, agreed }) =>
        `The ${labels} labels of ${name} were not believed: of ${compared} that a rule or somebody else judged too, ` +
        `${compared - agreed} contradict.`,
    );
}

/** What a refused candidate would have gained, a sentence. */
function gained({ differences, replayed, corrections }: GateInput): string {
  const before = flaggedShare(replayed.labels.incumbent);
  const after = flaggedShare(replayed.labels.candidate);
  const better = differences.filter(({ isBetter }) => isBetter).length;
  const gains = [
    ...(corrections.candidateRight > corrections.incumbentRight
      ? [
          `tell ${corrections.candidateRight} instead of ${corrections.incumbentRight} of ${corrections.events} corrected events right`,
        ]
      : []),
    ...(after < before
      ? [`flag ${rounded(after)} instead of ${rounded(before)} of the last week's events`]
      : []),
    ...(better > 0 ? [`be better in ${better} of ${differences.length} comparisons`] : []),
  ];
  return gains.length > 0 ? `It would ${gains.join(", and ")}.` : "It would gain nothing that can be told.";
}

function inFavour({ differences, replayed, corrections, canaries }: GateInput): string[] {
  const better = differences
    .filter(({ isBetter }) => isBetter)
    .sort((a, b) => a.high - b.high)
    .map((difference) => `Better than the ${referenceOf(difference)}. ${sentence(difference)}`);
  const elsewhere = differences.filter(({ set }) => set === "elsewhere").length;
  const first =
    `No worse than the model in service in any of ${differences.length} comparisons on held-out events, by kind and head` +
    `${elsewhere > 0 ? ` (than the default model in ${elsewhere} of them, of kinds that this site has not)` : ""}; ` +
    `better in ${better.length}.`;
  const fixed =
    corrections.events > 0
      ? [
          `Of ${corrections.events} events that people labelled it tells ${corrections.candidateRight} right, ` +
            `the model in service ${corrections.incumbentRight}.`,
        ]
      : [];
  return [
    first,
    ...better.slice(0, 5),
    ...fixed,
    `${replayed.changed} of ${replayed.events} events of the last week change their label; ` +
      `all ${canaries.length} canaries keep theirs.`,
  ];
}
