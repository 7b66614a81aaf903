import { describe, expect, test } from "vitest";
import { classic, configOf } from "../written.ts";

const OUTPUT = "[OUTPUT]\n    Name stdout\n    Match *\n";

describe("the classic format", () => {
  test("has sections with settings in their order, a # in a value, and names in any case", () => {
    const { inputs, filters, service } = classic(
      `[service]\n  FLUSH 1\n# a comment\n[INPUT]\n  # another\n  name tail\n  Tag a#b # no comment\n[FILTER]\n  Name record_modifier\n  Match *\n  Record one 1\n  Record two 2\n${OUTPUT.replaceAll("    ", "  ")}`,
    );
    expect(service.get("flush")).toBe("1");
    expect(inputs[0]).toMatchObject({ plugin: "tail", where: "tail input" });
    expect(inputs[0]?.settings.get("tag")).toBe("a#b # no comment");
    expect(filters[0]?.settings.all("record")).toEqual(["one 1", "two 2"]);
    expect(filters[0]?.at).toMatch(/main\.conf:8$/);
    expect(filters[0]?.settings.at("record")).toMatch(/main\.conf:12$/);
  });

  test("takes the beginning of a section's name for it, and tells of what it takes for nothing", () => {
    const config = classic(`[IN]\n Name dummy\n[ INPUT ]\n Name dummy\n[OUTPUTS]\n Name stdout\n Match *\n`);
    expect(config.inputs).toHaveLength(1);
    expect(config.outputs).toHaveLength(1);
    expect(config.unknown).toMatchObject([{ title: " INPUT " }]);
  });

  test("sets variables, with defaults, from files and from the environment", () => {
    const { inputs, unset } = classic(
      `@SET a=x=y \n[INPUT]\n Name dummy\n Tag \${a}.\${b}.\${c:-z}.\${d:-}.\${e}\n${OUTPUT.replaceAll("    ", " ")}`,
      { b: "B", e: "" },
    );
    expect(inputs[0]?.settings.get("tag")).toBe("x=y.B.z..");
    expect(unset).toMatchObject([{ name: "e" }]);
  });

  test("includes files beside the main one, also from one that is included, and by wildcards", () => {
    const config = configOf({
      "main.conf": "@INCLUDE conf.d/*.conf\n@include out.conf\n",
      "conf.d/a.conf": "[INPUT]\n    Name dummy\n    Tag a\n",
      "conf.d/b.conf": "[INPUT]\n\tName dummy\n\tTag b\n@INCLUDE more/c.conf\n",
      "more/c.conf": "[FILTER]\n  Name stdout\n  Match *\n",
      "out.conf": OUTPUT,
    });
    expect(config.inputs.map(({ settings }) => settings.get("tag"))).toEqual(["a", "b"]);
    expect(config.filters).toHaveLength(1);
    expect(config.outputs[0]?.at).toMatch(/out\.conf:1$/);
    expect(config.wildcards).toMatchObject([{ pattern: "conf.d/*.conf" }]);
  });

  test("reads parsers from their files, in either format, and says which can't be read", () => {
    const config = configOf({
      "main.conf": `[SERVICE]\n    Parsers_File parsers.conf\n    Parsers_File parsers.yaml\n    Parsers_File none.conf\n${OUTPUT}`,
      "parsers.conf":
        "[PARSER]\n    Name own\n    Format json\n[MULTILINE_PARSER]\n    name traces\n    type regex\n",
      "parsers.yaml": "parsers:\n  - {name: other, format: json}\n",
    });
    expect(config.parsers.map(({ settings }) => settings.get("name"))).toEqual(["own", "other"]);
    expect(config.multilineParsers).toHaveLength(1);
    expect(config.unreadable).toEqual([expect.stringContaining("none.conf")]);
  });

  test.each<[string, string, RegExp]>([
    ["a setting without a value", `[INPUT]\n    Name\n`, /main\.conf:2: Name has no value/],
    ["tabs between name and value", `[INPUT]\n\tName\tdummy\n`, /no value, or a tab/],
    ["another indentation", `[INPUT]\n    Name dummy\n  Tag a\n`, /:3 is indented otherwise/],
    ["a blank line of fewer blanks", `[INPUT]\n    Name dummy\n  \n`, /:3 is indented otherwise/],
    ["a deeper one", `[INPUT]\n    Name dummy\n      Tag a\n`, /:3 is indented deeper/],
    ["a section without its end", `[INPUT\n    Name dummy\n`, /:1 is no section/],
    ["settings in no section", `    Name dummy\n`, /:1 stands in no section/],
    ["a wildcard that stands for nothing", "@INCLUDE none/*.conf\n", /stands for no file/],
    ["a file that isn't there", "@INCLUDE none.conf\n", /none\.conf can't be read/],
    ["itself", "@INCLUDE main.conf\n", /main\.conf is included twice/],
    ["a parser in the main file", `[PARSER]\n    Name a\n`, /a file of its own/],
    ["nothing", "# nothing\n", /it is empty/],
  ])("refuses %s, as Fluent Bit does", (_, text, message) => {
    expect(() => classic(text)).toThrow(message);
  });
});
