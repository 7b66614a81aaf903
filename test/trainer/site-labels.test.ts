/** What is known of a site's events when models are judged on them. */
import { expect, test } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { Likeness } from "../../trainer/judge/likeness.ts";
import type { Site } from "../../trainer/train/gather.ts";
import { SiteLabels } from "../../trainer/train/site-labels.ts";
import { labelsOf } from "../../trainer/window/labels.ts";

const EVENT = { tpl: "00000007", kind: "web", threat: 0.1, bot: 0.1, anomaly: 0.1 } as SmartlogEvent;
const HELD_OUT = 1000;
/** Of four annotated events one is judged on. */
const JUDGED = "4";
const LEARNT = "5";

/** Of a site where a consensus labels every event; all in it are annotated but `9`. */
function known(id: string, corrected: readonly string[]) {
  const site = {
    facts: { heldOutFrom: new Date(HELD_OUT * 1000) },
    corrected: new Map(corrected.map((id) => [id, { id, labels: labelsOf("bot"), reliability: 1 }])),
    read: {
      annotated: new Set([JUDGED, LEARNT]),
      heldOutLabels: new Map(),
      forms: { isConsensus: () => true },
    },
  } as unknown as Site;
  const thresholds = { threat: 0.5, bot: 0.5, anomaly: 0.5 };
  const labels = new SiteLabels(site, new Likeness([], () => false), ["web"], thresholds);
  const of = labels.of(id, EVENT, HELD_OUT, { ...EVENT, bot: 0.9 });
  return { of, corrections: labels.corrections };
}

test("a corrected event has the correction's labels, and is counted", () => {
  const { of, corrections } = known(JUDGED, [JUDGED]);
  expect(of).toEqual({ labels: labelsOf("bot"), isJudged: true });
  expect(corrections).toEqual({ events: 1, incumbentRight: 0, candidateRight: 1 });
});

test("an event whose annotators are at odds is not judged on where it may be learnt from", () => {
  expect(known(LEARNT, []).of).toEqual({ labels: { threat: 0 }, isJudged: false });
  expect(known(JUDGED, []).of).toEqual({ labels: { threat: 0 }, isJudged: true });
  expect(known("9", []).of).toEqual({ labels: { threat: 0 }, isJudged: true });
});
