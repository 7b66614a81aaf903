import { describe, expect, test } from "vitest";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import { json, smartlog } from "./command.ts";

const lines = (text: string) => text.split("\n").slice(0, -1);

describe("smartlog simulate", () => {
  test.each(["web", "auth", "dns", "firewall", "app", "syslog", "mixed"])(
    "%s: as many lines as asked for, the same for the same seed, others for another",
    async (kind) => {
      const simulate = (seed: number) =>
        smartlog(["simulate", "--kind", kind, "--lines", "300", "--seed", `${seed}`]);
      const [first, again, other] = await Promise.all([simulate(1), simulate(1), simulate(2)]);
      expect([first.code, first.stderr, lines(first.stdout).length]).toEqual([0, "", 300]);
      expect(again.stdout).toBe(first.stdout);
      expect(other.stdout).not.toBe(first.stdout);
    },
  );

  test("--labels says of the same lines what is true of them, in time order, from --start on", async () => {
    const args = ["simulate", "--kind", "web", "--lines", "200", "--start", "2026-03-01T08:00:00Z"];
    const [bare, labelled] = await Promise.all([smartlog(args), smartlog([...args, "--labels"])]);
    const made = json<SimulatedLine>(labelled.stdout);
    expect(made.map(({ line }) => line)).toEqual(lines(bare.stdout));
    const times = made.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(Date.parse("2026-03-01T08:00:00Z") / 1000);
    for (const { kind, bot, threat, anomaly } of made)
      expect([kind, bot >= 0, threat >= 0, anomaly >= 0]).toEqual(["web", true, true, true]);
  });
});
