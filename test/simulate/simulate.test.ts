import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { KINDS } from "../../host/event.ts";
import { type SimulatedLine, simulate } from "../../simulate/index.ts";
import { READS } from "./formats.ts";

const LINES = 1500;
const ALL = [...KINDS, "mixed"] as const;

const take = (kind: (typeof ALL)[number], seed: number, lines = LINES): SimulatedLine[] => [
  ...simulate({ kind, lines, seed }),
];
const digest = (lines: readonly SimulatedLine[]) =>
  createHash("sha256").update(JSON.stringify(lines)).digest("hex");
/** A line's shape: what is left when numbers are masked. */
const shape = (line: string) => line.replace(/[0-9a-f]*\d[0-9a-f]*/gi, "0");

describe.each(ALL)("simulated %s lines", (kind) => {
  const lines = take(kind, 11);

  test("are as many as were asked for", () => expect(lines).toHaveLength(LINES));

  test("are the same bytes for the same seed, and others for another", () => {
    expect(digest(take(kind, 11))).toBe(digest(lines));
    expect(digest(take(kind, 12))).not.toBe(digest(lines));
  });

  test("come in time order", () => {
    for (let i = 1; i < lines.length; i++)
      expect(lines[i]?.time).toBeGreaterThanOrEqual(lines[i - 1]?.time ?? 0);
  });

  test("never hold a line break", () => {
    for (const { line } of lines) expect(line).not.toMatch(/[\r\n]/);
  });

  test("carry a kind, a type and an actor, and scores that agree with the label", () => {
    for (const item of lines) {
      expect(KINDS).toContain(item.kind);
      if (kind !== "mixed") expect(item.kind).toBe(kind);
      expect(item.type).not.toBe("");
      expect(item.actor).not.toBe("");
      if (item.label === "attack") expect(item.threat).toBe(1);
      if (item.label === "anomaly") expect(item.anomaly).toBe(1);
      if (item.label === "normal") expect(item.threat + item.anomaly).toBe(0);
    }
  });

  test("can be read by somebody who knows the format alone", () => {
    const unread = lines.filter((item) => !READS[item.kind]?.(item.line)).map((item) => item.line);
    expect(unread).toEqual([]);
  });

  test("leave no gap of a template unfilled", () => {
    for (const { line } of lines)
      expect(line).not.toMatch(/\{(?:noun|n|id|ip|count|hex:\d+|sentence|priv)\}/);
  });

  test("have many shapes", () =>
    expect(new Set(lines.map((item) => shape(item.line))).size).toBeGreaterThan(LINES * 0.05));
});

describe("a window that was asked for", () => {
  test("is kept and filled", () => {
    const start = 1_767_000_000;
    const end = start + 86_400;
    const lines = [...simulate({ kind: "mixed", lines: 5000, seed: 3, start, end })];
    expect(lines).toHaveLength(5000);
    expect(lines[0]?.time).toBeGreaterThanOrEqual(start);
    expect(lines.at(-1)?.time).toBeLessThanOrEqual(end);
    expect(lines.at(-1)?.time).toBeGreaterThan(start + 0.8 * (end - start));
  });
});

test("what Kubernetes writes has its own line's time", () => {
  const times = [1, 2, 3].flatMap((seed) =>
    take("syslog", seed, 20_000).flatMap(({ line, time }) => {
      const [, klog] = /kubelet\[\d+\]: [IWEF](\d{4} \d\d:\d\d:\d\d)\.\d{6} /.exec(line) ?? [];
      const iso = new Date(time * 1000).toISOString();
      return klog ? [[klog, `${iso.slice(5, 7)}${iso.slice(8, 10)} ${iso.slice(11, 19)}`]] : [];
    }),
  );
  expect(times.length).toBeGreaterThan(20);
  for (const [klog, own] of times) expect(klog).toBe(own);
});

describe("a company", () => {
  test("has all its kinds of server in its log, friends and foes", () => {
    const lines = take("mixed", 5, 8000);
    const kinds = new Set(lines.map((item) => item.kind));
    for (const kind of ["web", "auth", "dns", "firewall", "app", "syslog"] as const)
      expect(kinds).toContain(kind);
    const share = (pick: (item: SimulatedLine) => number) =>
      lines.reduce((sum, item) => sum + pick(item), 0) / lines.length;
    expect(share((item) => item.threat)).toBeGreaterThan(0.02);
    expect(share((item) => item.threat)).toBeLessThan(0.8);
    expect(share((item) => item.bot)).toBeLessThan(0.95);
  });
});
