import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../../../cli/doctor/config/error.ts";
import { readConfig } from "../../../../cli/doctor/config/shipper-config.ts";
import { canOverlap, fitsWildcard } from "../../../../cli/doctor/config/wildcard.ts";
import { pipelineOf } from "../../../../cli/doctor/pipeline/pipeline.ts";
import { configOf, written } from "../written.ts";

const SOON_MS = 2_000;

function refused(name: string, content: string | Buffer): string {
  try {
    configOf({ [name]: content });
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
}

describe("a configuration that is none", () => {
  test.each(["main.conf", "main.yaml"])("is refused with a reason: %s", (name) => {
    expect(refused(name, Buffer.alloc(5 * 1024 * 1024, "a"))).toMatch(/has 5242880 bytes/);
    expect(refused(name, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2]))).toMatch(/is no text/);
    expect(refused(name, "")).toMatch(/it is empty/);
    const folder = written({});
    mkdirSync(join(folder, name));
    expect(() => readConfig(join(folder, name), {})).toThrow(/is no file/);
    symlinkSync(join(folder, `loop-${name}`), join(folder, `loop-${name}`));
    expect(() => readConfig(join(folder, `loop-${name}`), {})).toThrow(/can't be read: ELOOP/);
  });

  test("never ends in another error, whatever its bytes", () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "[INPUT]",
        "[FILTER]",
        "    Name dummy",
        "    ",
        "\t",
        "@SET a=b",
        "@INCLUDE *",
        "pipeline:",
      ),
      fc.constantFrom(
        "  inputs:",
        "    - name: tail",
        "      tag: '*'",
        "? [a]",
        "- &a *a",
        "!!binary x",
        "<<: {}",
      ),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 20 }),
        fc.constantFrom("main.conf", "main.yaml"),
        (lines, name) => {
          refused(name, lines.join("\n"));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a circle of many files ends", () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 50; i++) files[`${i}.conf`] = `@INCLUDE ${(i + 1) % 50}.conf\n`;
    expect(() => configOf(files)).toThrow(/0\.conf is included twice/);
    const deep: Record<string, string> = {};
    for (let i = 0; i < 1_100; i++) deep[`${i}.yaml`] = `includes: [${i + 1}.yaml]\n`;
    expect(() => configOf(deep)).toThrow(/more than 1000 files/);
  });
});

describe("tags that are made to take long", () => {
  test("rules that send records in circles end", () => {
    const rules = Array.from(
      { length: 12 },
      (_, i) => `[FILTER]
    Name rewrite_tag
    Match *
    Rule $log ^a${i} x.$TAG true
    Rule $log ^b${i} y.$TAG true
`,
    );
    const text = `[INPUT]\n    Name dummy\n${rules.join("")}[OUTPUT]\n    Name stdout\n    Match *\n`;
    const started = Date.now();
    expect(pipelineOf(configOf({ "main.conf": text })).routes.length).toBeGreaterThan(100);
    expect(Date.now() - started).toBeLessThan(SOON_MS);
  });

  test("wildcards of many stars are compared soon", () => {
    const [stars, text] = ["*a".repeat(200), `${"a".repeat(2_000)}b`];
    const started = Date.now();
    expect(fitsWildcard(stars, text)).toBe(false);
    expect(canOverlap(stars, `${"a*".repeat(200)}b`)).toBe(false);
    expect(Date.now() - started).toBeLessThan(SOON_MS);
  });
});
