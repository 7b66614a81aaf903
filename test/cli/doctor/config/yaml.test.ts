import { describe, expect, test } from "vitest";
import { configOf, yaml } from "../written.ts";

describe("the YAML format", () => {
  test("reads each value as text, lists as repeated settings, and camel case", () => {
    const { inputs, filters, service } = yaml(`
service: {flush: 0x10, http_server: on}
pipeline:
  inputs:
    - {name: tail, pathKey: file, tag: 1.0, Offset_Key: offset, skip_long_lines: true}
  filters:
    - name: record_modifier
      match: '*'
      record: [one 1, two 2]
      allowlist_key:
        - log
`);
    expect([service.get("flush"), service.get("http_server")]).toEqual(["0x10", "on"]);
    const settings = inputs[0]?.settings;
    expect(["path_key", "tag", "offset_key", "skip_long_lines"].map((name) => settings?.get(name))).toEqual([
      "file",
      "1.0",
      "offset",
      "true",
    ]);
    expect(filters[0]?.settings.all("record")).toEqual(["one 1", "two 2"]);
    expect(filters[0]?.at).toMatch(/main\.yaml:7$/);
  });

  test("takes the last of a key that stands twice, and of a section all", () => {
    const config = yaml(`
pipeline:
  inputs: [{name: dummy, tag: one, tag: two}]
pipeline:
  inputs: [{name: dummy, tag: three}]
`);
    expect(config.inputs.map(({ settings }) => settings.get("tag"))).toEqual(["two", "three"]);
    expect(config.duplicates).toMatchObject([{ name: "tag", at: expect.stringMatching(/main\.yaml:3$/) }]);
  });

  test("has processors by their signal, inline parsers, and routes", () => {
    const config = yaml(`
parsers: [{name: own, format: json}]
multiline_parsers:
  - name: traces
    type: regex
    rules: [{state: start_state, regex: '/^\\S/', next_state: rest}]
pipeline:
  inputs:
    - name: dummy
      processors:
        logs: [{name: content_modifier, action: delete, key: a}, {name: lua, code: "x"}]
        metrics: [{name: labels}]
      routes:
        logs:
          - name: errors
            condition: {rules: [{field: $level, op: eq, value: error}]}
            to: {outputs: [first, {name: second}]}
`);
    expect(config.parsers).toHaveLength(1);
    expect(config.multilineParsers[0]?.settings.get("name")).toBe("traces");
    expect(config.inputs[0]?.processors.map(({ plugin, signal }) => `${signal} ${plugin}`)).toEqual([
      "logs content_modifier",
      "logs lua",
      "metrics labels",
    ]);
    expect(config.inputs[0]?.routes).toEqual(["first", "second"]);
  });

  test("has variables as a map or as a list", () => {
    const config = configOf(
      {
        "main.yaml": `
includes: [env.yaml]
env: {one: 1}
pipeline: {inputs: [{name: dummy, tag: "\${one}\${two}\${three}\${four}"}]}
`,
        "env.yaml": "env: [{name: two, value: '2'}, {three: '3'}, {name: four, uri: 'file:///nowhere'}]\n",
      },
      { one: "of the environment" },
    );
    expect(config.inputs[0]?.settings.get("tag")).toBe("123");
    expect(config.unset).toMatchObject([{ name: "four" }]);
  });

  test("includes files beside the one that includes them", () => {
    const config = configOf({
      "main.yaml": "includes: [a/one.yaml]\npipeline: {outputs: [{name: stdout, match: '*'}]}\n",
      "a/one.yaml": "includes: ['b/*.yaml']\n",
      "a/b/two.yaml": "pipeline: {inputs: [{name: dummy}]}\n",
    });
    expect(config.inputs[0]?.at).toMatch(/a\/b\/two\.yaml:1$/);
  });

  test.each<[string, string, RegExp]>([
    ["an alias", "pipeline: {inputs: [&a {name: dummy}, *a]}\n", /an alias/],
    ["a second service", "service: {flush: 1}\nservice: {flush: 2}\n", /a second service/],
    ["an unknown part of the pipeline", "pipeline: {sinks: []}\n", /a pipeline has no sinks/],
    ["a map where a list is wanted", "pipeline: {inputs: {name: dummy}}\n", /a list is wanted/],
    ["text where settings are wanted", "pipeline: {inputs: [dummy]}\n", /wants names with values/],
    ["no map", "[]\n", /it has no sections/],
    ["no YAML", "pipeline: [\n", /main\.yaml: /],
    ["a circle", "includes: [main.yaml]\n", /is included twice/],
    ["a wildcard that stands for nothing", "includes: ['/none/*.yaml']\n", /stands for no file/],
  ])("refuses %s, as Fluent Bit does", (_, text, message) => {
    expect(() => yaml(text)).toThrow(message);
  });
});
