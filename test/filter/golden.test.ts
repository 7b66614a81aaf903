/**
 * Golden records: `golden/*.records.ndjson` are what comes in, `*.answers.ndjson` what must go out, one line each.
 *
 *     npm run golden        writes the answers again; look at the diff
 *
 * What a model decides (scores, label, severity, reasons, its id) is not in the answers, so a new default model changes
 * none of them. It is held to the contract instead, and to the label of those records that name the only right one.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type EnrichedRecord, LABELS, SEVERITIES, type SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { OF_THE_VERDICT } from "./scored.ts";

const FOLDER = join(import.meta.dirname, "golden");
const OF_THE_MODEL = [...OF_THE_VERDICT, "model"];

interface Golden {
  name: string;
  /** An object, or text where it is not JSON or where its form matters. */
  record: unknown;
  time: [seconds: number, nanoseconds: number];
  label?: string;
}

function checkVerdict(event: SmartlogEvent, golden: Golden): void {
  expect(LABELS).toContain(event.label);
  expect(SEVERITIES).toContain(event.severity);
  for (const name of ["score", "bot", "threat", "anomaly"] as const) {
    expect(event[name], name).toBeGreaterThanOrEqual(0);
    expect(event[name], name).toBeLessThanOrEqual(1);
  }
  const deciding = {
    normal: Math.max(event.bot, event.threat, event.anomaly),
    bot: event.bot,
    attack: event.threat,
    anomaly: event.anomaly,
  };
  expect(event.score).toBe(deciding[event.label]);
  expect(event.severity === "none").toBe(event.label === "normal");
  expect(event.why.length).toBeLessThanOrEqual(3);
  if (event.label === "normal") expect(event.why).toEqual([]);
  for (const reason of event.why) expect(reason).toMatch(/^[a-z]+:[a-z-]+$/);
  expect(event.model).not.toBe("");
  if (golden.label) expect(event.label).toBe(golden.label);
}

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith(".records.ndjson")))("%s:", (file) => {
  const goldens = readFileSync(join(FOLDER, file), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Golden);
  const answers = goldens.map((golden) => {
    const text = typeof golden.record === "string" ? golden.record : JSON.stringify(golden.record);
    const [seconds, nanoseconds] = golden.time;
    // An instance for each: the answer to one must not depend on the one before.
    return JSON.parse(Filter.load().score(text, { seconds, nanoseconds })) as EnrichedRecord;
  });

  test("structure and fields", async () => {
    const lines = goldens.map(({ name }, i) => {
      const { smartlog, ...record } = answers[i] as EnrichedRecord;
      const event = Object.fromEntries(
        Object.entries(smartlog).filter(([key]) => !OF_THE_MODEL.includes(key)),
      );
      return JSON.stringify({ name, answer: { ...record, smartlog: event } });
    });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(
      join(FOLDER, file.replace(".records.", ".answers.")),
    );
  });

  test.each(
    goldens
      .map((golden, i) => ({ ...golden, event: (answers[i] as EnrichedRecord).smartlog }))
      .filter(({ event }) => event.error === undefined),
  )("verdict: $name", ({ event, ...golden }) => {
    checkVerdict(event, golden);
  });
});
