/** The tables of filter/schema/: enums beside names, and everything outside of the filter that has to say the same. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { KINDS, LABELS, SEVERITIES } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { modulePath } from "./instance.ts";

const read = (...path: string[]) => readFileSync(join(PACKAGE_ROOT, ...path), "utf8");
const { schema } = Filter.load(modulePath());

/** Members of an enum in a file of filter/schema/, in order, as names are written: `TargetLength` is `target_length`. */
function membersOf(file: string, name: string): string[] {
  const code = read("filter", "schema", file).replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, "");
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(code)?.[1] ?? "";
  return [...body.matchAll(/^\s*([A-Z]\w*)/gm)].map(([, member = ""]) =>
    member.replace(/(?<!^)([A-Z])/g, "_$1").toLowerCase(),
  );
}

/** A literal of names joined by commas. */
function namesOf(file: string, constant: string): string[] {
  const literal = new RegExp(`const ${constant}: usize = list\\(ascii\\("([^"]*)"\\)\\)`);
  return (literal.exec(read("filter", "schema", file))?.[1] ?? "").split(",");
}

const CONTRACT = schema.fields.slice(0, schema.fields.indexOf("line"));
const SQL = readdirSync(join(PACKAGE_ROOT, "store", "migrations"))
  .filter((file) => file.endsWith(".sql"))
  .map((file) => read("store", "migrations", file))
  .join("\n");
/** Fields that have a column of another name: the field's is a reserved word. */
const COLUMNS: Readonly<Record<string, string>> = { user: "username" };

/** Names in lists of SQL that fall back to one more, as `case when kind in ('web', …) then kind else 'unknown' end`. */
function fallbacksOf(column: string): string[][] {
  const lists = new RegExp(`when ${column} in \\(([^)]*)\\) then ${column} else '(\\w+)' end`, "g");
  return [...SQL.matchAll(lists)].map(([, listed = "", other = ""]) =>
    [...[...listed.matchAll(/'(\w+)'/g)].map(([, name = ""]) => name), other].sort(),
  );
}

describe("an enum and the names beside it", () => {
  test("features", () => {
    expect(membersOf("features.ts", "Feature")).toEqual(schema.dense);
  });

  test("fields", () => {
    expect(membersOf("fields.ts", "Field")).toEqual(schema.fields);
  });

  test("kinds", () => {
    expect(membersOf("kinds.ts", "Kind")).toEqual(schema.kinds);
  });

  test("labels and severities", () => {
    expect(membersOf("labels.ts", "Label")).toEqual(namesOf("labels.ts", "LABEL_NAMES"));
    expect(membersOf("labels.ts", "Severity")).toEqual(namesOf("labels.ts", "SEVERITY_NAMES"));
  });

  test("reasons: one for each feature, then those that stand for several", () => {
    const others = membersOf("reasons.ts", "Reason").map((name) =>
      (/^(?:bot|client|fault|login|source|taught)_/.test(name)
        ? name.replace("_", ":")
        : name === "unusual_step"
          ? `session:${name}`
          : `attack:${name}`
      ).replaceAll("_", "-"),
    );
    expect(schema.reasons.slice(schema.dense.length)).toEqual(others);
    for (const reason of schema.reasons) expect(reason).toMatch(/^$|^[a-z]+:[a-z-]+$/);
  });
});

describe("the host's types are the filter's", () => {
  test("kinds, labels, severities", () => {
    expect(schema.kinds).toEqual(KINDS);
    expect(namesOf("labels.ts", "LABEL_NAMES")).toEqual(LABELS);
    expect(namesOf("labels.ts", "SEVERITY_NAMES")).toEqual(SEVERITIES);
  });

  test("fields of the event", () => {
    const type = /interface SmartlogEvent \{(.*?)\n\}/s.exec(read("host", "event.ts"))?.[1] ?? "";
    const optional = [...type.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name);
    const written = ["error", "line_key", "hit", "pattern", "muted", "mute", "session"];
    expect(optional.filter((name) => !written.includes(name as string))).toEqual(CONTRACT);
  });
});

describe("the database's are the filter's", () => {
  test.each<[string, readonly string[]]>([
    ["kind", KINDS],
    ["label", LABELS],
    ["severity", SEVERITIES],
  ])("%s: what ingest takes", (column, names) => {
    const lists = fallbacksOf(column);
    expect(lists).not.toEqual([]);
    for (const list of lists) expect(list).toEqual([...names].sort());
  });

  test("a column for each field of the event", () => {
    const table = /create table smartlog\.events \((.*?)\n\)/s.exec(read("store", "schema.sql"))?.[1] ?? "";
    const columns = [...table.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
    expect(columns).toEqual(expect.arrayContaining(CONTRACT.map((field) => COLUMNS[field] ?? field)));
  });
});

describe("docs/event.md", () => {
  const page = read("docs", "event.md");

  test.each([...KINDS, ...LABELS, ...SEVERITIES])("names the value %s", (name) => {
    expect(page).toContain(`\`${name}\``);
  });

  test.each(CONTRACT)("describes the field %s", (name) => {
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\|`, "m"));
  });
});
