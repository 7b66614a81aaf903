import { describe, expect, test } from "vitest";
import { pipelineOf } from "../../../../cli/doctor/pipeline/pipeline.ts";
import { classic, yaml } from "../written.ts";

const WASM = "[FILTER]\n    Name wasm\n    Match *\n    Function_Name smartlog\n";
const section = (kind: string, text: string) => `[${kind}]\n    ${text.split(" | ").join("\n    ")}\n`;
const tail = section("INPUT", "Name tail | Tag web | Path /var/log/a.log");
const filter = (text: string) => section("FILTER", text);
const output = section("OUTPUT", "Name pgsql | Match *");

/** Each way: its tag at the end, how often it was scored, what became of the event, and outputs. */
function ways(text: string): string[] {
  return pipelineOf(classic(text))
    .routes.map(({ tag, scorers, takers }) => {
      const loss = takers[0]?.loss;
      const lost = loss ? ` lost:${loss.answer === "maybe" ? "?" : ""}${loss.to ?? loss.setting}` : "";
      return `${tag.pattern} ${scorers.map(({ answer }) => answer).join("+") || "unscored"}${lost} → ${takers.map((taker) => taker.output.plugin).join() || "none"}`;
    })
    .sort();
}

describe("records of an input", () => {
  test("go under a new tag through all filters anew", () => {
    const rewrite = (rule: string) => filter(`Name rewrite_tag | Match web | Rule ${rule}`);
    expect(ways(tail + rewrite("$log ^.*$ new false") + WASM + output)).toEqual(["new yes → pgsql"]);
    expect(ways(tail + WASM + rewrite("$log ^.*$ new false") + output)).toEqual(["new yes+yes → pgsql"]);
    expect(ways(tail + WASM + rewrite("$log GET new.$TAG true") + output)).toEqual([
      "new.web yes+yes → pgsql",
      "web yes → pgsql",
    ]);
    expect(ways(tail + rewrite('$log "GET x" $TAG[0].b.$1 false') + output)).toEqual([
      "web unscored → pgsql",
      "web.b.* unscored → pgsql",
    ]);
  });

  test("that a rule makes are left alone by that rule, and seen by the others, to which they may go in a circle", () => {
    const rule = (match: string, rules: string) =>
      filter(`Name rewrite_tag | Match ${match} | Rule ${rules}`);
    const [one, other] = [rule("*", "$log .* x.$TAG false"), rule("x.*", "$log .* y.$TAG false")];
    expect(ways(tail + one + output)).toEqual(["x.web unscored → pgsql"]);
    const circle = (text: string) => pipelineOf(classic(text)).routes.map((route) => route.circle?.answer);
    expect(circle(tail + one + output)).toEqual([undefined]);
    expect(circle(tail + one + other + output)).toEqual(["yes"]);
    expect(circle(tail + rule("web", "$log .* x.$TAG false") + other + output)).toEqual([undefined]);
  });

  test("of the filter multiline come again, unless it holds none back", () => {
    const multiline = (more: string) => filter(`Name multiline | Match *${more}`);
    expect(ways(tail + WASM + multiline("") + output)).toEqual(["web yes+yes → pgsql"]);
    expect(ways(tail + multiline("") + WASM + output)).toEqual(["web yes → pgsql"]);
    expect(ways(tail + WASM + multiline(" | Buffer off") + output)).toEqual(["web yes → pgsql"]);
  });

  test("reach outputs that match, the only one that matches nothing, and those that the input names", () => {
    expect(ways(`${tail}${WASM}${section("OUTPUT", "Name stdout")}`)).toEqual(["web yes → stdout"]);
    expect(ways(`${tail}${section("OUTPUT", "Name stdout | Match app")}`)).toEqual(["web unscored → none"]);
    const { routes } = pipelineOf(
      yaml(`pipeline:
  inputs: [{name: dummy, tag: a, routes: {logs: [{name: all, to: {outputs: [mine]}}]}}]
  outputs: [{name: stdout, alias: mine, match: none}, {name: "null", match: b}]
`),
    );
    expect(routes[0]?.takers.map(({ output, answer }) => `${output.plugin} ${answer}`)).toEqual([
      "stdout maybe",
    ]);
  });

  test("are scored by a processor of their input; metrics are no records", () => {
    const { routes, inputs } = pipelineOf(
      yaml(`pipeline:
  inputs:
    - {name: dummy, tag: a, processors: {logs: [{name: wasm, function_name: smartlog}]}}
    - {name: node_exporter_metrics, tag: metrics}
`),
    );
    expect(routes.map(({ scorers }) => scorers.length)).toEqual([1]);
    expect(inputs.map(({ plugin }) => plugin)).toEqual(["dummy"]);
  });

  test("pass other people's Wasm unscored", () => {
    const theirs = filter("Name wasm | Match * | WASM_Path /opt/enrich.wasm | Function_Name enrich");
    expect(ways(tail + theirs + WASM + output)).toEqual(["web yes → pgsql"]);
    expect(ways(tail + WASM + theirs + output)).toEqual(["web yes lost:? → pgsql"]);
  });
});

