/** The doctor reads what a real Fluent Bit reads, and refuses what it refuses. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../../cli/doctor/config/shipper-config.ts";
import { findFluentBit } from "../../../contract/fluent-bit.ts";
import { written } from "../written.ts";

const program = findFluentBit();
const OUT = "[OUTPUT]\n    Name stdout\n    Match *\n";
const IN = "[INPUT]\n    Name dummy\n";
const PIPELINE = "pipeline: {inputs: [{name: dummy}], outputs: [{name: stdout, match: '*'}]}\n";

const CASES: [what: string, files: Record<string, string>][] = [
  ["a bare pipeline", { "main.conf": IN + OUT }],
  ["a beginning of a section's name", { "main.conf": `[IN]\n    Name dummy\n${OUT}` }],
  ["blanks within the brackets", { "main.conf": `${IN}[ FILTER ]\n    Nonsense here\n${OUT}` }],
  ["a group deeper by a level", { "main.conf": `${IN}        Tag a\n${OUT}` }],
  ["a setting deeper by half a level", { "main.conf": `${IN}      Tag a\n${OUT}` }],
  ["a blank line of two blanks", { "main.conf": `${IN}  \n${OUT}` }],
  ["a blank line of four", { "main.conf": `${IN}    \n${OUT}` }],
  ["a comment deeper by half a level", { "main.conf": `${IN}      # why\n${OUT}` }],
  ["a tab between name and value", { "main.conf": `[INPUT]\n    Name\tdummy\n${OUT}` }],
  ["a name without a value", { "main.conf": `${IN}    Tag\n${OUT}` }],
  ["a parser in the main file", { "main.conf": `${IN}[PARSER]\n    Name a\n    Format json\n${OUT}` }],
  ["lines that end in CR LF", { "main.conf": (IN + OUT).replaceAll("\n", "\r\n") }],
  ["a file that is included", { "main.conf": `@INCLUDE a/b.conf\n${OUT}`, "a/b.conf": IN }],
  [
    "one that an included file includes, from the main file's folder",
    { "main.conf": `@INCLUDE a/b.conf\n${OUT}`, "a/b.conf": "@INCLUDE a/c.conf\n", "a/c.conf": IN },
  ],
  [
    "the same, from its own folder",
    { "main.conf": `@INCLUDE a/b.conf\n${OUT}`, "a/b.conf": "@INCLUDE c.conf\n", "a/c.conf": IN },
  ],
  ["a wildcard", { "main.conf": `@INCLUDE a/*.conf\n${OUT}`, "a/b.conf": IN, "a/c.conf": IN }],
  ["a wildcard for nothing", { "main.conf": `${IN}${OUT}@INCLUDE a/*.conf\n` }],
  [
    "a file that is included twice",
    { "main.conf": `@INCLUDE a.conf\n@INCLUDE a.conf\n${OUT}`, "a.conf": IN },
  ],
  ["two blanks behind @INCLUDE", { "main.conf": `@INCLUDE  a.conf\n${OUT}`, "a.conf": IN }],
  ["a bare pipeline", { "main.yaml": PIPELINE }],
  ["two pipelines", { "main.yaml": PIPELINE + PIPELINE }],
  ["two services", { "main.yaml": `service: {flush: 1}\n${PIPELINE}service: {flush: 1}\n` }],
  ["an alias", { "main.yaml": "pipeline: {inputs: [&a {name: dummy}, *a]}\n" }],
  ["an unknown part", { "main.yaml": `${PIPELINE}pipeline: {sinks: []}\n` }],
  ["a section of one's own", { "main.yaml": `own: {a: b}\n${PIPELINE}` }],
  ["a tag that stands twice", { "main.yaml": PIPELINE.replace("dummy", "dummy, tag: a, tag: b") }],
  ["variables in a list", { "main.yaml": `env: [{name: a, value: b}]\n${PIPELINE}` }],
  ["a file that is included", { "main.yaml": `includes: [a/b.yaml]\n`, "a/b.yaml": PIPELINE }],
  [
    "one that an included file includes, from its own folder",
    { "main.yaml": `includes: [a/b.yaml]\n`, "a/b.yaml": "includes: [c.yaml]\n", "a/c.yaml": PIPELINE },
  ],
  [
    "the same, from the main file's folder",
    { "main.yaml": `includes: [a/b.yaml]\n`, "a/b.yaml": "includes: [a/c.yaml]\n", "a/c.yaml": PIPELINE },
  ],
  ["a wildcard", { "main.yaml": `includes: ['*/b.yaml']\n`, "a/b.yaml": PIPELINE }],
  ["a wildcard for nothing", { "main.yaml": `includes: ['a/*.yaml']\n${PIPELINE}` }],
  ["the same, with a full path", { "main.yaml": `includes: ['/none/*.yaml']\n${PIPELINE}` }],
  ["an included file that isn't there", { "main.yaml": `includes: [a.yaml]\n${PIPELINE}` }],
];

function reads(file: string): boolean {
  try {
    readConfig(file, {});
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!program)("what Fluent Bit reads, the doctor reads, and no more:", () => {
  test.each(CASES)("%s (%j)", (_, files) => {
    const file = join(written(files), Object.keys(files)[0] as string);
    const { status, stdout, stderr } = spawnSync(program as string, ["--dry-run", "-c", file], {
      encoding: "utf8",
    });
    expect({ reads: reads(file), said: "" }).toEqual({
      reads: status === 0,
      said: status === 0 || !reads(file) ? "" : stdout + stderr,
    });
  });
});
