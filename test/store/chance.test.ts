import { expect, test } from "vitest";
import { chancesOf } from "../../store/review/chance.ts";
import type { Cluster } from "../../store/review/clusters.ts";

const ORDINARY: Cluster = {
  kind: "app",
  target: "backup",
  client: "",
  probing: false,
  tpl: "0a0b0c0d",
  events: { normal: 100, bot: 0, attack: 0, anomaly: 0 },
  scores: { threat: 0.01, bot: 0.01, anomaly: 0.01 },
  sources: 1,
  hours: 1,
  shares: { failed: 0, succeeded: 1, hit: 0, person: 0, steady: 0, own: 0 },
  answered: 0,
  middle: { id: "1", time: "2026-11-21T06:41:05.123456Z", source: null },
};

test("events without an address are as those of one source, not surely attacks", () => {
  const chances = chancesOf({ ...ORDINARY, sources: 0 });
  expect(chances).toEqual(chancesOf(ORDINARY));
  expect(chances.normal).toBeGreaterThan(0.9);
});