describe("the event behind the filter", () => {
  test.each<[string, string]>([
    ["Name record_modifier | Allowlist_key log", "lost:allowlist_key"],
    ["Name record_modifier | Whitelist_key log | Whitelist_key smartlog", ""],
    ["Name record_modifier | Remove_key SMARTLOG", "lost:remove_key"],
    ["Name record_modifier | Remove_key log", ""],
    ["Name modify | Remove smartlog", "lost:remove"],
    ["Name modify | Remove_wildcard smart", "lost:remove_wildcard"],
    ["Name modify | Remove_regex ^s", "lost:remove_regex"],
    ["Name modify | Rename smartlog event", "lost:event"],
    ["Name modify | Rename smartlog a | Rename a smartlog", ""],
    ["Name modify | Set smartlog x", "lost:set"],
    ["Name modify | Condition Key_exists a | Remove smartlog", "lost:?"],
    ["Name modify | Copy smartlog event", ""],
    ["Name nest | Operation nest | Wildcard * | Nest_under all", "lost:all.smartlog"],
    ["Name nest | Operation nest | Wildcard kubernetes_* | Nest_under kubernetes", ""],
    ["Name nest | Operation lift | Nested_under smartlog", "lost:nested_under"],
    ["Name parser | Key_Name log | Parser nginx", "lost:reserve_data"],
    ["Name parser | Key_Name log | Parser nginx | Reserve_Data On", ""],
    ["Name lua | Script a.lua | Call f", "lost:?"],
    ["Name grep | Regex log GET", ""],
    ["Name kubernetes | Merge_Log On | Keep_Log Off", ""],
  ])("%s: %s", (text, lost) => {
    const behind = `${text} | Match *`;
    expect(ways(tail + WASM + filter(behind) + output)).toEqual([`web yes ${lost ? `${lost} ` : ""}→ pgsql`]);
    // In front of the filter none of these matters to it.
    expect(ways(tail + filter(behind) + WASM + output)).toEqual(["web yes → pgsql"]);
  });

  test("may be lost on one output alone", () => {
    const { routes } = pipelineOf(
      yaml(`pipeline:
  inputs: [{name: dummy, tag: a}]
  filters: [{name: wasm, match: '*', function_name: smartlog}]
  outputs:
    - {name: stdout, match: '*'}
    - {name: pgsql, match: '*', processors: {logs: [{name: sql, query: "SELECT log FROM STREAM;"}]}}
`),
    );
    expect(routes[0]?.takers.map(({ output, loss }) => `${output.plugin} ${loss?.setting}`)).toEqual([
      "stdout undefined",
      "pgsql query",
    ]);
  });
});
