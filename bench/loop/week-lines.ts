/** Three sites over twelve weeks, a part of each week: what comes new in which, and who corrects. */
import type { Label } from "../../host/event.ts";
import { Random } from "../../simulate/lib/random.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import { changingSite } from "../../simulate/sites/changing.ts";
import { type News, realSite } from "../../simulate/sites/index.ts";
import { type Attacker, attackerLines, inOrder, type Period } from "./attackers.ts";
import { isPerson } from "./correct.ts";
import type { Truth } from "./fill.ts";

export const WEEKS = 12;
export const SITES = ["changing", "works", "depot"] as const;
export type SiteName = (typeof SITES)[number];

/** Week from which on each is there, the first week being 1. */
export const SINCE: Readonly<Record<News, number>> = { failing: 3, pages: 5, crawler: 7, attacks: 9 };

/** Who attacks all the time, and calls normal what he sends. */
export const MALLORY: Attacker = { name: "mallory", family: "cmdi", target: "/suche?q={payload}" };
const HIS_LINES = 60;
/** Visits as a share of a site's usual ones. */
const SCALE = 0.5;
/** Lines of the site that has no rates of its own. */
const CHANGING_LINES = 4000;

/** Lines of a part of a week. */
export function weekLines(name: SiteName, week: number, { seed, start, end }: Period): SimulatedLine[] {
  const news = (Object.keys(SINCE) as News[]).filter((each) => week >= SINCE[each]);
  const period = { seed: seed * 100 + week, start, end };
  const site =
    name === "changing"
      ? changingSite({
          ...period,
          lines: CHANGING_LINES,
          report: week >= SINCE.failing,
          changed: week >= SINCE.pages,
        })
      : realSite(name, { ...period, news, scale: SCALE });
  return inOrder(site, attackerLines(MALLORY, HIS_LINES, period));
}

/** Events that the careful and the careless one look at a week, and how often the careless one is wrong. */
const LOOKED_AT = { ann: 8, bob: 8 };
const CARELESS = 0.1;
/** Events of his own that the hostile one calls normal a week, and the week of his first. */
const HOSTILE = { events: 8, since: 4 };

/** What people say of a week's events: a careful reviewer, a careless one, a hostile one. */
export function weekSaid(
  truths: readonly Truth[],
  week: number,
  seed: number,
): (readonly [who: string, label: (truth: Truth) => Label, of: readonly Truth[]])[] {
  const rng = new Random(seed * 1000 + week);
  // People are asked mostly about what was called; most who look at that see their own false alarms first.
  const called = rng.shuffle(truths.filter(({ given }) => given !== "normal"));
  const falseAlarms = called.filter(isPerson);
  const ofAnn = [...falseAlarms.slice(0, LOOKED_AT.ann - 2), ...called.slice(0, 2)];
  const ofBob = called.slice(2, 2 + LOOKED_AT.bob);
  const wrongly = new Set(ofBob.filter(() => rng.chance(CARELESS)));
  return [
    ["ann", ({ label }) => label, ofAnn],
    ["bob", (truth) => (wrongly.has(truth) ? (truth.threat ? "normal" : "attack") : truth.label), ofBob],
    ...(week >= HOSTILE.since
      ? [
          [
            "mallory",
            () => "normal" as const,
            rng.shuffle(truths.filter(({ actor }) => actor === MALLORY.name)).slice(0, HOSTILE.events),
          ] as const,
        ]
      : []),
  ];
}
