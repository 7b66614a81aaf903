import { describe, expect, test } from "vitest";
import { canOverlap, fitsWildcard } from "../../../../cli/doctor/config/wildcard.ts";
import { expression, takesAll } from "../../../../cli/doctor/pipeline/expression.ts";
import { tagsOf } from "../../../../cli/doctor/pipeline/input-tags.ts";
import { takes } from "../../../../cli/doctor/pipeline/tag.ts";
import { classic, written } from "../written.ts";

/** Tags of the second input: the first one is counted, too. */
function tags(text: string): { pattern: string; kind: string }[] {
  const { inputs } = classic(`[INPUT]\n    Name dummy\n[INPUT]\n    ${text.split(" | ").join("\n    ")}\n`);
  return tagsOf(inputs[1] as (typeof inputs)[number], 1).map(({ pattern, kind }) => ({ pattern, kind }));
}

describe("an input's tag", () => {
  test.each<[string, string, string]>([
    ["Name tail", "tail.1", "fixed"],
    ["Name tail | Tag web", "web", "fixed"],
    ["Name tail | Tag kube.* | Path /var/log/containers/*.log", "kube.var.log.containers.*.log", "expands"],
    ["Name tail | Tag kube.* | Path /var/log/a.log", "kube.var.log.a.log", "fixed"],
    ["Name tail | Tag * | Path /var/log/a.log", "var.log.a.log", "fixed"],
    ["Name tail | Tag x.*.y | Path /a/b.log", "x.a.b.log.y", "fixed"],
    ["Name tail | Tag x.* | Path /a//b./c?.log", "x.a.b.c*.log", "expands"],
    ["Name tail | Tag kube.<ns>.<pod> | Tag_Regex (?<ns>.+)_(?<pod>.+)", "kube.*.*", "expands"],
    ["Name systemd", "systemd.1", "fixed"],
    ["Name systemd | Tag host.*", "host.*", "expands"],
    ["Name forward", "*", "unknown"],
    ["Name forward | Tag app", "app", "fixed"],
    ["Name forward | Tag_Prefix in.", "in.*", "unknown"],
    ["Name http", "*", "unknown"],
    ["Name http | Tag app", "app", "fixed"],
    ["Name http | Tag app | Tag_Key $tag", "*", "unknown"],
    ["Name opentelemetry | Tag otel", "otel", "fixed"],
    ["Name syslog", "syslog.1", "fixed"],
    ["Name dummy | Tag a.*", "a.*", "fixed"],
  ])("%s is %s", (text, pattern, kind) => {
    expect(tags(text)).toEqual([{ pattern, kind }]);
  });

  test("is one for each path, and has the files that are there for examples", () => {
    const folder = written({ "logs/web-1_shop.log": "" });
    const text = `Name tail | Tag k.* | Path ${folder}/logs/*.log, /nowhere/b.log`;
    const dots = `${folder}/logs`.replaceAll("/", ".");
    expect(tags(text)).toEqual([
      { pattern: `k${dots}.*.log`, kind: "expands" },
      { pattern: "k.nowhere.b.log", kind: "fixed" },
    ]);
  });
});

describe("match", () => {
  const taking = (input: string, output: string) => {
    const { inputs, outputs } = classic(
      `[INPUT]\n    ${input.split(" | ").join("\n    ")}\n[OUTPUT]\n    Name null\n    ${output}\n`,
    );
    const [tag] = tagsOf(inputs[0] as (typeof inputs)[number], 0);
    return takes((outputs[0] as (typeof outputs)[number]).settings, tag as NonNullable<typeof tag>);
  };
  const KUBE = "Name tail | Tag kube.* | Path /var/log/containers/*.log";

  test.each<[string, string, string]>([
    ["Name tail | Tag web", "Match web", "yes"],
    ["Name tail | Tag web", "Match Web", "no"],
    ["Name tail | Tag web.a", "Match w*a", "yes"],
    ["Name tail | Tag web.a", "Match web.*", "yes"],
    ["Name tail | Tag web", "Match web.*", "no"],
    ["Name tail | Tag web", "Alias none", "no"],
    [KUBE, "Match kube.*", "yes"],
    [KUBE, "Match kube.var.log.containers.*", "yes"],
    [KUBE, "Match kube.var.log.containers.nginx*", "maybe"],
    [KUBE, "Match kube.*.txt", "no"],
    [KUBE, "Match_Regex ^kube\\..*", "yes"],
    [KUBE, "Match_Regex (?:kube|service)\\.(.*)", "yes"],
    [KUBE, "Match_Regex ^containers\\.", "no"],
    [KUBE, "Match_Regex containers", "no"],
    ["Name tail | Tag web", "Match_Regex /WEB/i", "yes"],
    ["Name tail | Tag web", "Match_Regex ^$", "no"],
    ["Name tail | Tag web", "Match_Regex (?>w)eb", "maybe"],
    ["Name forward", "Match *", "yes"],
    ["Name forward", "Match app.*", "maybe"],
    ["Name forward | Tag_Prefix in.", "Match out.*", "no"],
    ["Name forward", "Match_Regex app", "maybe"],
  ])("%s: %s: %s", (input, output, answer) => {
    expect(taking(input, output)).toBe(answer);
  });

  test("compares wildcards with one another as far as both can go", () => {
    for (const [one, other, answer] of [
      ["a*c", "abc", true],
      ["a*", "*b", true],
      ["a*", "b*", false],
      ["*.log", "*.txt", false],
      ["", "*", true],
      ["a", "", false],
      ["*x*y*", "y*x", true],
      ["x*x", "x*y", false],
      ["*x*y*", "*yx*", true],
    ] as const)
      expect([one, other, canOverlap(one, other), canOverlap(other, one)]).toEqual([
        one,
        other,
        answer,
        answer,
      ]);
    expect(fitsWildcard("**a**", "bab")).toBe(true);
    expect(fitsWildcard("", "")).toBe(true);
  });
});

describe("Ruby's expressions", () => {
  test("mean the same in JavaScript, or are not translated", () => {
    expect(expression("\\Akube\\.[[:alpha:]]+\\z")?.test("kube.abc")).toBe(true);
    expect(expression("\\h{4}")?.test("09af")).toBe(true);
    expect(expression("(?i)WEB")?.test("web")).toBe(true);
    for (const text of ["(?>a)", "a++", "(?(1)a|b)", "\\Kx", "a(?i:b)", "(", "/a/x", "a".repeat(3_000)])
      expect([text, expression(text)]).toEqual([text, undefined]);
    expect([".*", "^.*$", "^(.+)$", ".", "/^.*$/"].every(takesAll)).toBe(true);
    expect(["a", "^a.*$", "[0-9]+"].some(takesAll)).toBe(false);
  });
});
