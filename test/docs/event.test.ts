/** docs/event.md against the contract's types, the filter's schema, and events of all log types. */
import { describe, expect, test } from "vitest";
import { KINDS, LABELS, SEVERITIES } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { simulate } from "../../simulate/index.ts";
import { ANOMALY_SCALE } from "../../trainer/model/anomaly-scale.ts";
import { readDocument, rowsOf, sectionOf } from "./markdown.ts";

const LINES_OF_A_KIND = 500;

const document = readDocument("docs/event.md");
const always = rowsOf(sectionOf(document, "Fields of every event"));
const optional = rowsOf(sectionOf(document, "Fields that the line fills"));
const types = new Map([...always, ...optional].map(([name, type]) => [name as string, type as string]));
const names = (rows: readonly string[][]) => rows.map(([name]) => name as string);

/** Members of an interface as its source has them: name, and whether it may be absent. */
function membersOf(source: string, name: string): { name: string; isOptional: boolean }[] {
  const body = new RegExp(`interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? "";
  return Array.from(body.matchAll(/^ {2}(\w+)(\??):/gm), ([, member, mark]) => ({
    name: member as string,
    isOptional: mark === "?",
  }));
}

function fits(value: unknown, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array of strings")
    return Array.isArray(value) && value.every((item) => typeof item === "string");
  return typeof value === type;
}

describe("the page about the event", () => {
  const filter = Filter.load();

  test("has the fields of the contract's types", () => {
    const members = membersOf(readDocument("host/event.ts"), "SmartlogEvent");
    const those = (isOptional: boolean) =>
      members.filter((member) => member.isOptional === isOptional).map((member) => member.name);
    expect(names(always)).toEqual(those(false));
    expect(names(optional).sort()).toEqual(those(true).sort());
  });

  test("has the fields that the filter writes, in its order", () => {
    const written = names(optional).filter(
      (name) => !["error", "line_key", "hit", "pattern", "session", "muted", "mute"].includes(name as string),
    );
    expect(written).toEqual(filter.schema.fields.slice(0, written.length));
  });

  test("has each reason of the filter, and no other", () => {
    const reasons = new Set(filter.schema.reasons.filter((reason) => reason !== ""));
    expect(names(rowsOf(sectionOf(document, "Reasons"))).sort()).toEqual([...reasons].sort());
  });

  test("states the shares that scores of anomaly are calibrated to", () => {
    const stated = rowsOf(sectionOf(document, "What a score of `anomaly` means"));
    expect(stated.map(([score, lines]) => [Number(score), Number(lines)])).toEqual(
      ANOMALY_SCALE.map(({ score, share }) => [score, Number((share * 100_000).toPrecision(2))]),
    );
  });

  test("names all log types, labels and severities", () => {
    const meaningOf = (field: string) => always.find(([name]) => name === field)?.[3] ?? "";
    for (const [field, values] of [
      ["kind", KINDS],
      ["label", LABELS],
      ["severity", SEVERITIES],
    ] as const)
      expect(
        meaningOf(field)
          .replace(/^[\w ]*: /, "")
          .replace(/\.$/, "")
          .split(/, | or /),
      ).toEqual([...values]);
    expect(names(rowsOf(sectionOf(document, "Log types")))).toEqual([...KINDS]);
    expect(names(rowsOf(sectionOf(document, "Labels and severities"))).sort()).toEqual([...LABELS].sort());
  });

  test("gives examples of the types that it names", () => {
    for (const [name, type, , , example] of [...always, ...optional])
      expect(fits(JSON.parse(example as string), type as string), name).toBe(true);
  });

  test.each(KINDS)("tells the fields and types of %s events", (kind) => {
    const seen = new Set<string>();
    for (const { line } of simulate({ kind, lines: LINES_OF_A_KIND, seed: 11 })) {
      const { smartlog } = JSON.parse(filter.score(JSON.stringify({ log: line }))) as {
        smartlog: Record<string, unknown>;
      };
      for (const [name, value] of Object.entries(smartlog)) {
        seen.add(name);
        expect(fits(value, types.get(name) ?? "not documented"), `${name} of ${line}`).toBe(true);
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(names(always)));
  });
});
