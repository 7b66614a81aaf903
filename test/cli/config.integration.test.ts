/** smartlog.yaml: where it is found, what is above what, and what is said of one that can't be used. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadCommands } from "../../cli/commands/index.ts";
import { pathOf } from "../../cli/config/apply.ts";
import { settableOf } from "../../cli/config/options.ts";
import { doesSomething } from "../../cli/config/show.ts";
import { makeProgram, treeOf } from "../../cli/program.ts";
import { temporaryFolder } from "../folder.ts";
import { json, smartlog } from "./command.ts";

const folder = temporaryFolder();
const LINE = '192.0.2.7 - - [21/Nov/2026:06:41:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl/8.5.0"';

function file(name: string, content: string, mode = 0o600): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

interface Shown {
  command: string;
  option: string;
  value: unknown;
  from: string;
}

async function show(args: readonly string[], env: Record<string, string> = {}): Promise<Shown[]> {
  const { code, stdout, stderr } = await smartlog(["config", "show", "--json", ...args], { env });
  expect([code, stderr]).toEqual([0, expect.stringContaining("the file is ")]);
  return json<Shown[]>(stdout)[0] ?? [];
}

describe("what it sets", () => {
  test("is what a command does: a section is above the top, the command line above both", async () => {
    const config = file("format.yaml", "format: csv\nscore:\n  format: table\n");
    const run = async (...args: string[]) =>
      (await smartlog(["--config", config, ...args], { input: `${LINE}\n` })).stdout;
    expect(await run("score")).toMatch(/^\w+ +\d\.\d\d +192\.0\.2\.7 /);
    expect(await run("score", "--format", "json")).toMatch(/^\{"log":/);
    expect(await run("formats", "list")).toMatch(/^name,kind,reads,by\n/);
    expect(await run("formats", "list", "--json")).toMatch(/^\[\{"name":/);
  });

  test("is below the environment, and each is said with where it is from", async () => {
    const token = file("token", "s3cret\n");
    const config = file(
      "from.yaml",
      `data: /from/the/file\nserve:\n  port: 9000\n  token: file:${token}\n  teach: false\n`,
    );
    const env = {
      SMARTLOG_CONFIG: config,
      SMARTLOG_DATA_DIR: "/from/the/environment",
      SMARTLOG_MODULE: "/m.wasm",
    };
    const rows = await show(["serve", "--all"], env);
    const found = Object.fromEntries(rows.map(({ option, value, from }) => [option, [value, from]]));
    expect(found).toMatchObject({
      data: ["/from/the/environment", "SMARTLOG_DATA_DIR"],
      module: ["/m.wasm", "SMARTLOG_MODULE"],
      port: [9000, `${config}:3`],
      token: ["…", `${config}:4`],
      teach: [false, `${config}:5`],
      host: ["127.0.0.1", "default"],
    });
  });

  test("a database in the environment is above a folder in the file", async () => {
    const config = file("data.yaml", "data: /nowhere/to/be/made\n");
    const env = {
      SMARTLOG_CONFIG: config,
      SMARTLOG_DATA_DIR: undefined,
      DATABASE_URL: "postgres://127.0.0.1:1/x",
    };
    const { stderr } = await smartlog(["db", "status"], { env });
    expect(stderr).toMatch(/ECONNREFUSED 127\.0\.0\.1:1/);
  });

  test("can be every option of every command, but for those that name one event", async () => {
    const program = makeProgram(await loadCommands());
    for (const command of treeOf(program).filter((each) => each !== program && doesSomething(each))) {
      const keys = settableOf(command);
      const open = command.options.filter(
        ({ hidden, mandatory, long }) => !hidden && !mandatory && long !== "--config",
      );
      const missing = open.filter(({ long }) => !keys.has((long ?? "").replace(/^--(no-)?/, "")));
      expect([pathOf(command).join(" "), missing.map(({ long }) => long)]).toEqual([
        pathOf(command).join(" "),
        [],
      ]);
    }
  });
});

describe("where it lies", () => {
  test("the user's folder is looked in, and the one that is named is above it", async () => {
    const home = file("home/.config/smartlog/smartlog.yaml", "serve:\n  port: 1111\n");
    const named = file("named.yaml", "serve:\n  port: 2222\n");
    const env = { HOME: join(folder, "home"), XDG_CONFIG_HOME: "" };
    expect(await show(["serve"], env)).toContainEqual({
      command: "serve",
      option: "port",
      value: 1111,
      from: `${home}:2`,
    });
    expect(await show(["serve", "--config", named], env)).toContainEqual(
      expect.objectContaining({ value: 2222, from: `${named}:2` }),
    );
  });
});

describe("what can't be used is said with its line", () => {
  test.each([
    [
      "a mistyped option",
      "databse-url: x\n",
      /:1: databse-url: there is no option of this name; is database-url meant\?/,
    ],
    [
      "one of another command",
      "serve:\n  lines: 3\n",
      /:2: serve\.lines: there is no option of smartlog serve of this name/,
    ],
    [
      "a mistyped command",
      "serv:\n  port: 3\n",
      /:1: serv: there is no command of this name; is serve meant\?/,
    ],
    ["underscores", "serve:\n  pid_file: x\n", /is pid-file meant\?/],
    ["a bad value", "score:\n  format: xml\n", /:2: score\.format: Allowed choices are table, json, csv/],
    ["a value for a flag", "score:\n  rotated: often\n", /:2: score\.rotated: it has to be true or false/],
    ["no value", "score:\n  module:\n", /:2: score\.module: it has to be a text or a number/],
    ["a list for one value", "score:\n  module: [a, b]\n", /it takes one value, not a list/],
    ["a list of commands", "- serve\n", /it has to be options/],
    ["no YAML", "score: [\n", /\.yaml:\d+: /],
    [
      "a secret's file that isn't there",
      "serve:\n  token: file:/nowhere/token\n",
      /:2: \/nowhere\/token can't be read/,
    ],
    [
      "a variable that isn't there",
      `serve:\n  token: $\{NO_SUCH_VARIABLE}\n`,
      /:2: the environment has no NO_SUCH_VARIABLE/,
    ],
    ["a bomb of aliases", "a: &a [x]\nb: [*a, *a]\n", /alias/i],
  ])("%s", async (name, content, message) => {
    const config = file(`${name.replaceAll(/\W/g, "-")}.yaml`, content);
    const { code, stdout, stderr } = await smartlog(["score"], {
      env: { SMARTLOG_CONFIG: config },
      input: LINE,
    });
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringMatching(message)]);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("a secret that others can read, and a file that others can write", async () => {
    const readable = file("readable.yaml", "serve:\n  token: s3cret\n", 0o644);
    const said = await smartlog(["--config", readable, "serve", "--port", "0"]);
    expect([said.code, said.stderr]).toEqual([
      2,
      expect.stringMatching(/:2: serve\.token: other users can read it/),
    ]);
    expect(said.stderr).not.toContain("s3cret");
    const writable = file("writable.yaml", "color: never\n", 0o666);
    const { code, stderr } = await smartlog(["--config", writable, "score"]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/can be written by other users; .*chmod go-w/)]);
  });
});

test("the schema for editors is JSON", async () => {
  const { stdout } = await smartlog(["config", "schema"]);
  expect(JSON.parse(stdout)).toMatchObject({ properties: { serve: { properties: { port: {} } } } });
});

describe("colours", () => {
  const score = async (args: string[], env: Record<string, string> = {}) =>
    (await smartlog(["score", "--format", "table", ...args], { env, input: `${LINE}\n` })).stdout.includes(
      "\x1b[",
    );
  test.each([
    ["a pipe", [], {}, false],
    ["FORCE_COLOR", [], { FORCE_COLOR: "1" }, true],
    ["NO_COLOR", [], { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    ["--color always", ["--color", "always"], { NO_COLOR: "1" }, true],
    ["--no-color", ["--no-color"], { FORCE_COLOR: "1" }, false],
  ])("%s", async (_, args, env, isColoured) => {
    expect(await score(args, env as Record<string, string>)).toBe(isColoured);
  });
});
