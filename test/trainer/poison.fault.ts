/**
 * People and traffic that work against the training. Whether the candidate is refused or not: no attack that was found
 * before is lost, and people are not called more than before.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isPerson } from "../../bench/loop/correct.ts";
import type { Truth } from "../../bench/loop/fill.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { held, type Outcome, type Poisoning, poisoned } from "./poison.ts";

/** Share of the hostile lines that a model may find less of: what the gate's own intervals leave open at this size. */
const LOST = 0.03;
/** Share of people's lines that it may call more of. */
const CALLED = 0.01;

const NAME = "mallory";
const isHis = ({ actor }: Truth) => actor === NAME;
/** A page of the site that anybody opens, and one that nobody does. */
const COMMON_PAGE = "/haendler?plz={payload}";
const OWN_PAGE = "/portal/export.php?q={payload}";

let store: TestStore;
let module: Buffer;
beforeAll(async () => {
  module = readFileSync(BUILT_MODULE);
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.feedback, smartlog.models");
});

/**
 * @param asAttacks whether only what is called an attack counts as found
 * @param lostAttacks share of the hostile lines that may be called something else than an attack
 */
function expectHarmless(outcome: Outcome, asAttacks: boolean, lostAttacks: number): void {
  const { was, is } = held(outcome, NAME);
  const said = JSON.stringify({
    was,
    is,
    decided: outcome.results.map(({ decision }) => [decision.publish, decision.reasons[0]]),
  });
  expect(was.hostile, said).toBeGreaterThan(400);
  if (!asAttacks) expect(is.found, said).toBeGreaterThanOrEqual(was.found - LOST * was.hostile);
  expect(is.foundAttack, said).toBeGreaterThanOrEqual(was.foundAttack - lostAttacks * was.hostile);
  const called = ({ peopleAttack, peopleBot }: typeof was) => peopleAttack + peopleBot;
  expect(called(is), said).toBeLessThanOrEqual(called(was) + CALLED * was.people);
}

const harmless = (name: string, of: Poisoning, asAttacks = false, lostAttacks = LOST) =>
  test(name, async () => expectHarmless(await poisoned(store, module, of), asAttacks, lostAttacks));

describe("a reviewer who calls his own attacks normal", { timeout: 600_000 }, () => {
  harmless("by his source", {
    attacker: { name: NAME, ip: "203.0.113.66" },
    lines: 300,
    said: (truths) => [[NAME, "normal", truths.filter(isHis)]],
  });

  harmless("by his template, from a hundred addresses", {
    attacker: { name: NAME, target: OWN_PAGE, family: "sqli" },
    lines: 300,
    said: (truths) => [[NAME, "normal", truths.filter(isHis)]],
  });

  harmless("on a page that anybody opens", {
    attacker: { name: NAME, target: COMMON_PAGE, family: "sqli" },
    lines: 300,
    said: (truths) => [[NAME, "normal", truths.filter(isHis)]],
  });

  harmless("few of them, and of a kind that no rule knows", {
    attacker: { name: NAME, target: COMMON_PAGE, family: "cmdi" },
    lines: 60,
    said: (truths) => [[NAME, "normal", truths.filter(isHis).slice(0, 20)]],
  });

  harmless("with payloads in the path, where no parameter is", {
    attacker: { name: NAME, target: "/haendler/{payload}", family: "cmdi" },
    lines: 80,
    said: (truths) => [[NAME, "normal", truths.filter(isHis).slice(0, 30)]],
  });

  harmless("under five names that agree with each other", {
    attacker: { name: NAME, target: COMMON_PAGE, family: "sqli" },
    lines: 300,
    said: (truths) =>
      [0, 1, 2, 3, 4].map((n) => [
        `${NAME}-${n}`,
        "normal",
        truths.filter(isHis).filter((_, i) => i % 5 === n || i % 3 === 0),
      ]),
  });

  harmless("slowly, a few a week", {
    attacker: { name: NAME, target: COMMON_PAGE, family: "cmdi" },
    lines: 60,
    windows: 3,
    said: (truths) => [[NAME, "normal", truths.filter(isHis).slice(0, 8)]],
  });
});

describe("a reviewer who calls people attackers", { timeout: 600_000 }, () => {
  harmless("alone", {
    attacker: { name: NAME },
    lines: 1,
    said: (truths) => [[NAME, "attack", truths.filter(isPerson).filter((_, i) => i % 20 === 0)]],
  });

  harmless("under three names", {
    attacker: { name: NAME },
    lines: 1,
    said: (truths) =>
      [0, 1, 2].map((n) => [
        `${NAME}-${n}`,
        "attack",
        truths.filter(isPerson).filter((_, i) => i % 30 === 0),
      ]),
  });

  harmless(
    "by thirty plain looks of scanners at the front page",
    {
      attacker: { name: NAME },
      lines: 1,
      said: (truths) => [
        ["ann", "attack", truths.filter(({ bot, line }) => bot && /"GET \/ /.test(line)).slice(0, 30)],
      ],
    },
    false,
    // Stuffed logins, of one address each, are hardly called attacks: afterwards some are called robots.
    0.07,
  );
});

describe("traffic", { timeout: 600_000 }, () => {
  harmless("of one attacker under many addresses that fills the window", {
    attacker: { name: NAME },
    lines: 8000,
    said: () => [],
  });

  harmless("that fills the window with attacks on a page that people use, which look like them", {
    attacker: { name: NAME, target: "/lst/q?x={payload}", family: "sqli" },
    lines: 8000,
    said: () => [],
  });

  harmless("that imitates what was corrected: its page", {
    attacker: { name: NAME, target: "/lst/stream?ch=press-3.temp&if={payload}", family: "sqli", status: 502 },
    lines: 300,
    news: ["failing"],
    said: corrected,
  });

  harmless(
    "that imitates what was corrected: its agent, its page and its network",
    {
      attacker: {
        name: NAME,
        ip: "85.214.77.130",
        target: "/lst/rows?f={payload}",
        agent: "LST-Panel/1.4 (wall)",
      },
      lines: 300,
      news: ["failing"],
      said: corrected,
    },
    // Who has an agent that people have is no robot by it any more.
    true,
  );
});

/** Forty honest corrections of the site's own software. */
function corrected(truths: readonly Truth[]): [string, "normal", Truth[]][] {
  const falseAlarms = truths.filter((truth) => isPerson(truth) && truth.given !== "normal");
  const every = Math.max(1, Math.floor(falseAlarms.length / 40));
  return [["ann", "normal", falseAlarms.filter((_, i) => i % every === 0).slice(0, 40)]];
}
