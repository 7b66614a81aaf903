import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig, type ShipperConfig } from "../../../cli/doctor/config/shipper-config.ts";
import { checkConfig } from "../../../cli/doctor/configuration/index.ts";
import { Filter } from "../../../host/filter.ts";
import { defaultModulePath, PACKAGE_ROOT } from "../../../host/module.ts";
import { classic, configOf, written, yaml } from "./written.ts";

const filter = Filter.load(defaultModulePath());

/** Of a file of `NAME=value`. */
function variables(file: string): Record<string, string> {
  const found = readFileSync(file, "utf8").matchAll(/^(\w+)=(.*)$/gm);
  return Object.fromEntries(Array.from(found, ([, name, value]) => [name, value]));
}

/** What is not well: `level code`. */
function said(config: ShipperConfig): string[] {
  return checkConfig(config, filter)
    .filter(({ level }) => level !== "ok")
    .map(({ level, code }) => `${level} ${code}`)
    .sort();
}

const GOOD = `
[SERVICE]
    Hot_Reload   On
    HTTP_Server  On
    HTTP_Listen  127.0.0.1
    storage.path /var/lib/fluent-bit
[INPUT]
    Name         tail
    Tag          web
    Path         /var/log/nginx/access.log
    Path_Key     file
    Offset_Key   offset
    DB           /var/lib/fluent-bit/tail.db
    storage.type filesystem
    Truncate_Long_Lines On
[FILTER]
    Name         wasm
    Match        *
    WASM_Path    /etc/fluent-bit/filter.wasm
    Function_Name smartlog
[OUTPUT]
    Name         pgsql
    Match        *
    Table        ingest
    Retry_Limit  no_limits
`;
const ES = "Name es\n    Match *";
const PGSQL = "Name         pgsql\n    Match        *\n    Table        ingest\n    Retry_Limit  no_limits";
const toElasticsearch = (text: string) => text.replace(PGSQL, ES);
const more = (kind: string, settings: string) =>
  `${GOOD}[${kind}]\n    ${settings.split(" | ").join("\n    ")}\n`;

