import { describe, expect, test } from "vitest";
import type { Explanation } from "../../cli/lib/explain-report.ts";
import { Filter } from "../../host/filter.ts";
import { json, smartlog } from "./command.ts";

const LINE =
  '192.0.2.7 - - [21/Nov/2026:06:41:05 +0000] "GET /?q=1%27+UNION+SELECT+1-- HTTP/1.1" 200 5 "-" "curl/8.5.0"';

describe("smartlog explain", () => {
  test("names every feature with what it adds, and the sums come out", async () => {
    const { code, stdout } = await smartlog(["explain", LINE]);
    expect(code).toBe(0);
    const threat = stdout.slice(stdout.indexOf("\nthreat: "), stdout.indexOf("\nbot: "));
    for (const name of Filter.load().schema.dense)
      expect(threat).toMatch(new RegExp(`^ {2}${name} .*[-+]\\d`, "m"));
    const number = (label: string) =>
      Number(new RegExp(`${label} +([-+][\\d.]+)$`, "m").exec(threat)?.[1] ?? Number.NaN);
    const sum = number("  bias") + number("  all features together") + number("  all text together");
    expect(sum).toBeCloseTo(number("= raw score"), 2);
    expect(stdout).toMatch(/^kind +web$/m);
    expect(stdout).toMatch(/^ua +curl\/8\.5\.0$/m);
  });

  test("--json is what the filter says", async () => {
    const { stdout } = await smartlog(["explain", "--json", LINE]);
    const [explanation] = json<Explanation>(stdout);
    expect(Object.keys(explanation ?? {})).toEqual([
      "smartlog",
      "template",
      "taught",
      "heads",
      "features",
      "terms",
    ]);
  });

  test("- explains each line of standard input", async () => {
    const { stdout } = await smartlog(["explain", "--json", "-"], { input: `${LINE}\nhello` });
    expect(json<Explanation>(stdout)).toHaveLength(2);
  });

  test("- tells of a session by which rule its key was found, and its steps in words", async () => {
    const line = (text: string) => `2026-11-21 06:19:00,000 INFO store.Writer - ${text}: file_10000001`;
    const { stdout } = await smartlog(["explain", "-"], {
      input: [line("opened for writing"), line("closed by the owner")].join("\n"),
    });
    expect(stdout.match(/^session +.*$/gm)?.[1]).toMatch(/ file_10000001, by the rule numbered: learning$/);
    expect(stdout.match(/^steps +.*$/gm)?.[1]).toMatch(/ opened for writing: .* → closed by the owner: .*$/);
  });

  test("a line can't write to the terminal by control characters", async () => {
    const { stdout } = await smartlog(["explain", "a\u001b[2Jb\u202ec"]);
    expect(stdout).toContain("a\\x1b[2Jb\\u202ec");
    expect([stdout.includes("\u001b"), stdout.includes("\u202e")]).toEqual([false, false]);
  });
});
