/** The examples of deploy/fluent-bit/inputs, read without running them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { INPUTS_FOLDER, inputVariables } from "./inputs/folder.ts";

type Section = [kind: string, ...settings: string[]];

const read = (file: string) => readFileSync(join(INPUTS_FOLDER, file), "utf8");
const names = readdirSync(INPUTS_FOLDER)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.replace(/\.yaml$/, ""));

/** The sections of an example in the classic format, in its order. */
function classicSections(text: string): Section[] {
  const sections: Section[] = [];
  for (const line of text.split("\n").map((line) => line.trim())) {
    const head = /^\[(\w+)\]$/.exec(line)?.[1];
    if (head) sections.push([head.toLowerCase()]);
    else if (line && !line.startsWith("#")) sections.at(-1)?.push(line);
  }
  return sections;
}

/** The same of an example in YAML. */
function yamlSections(text: string): Section[] {
  const { parsers = [], pipeline = {} } = parse(text, { schema: "failsafe" });
  const of = (kind: string, list: Record<string, string>[] = []): Section[] =>
    list.map((settings) => [kind, ...Object.entries(settings).map(([key, value]) => `${key} ${value}`)]);
  return [...of("parser", parsers), ...of("input", pipeline.inputs), ...of("filter", pipeline.filters)];
}

describe.each(names)("%s", (name) => {
  test("says the same in both formats", () => {
    expect(classicSections(read(`${name}.conf`))).toEqual(yamlSections(read(`${name}.yaml`)));
  });

  test("has its variables in inputs.env or smartlog.env", () => {
    const used = [...read(`${name}.yaml`).matchAll(/\$\{(\w+)\}/g)].map(([, variable]) => variable);
    const known = [...Object.keys(inputVariables()), "SMARTLOG_STATE"];
    expect(used.filter((variable) => !known.includes(variable as string))).toEqual([]);
  });

  test("listens on loopback, and keeps what waits on disk", () => {
    for (const [kind, ...settings] of yamlSections(read(`${name}.yaml`)).filter(
      ([kind]) => kind === "input",
    )) {
      expect(settings, kind).toContain("storage.type filesystem");
      if (settings.some((setting) => setting.startsWith("port ")))
        expect(settings).toContain("listen 127.0.0.1");
    }
  });
});