describe("of a configuration the doctor says", () => {
  test("nothing, where all is well", () => {
    expect(said(classic(GOOD))).toEqual([]);
    expect(said(classic(toElasticsearch(GOOD)))).toEqual(["note no-store"]);
  });

  test.each<[string, string, string[]]>([
    [
      "an unthreaded forward",
      more("INPUT", "Name forward | Tag app"),
      ["error forward-unthreaded", "note doubled-on-redelivery"],
    ],
    ["one with workers", more("INPUT", "Name forward | Workers 2 | Tag app"), ["note doubled-on-redelivery"]],
    ["a threaded one", more("INPUT", "Name forward | Threaded on | Tag app"), ["note doubled-on-redelivery"]],
    ["checksums", GOOD.replace("[INPUT]", "    storage.checksum on\n[INPUT]"), ["error storage-checksum"]],
    ["a control port for all", GOOD.replace("127.0.0.1", "0.0.0.0"), ["error control-port-open"]],
    ["one by default", GOOD.replace(/ +HTTP_Listen.*\n/, ""), ["error control-port-open"]],
    [
      "one that takes no reloads",
      GOOD.replace("127.0.0.1", "0.0.0.0").replace("Hot_Reload   On", "Hot_Reload Off"),
      ["warning control-port-open", "warning hot-reload-off"],
    ],
    ["workers", GOOD.replace("Table   ", "Workers 2\n    Table   "), ["error pgsql-workers"]],
    [
      "a second pgsql output",
      more(
        "OUTPUT",
        "Name pgsql | Match * | Table events | Retry_Limit 3 | Workers 4 | Connection_Options -c search_path=public",
      ),
      ["error pgsql-retries", "error pgsql-search-path", "error pgsql-table", "error pgsql-workers"],
    ],
    [
      "serve",
      more("OUTPUT", "Name http | Match * | URI /v1/ingest"),
      ["error pgsql-retries", "note scored-twice"],
    ],
    [
      "an expression that fits nothing",
      GOOD.replace("Match        *\n    WASM", "Match_Regex ^app\n    WASM"),
      ["error filter-matches-nothing", "error input-unscored"],
    ],
    [
      "an output that fits nothing",
      more("OUTPUT", "Name es | Match app"),
      ["warning output-matches-nothing"],
    ],
    ["a plugin of one's own", more("OUTPUT", "Name mine | Match *"), ["note sink-unknown"]],
    [
      "an input that no output takes",
      more("INPUT", "Name dummy | Tag app").replace("Match        *\n    Table", "Match web\n    Table"),
      ["error input-unstored"],
    ],
    [
      "a list without smartlog",
      more("FILTER", "Name record_modifier | Match * | Allowlist_key log"),
      ["error event-removed"],
    ],
    [
      "the same for Elasticsearch",
      toElasticsearch(more("FILTER", "Name nest | Match * | Wildcard * | Nest_under all")),
      ["note no-store", "warning event-removed"],
    ],
    [
      "lua behind the filter",
      more("FILTER", "Name lua | Match * | Script a | Call b"),
      ["note event-removed"],
    ],
    [
      "a second filter",
      more("FILTER", "Name wasm | Match web | Function_Name smartlog | WASM_Path /f.wasm"),
      ["error scored-twice"],
    ],
    [
      "a filter before rewrite_tag",
      more("FILTER", "Name rewrite_tag | Match web | Rule $log .* new.$TAG false"),
      ["error scored-twice"],
    ],
    ["a key of one's own", GOOD.replace("Tag  ", "Key mine\n    Tag "), ["warning line-key-guessed"]],
    [
      "tags that come with the records",
      more("INPUT", "Name forward | Threaded on").replace("Match        *\n    WASM", "Match web\n    WASM"),
      ["note doubled-on-redelivery", "note tag-unknown"],
    ],
    ["a section with blanks", more(" OUTPUT ", "Name es | Match *"), ["warning section-unknown"]],
    ["a variable without value", GOOD.replace("Tag          web", `Tag \${TAG}x`), ["error variable-unset"]],
    [
      "no filter in front of serve",
      GOOD.replace(/\[FILTER\][\s\S]*?(?=\[OUT)/, "").replace(
        PGSQL,
        "Name http\n    Match *\n    URI /v1/ingest\n    Retry_Limit no_limits",
      ),
      ["note no-filter"],
    ],
    ["no output", GOOD.replace(/\[OUTPUT\][\s\S]*/, ""), ["error input-unstored", "error no-store"]],
    ["an output for nothing", GOOD.replace(PGSQL, "Name null\n    Match *"), ["error no-store"]],
    [
      "an output for metrics",
      `${more("INPUT", "Name node_exporter_metrics | Tag m")}[OUTPUT]\n    Name prometheus_remote_write\n    Match m\n`,
      [],
    ],
  ])("of %s", (_, text, findings) => {
    expect(said(classic(text))).toEqual(findings);
  });

  test("where the line was taken away before it is scored", () => {
    const text = GOOD.replace(
      "[FILTER]",
      "[FILTER]\n    Name record_modifier\n    Match *\n    Remove_key log\n[FILTER]",
    );
    expect(checkConfig(classic(text), filter)).toContainEqual(
      expect.objectContaining({
        code: "line-key-unread",
        message: expect.stringContaining("remove_key takes the line of tail input away"),
        at: expect.stringMatching(/main\.conf:16$/),
      }),
    );
  });

  test("that files of a wildcard come in no order, or none", () => {
    const config = configOf({
      "main.yaml": "includes: ['a/*.yaml', 'b/*.yaml']\nservice: {hot_reload: on}\n",
      "a/1.yaml": "pipeline: {inputs: [{name: dummy, tag: a, tag: b}]}\n",
      "a/2.yaml":
        "pipeline: {filters: [{name: wasm, match: '*', wasm_path: /f.wasm, function_name: smartlog}], outputs: [{name: es, match: '*'}]}\n",
    });
    expect(said(config)).toEqual([
      "note duplicate-key",
      "note include-unsorted",
      "note no-store",
      "warning include-empty",
    ]);
  });

  test("in each finding what breaks and what to do", () => {
    for (const { level, code, breaks, remedy } of checkConfig(
      yaml("pipeline: {inputs: [{name: tail}]}\n"),
      filter,
    ))
      expect([code, breaks !== "", remedy !== ""]).toEqual([code, level !== "ok", level !== "ok"]);
  });
});

describe("what comes with SmartLog has no error:", () => {
  const folder = join(PACKAGE_ROOT, "deploy", "fluent-bit");
  const environment = {
    ...variables(join(folder, "smartlog.env")),
    ...variables(join(folder, "inputs", "inputs.env")),
  };
  const serious = (config: ShipperConfig) =>
    checkConfig(config, filter).filter(({ level }) => level === "error" || level === "warning");
  const parts = (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => /\.(?:ya?ml|conf)$/.test(name) && !/^fluent-bit\.|parsers|\.service\.d/.test(name))
    .sort();

  test.each(["fluent-bit.yaml", "fluent-bit.conf"])("%s", (name) => {
    expect(serious(readConfig(join(folder, name), environment))).toEqual([]);
  });

  test.each(parts)("%s, included", (name) => {
    const copy = written({});
    cpSync(folder, copy, { recursive: true });
    const [main, include] = name.endsWith(".conf")
      ? ["fluent-bit.conf", `@INCLUDE ${name}`]
      : ["fluent-bit.yaml", `includes: [${name}]`];
    writeFileSync(join(copy, main), `${include}\n${readFileSync(join(folder, main), "utf8")}`);
    const config = readConfig(join(copy, main), environment);
    expect(config.inputs.length).toBeGreaterThan(1);
    expect(serious(config)).toEqual([]);
  });

  test("the README's example", () => {
    const readme = readFileSync(join(PACKAGE_ROOT, "README.md"), "utf8");
    const [, example = ""] = /## Into Fluent Bit\n[\s\S]*?```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const found = checkConfig(
      readConfig(join(written({ "fluent-bit.yaml": example }), "fluent-bit.yaml"), {}),
      filter,
    );
    expect(found.length).toBeGreaterThan(3);
    expect(found.filter(({ level }) => level === "error")).toEqual([]);
  });
});
