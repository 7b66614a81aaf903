/** What docs/search.md says of the grammar is what the grammar does. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FIELD_NAMES, FIELDS, type Field } from "../../store/search/grammar/fields.ts";
import { parse } from "../../store/search/grammar/parse.ts";
import { print } from "../../store/search/grammar/print.ts";

const PAGE = readFileSync(new URL("../../docs/search.md", import.meta.url), "utf8");
const blocks = [...PAGE.matchAll(/^```\n(.*?)\n```$/gms)].flatMap(([, block = ""]) => block.split("\n"));
const terms = [...PAGE.matchAll(/^\| (`[^|]*`) \| (?:whose|with|above|in a|that|as the)/gm)].map(
  ([, cell = ""]) => cell.slice(1, -1),
);
const commands = [...PAGE.matchAll(/smartlog search '(.*?)'(?= |$)/gm)].map(([, query = ""]) => query);

test.each([...blocks, ...terms, ...commands])("%s is read", (line) => {
  const query = parse(line);
  expect(parse(print(query))).toEqual(query);
});

test("the page has examples of each form", () => {
  expect(blocks.length).toBeGreaterThan(10);
  expect(terms.length).toBeGreaterThan(11);
  expect(commands.length).toBeGreaterThan(3);
});

test("the table has each field with its other names", () => {
  const rows = [...PAGE.matchAll(/^\| `([\w]+)` \| ((?:`[^`]+`(?:, )?)*) ?\| ([^|]*) \|$/gm)].map(
    ([, name, aliases = ""]) => [name, aliases.replaceAll("`", "").split(", ").filter(Boolean)],
  );
  const known = FIELD_NAMES.map((name) => [name, (FIELDS[name] as Field).aliases ?? []]);
  expect(rows.filter(([name]) => FIELD_NAMES.includes(name as never))).toEqual(known);
});

test("it names the words that a field can have", () => {
  for (const name of ["kind", "label", "severity", "crawler"] as const) {
    const row = PAGE.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
    for (const word of FIELDS[name].words ?? []) expect(row, name).toContain(`\`${word}\``);
  }
});
