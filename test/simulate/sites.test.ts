import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import { NEWS, type RealSiteName, type RealSiteOptions, realSite } from "../../simulate/sites/index.ts";

const DAY_SECONDS = 86_400;
const START = Date.UTC(2026, 9, 5, 6) / 1000;
const module = new WebAssembly.Module(readFileSync(BUILT_MODULE));

const days = (name: RealSiteName, count: number, options: Partial<RealSiteOptions> = {}): SimulatedLine[] => [
  ...realSite(name, { seed: 1, start: START, end: START + count * DAY_SECONDS, ...options }),
];

describe.each(["works", "depot"] as const)("the site %s", (name) => {
  const lines = days(name, 1);
  const types = new Set(lines.map(({ type }) => type));

  test("has the same bytes for the same seed, and others for another", () => {
    expect(days(name, 1)).toEqual(lines);
    expect(days(name, 1, { seed: 2 })).not.toEqual(lines);
  });

  test("is in time order, ends in time, and has no template's gap left in a line", () => {
    for (let i = 1; i < lines.length; i++)
      expect(lines[i]?.time).toBeGreaterThanOrEqual(lines[i - 1]?.time ?? 0);
    expect(lines.at(-1)?.time).toBeLessThan(START + DAY_SECONDS);
    for (const { line } of lines) expect(line).not.toMatch(/[\r\n]/);
    for (const { line, threat } of lines) if (!threat) expect(line).not.toMatch(/\{\w+(:\d+)?\}/);
  });

  test("has people, scanners, crawlers and machines of its own", () => {
    const of = (is: (line: SimulatedLine) => boolean) => lines.filter(is).length / lines.length;
    expect(of(({ bot, threat }) => !bot && !threat)).toBeGreaterThan(0.4);
    expect(of(({ threat }) => threat === 1)).toBeGreaterThan(0.05);
    expect(types).toContain("crawler");
    expect(types).toContain(name === "works" ? "machine" : "sorter");
  });

  test("brings news where they are asked for", () => {
    const news = new Set(days(name, 1, { news: NEWS }).map(({ type }) => type));
    expect(types).not.toContain("new crawler");
    expect(news).toContain("new crawler");
    expect(news).toContain("new attack");
    const failing = name === "works" ? "tab" : "stuck app";
    expect(types).toContain(failing);
    expect(new Set(days(name, 1, { news: [] }).map(({ type }) => type))).not.toContain(failing);
  });

  test("has a model to learn: people are called where the default model serves", () => {
    const filter = Filter.load(module);
    const people = lines.map(({ line, time, bot, threat }) => {
      const at = { seconds: Math.floor(time), nanoseconds: 0 };
      const { label } = JSON.parse(filter.score(recordOfLine(Buffer.from(line)), at)).smartlog;
      return bot || threat ? undefined : label;
    });
    const all = people.filter((label) => label !== undefined);
    const called = all.filter((label) => label === "attack" || label === "bot").length / all.length;
    expect(called).toBeGreaterThan(0.15);
    expect(called).toBeLessThan(0.7);
  });
});
