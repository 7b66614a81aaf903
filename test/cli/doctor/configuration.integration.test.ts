import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { smartlog } from "../command.ts";
import { CLASSIC, Machine, PASSWORD, type Report, YAML } from "./machine.ts";

const machine = new Machine();

describe("smartlog doctor, of a configuration", () => {
  test.each([
    ["YAML", YAML, "fluent-bit.yaml"],
    ["the classic format", CLASSIC, "fluent-bit.conf"],
  ])("finds nothing wrong with a good configuration in %s", async (_, text, name) => {
    const report = await machine.examine(text, undefined, name);
    expect(report.said).toEqual([]);
    expect(report.findings.filter(({ level }) => level !== "ok").map(({ message }) => message)).toEqual([
      "whether the schema is up to date can't be seen by this role",
    ]);
    expect(report.findings.map(({ message }) => message)).toContain(
      "an insert as Fluent Bit makes it works as smartlog_ingest (rolled back)",
    );
    const { rows } = await machine.store.pool.query("select count(*)::int as events from smartlog.events");
    expect(rows[0].events).toBe(0);
  });

  test.each<[string, string | RegExp, string, RegExp]>([
    ["another function name", "function_name: smartlog", "function_name: score", /drops every record/],
    ["msgpack", "event_format: json", "event_format: msgpack", /event_format is msgpack/],
    ["a module that isn't there", `\${WASM}`, "/nowhere/filter.wasm", /can't be read: ENOENT/],
    [
      "a variable without value",
      `\${STATE}/tail.db`,
      `\${NOWHERE}`,
      /\$\{NOWHERE\} is used and has no value/,
    ],
    ["no offset database", /db: .*\n/, "\n", /no db: a restart loses/],
    ["no offsets", "offset_key: offset", "", /no offset_key: a line that is delivered twice is stored twice/],
    [
      "other names for file and offset",
      "offset_key: offset",
      "offset_key: where",
      /doesn't know path_key file and/,
    ],
    ["chunks in memory", "storage.type: filesystem", "", /in memory only/],
    ["no machine.folder for chunks", /storage.path: .*\n/, "\n", /no storage.path/],
    ["limited retries", "no_limits", "5", /retry_limit is 5; after that a batch is thrown away/],
    ["the default of one retry", "retry_limit: no_limits", "", /retry_limit is 1;/],
    ["another table", "table: ingest", "table: events", /table is events/],
    ["another timestamp key", "table: ingest", "table: ingest\n      timestamp_key: at", /timestamp_key at/],
    [
      "a filter that is passed by",
      "match: web.*",
      "match: app.*",
      /web\.\* goes to Postgres without passing/,
    ],
    ["no filter", / {2}filters:[\s\S]*?(?= {2}outputs:)/, "", /no wasm filter/],
    ["no output", / {2}outputs:[\s\S]*/, "", /no pgsql output/],
    ["a wrong password", `\${DB_PASSWORD}`, "wrong", /password authentication failed/],
    ["a server that isn't there", `\${DB_PORT}`, "1", /can't be reached at 127.0.0.1:1/],
    [
      "a search path that leads elsewhere",
      "search_path=smartlog_ingest",
      "search_path=public",
      /leads to no ingest/,
    ],
    ["a file that is no YAML", "pipeline:", "pipeline: [", /fluent-bit\.yaml: /],
  ])("finds %s", async (_, from, to, problem) => {
    const { said } = await machine.examine(YAML, (text) => text.replace(from, to));
    expect(said).toContainEqual(expect.stringMatching(problem));
  });

  test("finds the filter among the processors", async () => {
    const processors = `
    - name: pgsql
      processors: { logs: [{ name: wasm, wasm_path: x, function_name: smartlog }] }
      table: ingest
`;
    const { said } = await machine.examine(YAML, (text) =>
      text
        .replace(/ {2}filters:[\s\S]*?(?= {2}outputs:)/, "")
        .replace(/ {4}- name: pgsql[\s\S]*/, processors.slice(1)),
    );
    expect(said).toContainEqual(expect.stringMatching(/among an output's processors: there it fails/));
  });

  test("the configuration that comes with SmartLog is fine", async () => {
    const config = new URL("../../../deploy/fluent-bit/fluent-bit.yaml", import.meta.url).pathname;
    const deployed: Record<string, string> = {};
    const text = readFileSync(new URL("../../../deploy/fluent-bit/smartlog.env", import.meta.url), "utf8");
    for (const [, name = "", value = ""] of text.matchAll(/^(\w+)=(.*)$/gm)) deployed[name] = value;
    const settings = {
      SMARTLOG_MODULE: join(machine.folder, "filter.wasm"),
      SMARTLOG_STATE: machine.folder,
      PGPORT: machine.env.DB_PORT,
      PGPASSWORD: PASSWORD,
    };
    const { stdout } = await smartlog(["doctor", "--json", "--config", config], {
      env: { ...deployed, ...settings, SMARTLOG_FLUENT_BIT: machine.env.SMARTLOG_FLUENT_BIT },
    });
    expect((JSON.parse(stdout) as Report).findings.filter(({ level }) => level === "error")).toEqual([]);
  });
});
