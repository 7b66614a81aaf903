/** Which events look like corrected ones, and what corrections let their scores do. */
import { describe, expect, test } from "vitest";
import { Likeness } from "../../trainer/judge/likeness.ts";
import { labelsOf } from "../../trainer/window/labels.ts";
import type { Looks } from "../../trainer/window/looks.ts";

const LOOKS: Looks = {
  kind: "web",
  form: 7,
  source: "192.0.2.7",
  target: "/console/q",
  agent: "Panel/1.4",
  hit: "",
};
const OTHER: Looks = { ...LOOKS, form: 8, source: "198.51.100.9", target: "/other", agent: "Firefox" };
const SCORES = { threat: 0.7, bot: 0.9, anomaly: 0.1 };

const alike = (label: "normal" | "attack" | "bot", looks: Partial<Looks> = {}, isAttacker = false) =>
  new Likeness(
    [{ looks: { ...LOOKS, ...looks }, labels: labelsOf(label), scores: SCORES }],
    () => isAttacker,
  );
const directions = (likeness: Likeness, looks: Looks, score = 0.7) =>
  (["threat", "bot"] as const).map((head) => likeness.direction(looks, head, score));

describe("a correction", () => {
  test("says nothing of events that are alike in nothing", () => {
    expect(directions(alike("normal"), OTHER)).toEqual([0, 0]);
  });

  test.each([
    ["form", { form: 7 }, [-1, -1]],
    ["target", { target: "/console/q" }, [-1, -1]],
    ["user agent", { agent: "Panel/1.4" }, [0, -1]],
    ["client and user agent", { source: "192.0.2.7", agent: "Panel/1.4" }, [-1, -1]],
    ["client alone", { source: "192.0.2.7" }, [0, 0]],
  ] as const)("lets scores of the same %s fall", (_, same, expected) => {
    expect(directions(alike("normal"), { ...OTHER, ...same })).toEqual(expected);
  });

  test("lets no threat score fall from far above where the corrected event was, but for its client's target", () => {
    expect(directions(alike("normal"), { ...OTHER, form: 7 }, 0.99)).toEqual([0, -1]);
    expect(directions(alike("normal"), LOOKS, 0.99)).toEqual([-1, -1]);
  });

  test("lets nothing fall where an attack is seen by what the corrected event had not", () => {
    const attack = { ...LOOKS, hit: "query:' or 1=1" };
    expect(directions(alike("normal"), attack)).toEqual([0, 0]);
    expect(directions(alike("normal", { hit: "ua:select" }), attack)).toEqual([0, 0]);
    expect(directions(alike("normal", { hit: "query:select a from b" }), attack)).toEqual([-1, -1]);
  });

  test("lets nothing fall of sources that attack by rules", () => {
    expect(directions(alike("normal", {}, true), LOOKS)).toEqual([0, 0]);
  });

  test("lets scores rise by client or form, not of whoever opens the same page", () => {
    expect(directions(alike("attack"), { ...OTHER, form: 7 })).toEqual([1, 0]);
    expect(directions(alike("attack"), { ...OTHER, target: "/console/q" })).toEqual([0, 0]);
    expect(directions(alike("bot"), { ...OTHER, agent: "Panel/1.4" })).toEqual([0, 1]);
  });

  test("that another contradicts lets nothing move", () => {
    const both = new Likeness(
      (["normal", "attack"] as const).map((label) => ({
        looks: LOOKS,
        labels: labelsOf(label),
        scores: SCORES,
      })),
      () => false,
    );
    expect(both.direction(LOOKS, "threat", 0.7)).toBe(0);
  });
});
