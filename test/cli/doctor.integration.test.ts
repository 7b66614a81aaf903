import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../cli/doctor/finding.ts";
import { defaultModulePath } from "../../host/module.ts";
import { ingest } from "../../store/ingest.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { maintain } from "../../store/partitions/retain.ts";
import { temporaryFolder } from "../folder.ts";
import { makeDays } from "../store/days.ts";
import { foreignServer } from "../store/foreign.ts";
import { smartlog } from "./command.ts";

interface Report {
  problems: number;
  warnings: number;
  findings: Finding[];
}

const folder = temporaryFolder();
const PASSWORD = "a secret";
let store: Store;
let env: Record<string, string>;

beforeAll(async () => {
  store = await openStore({ dataDir: join(folder, "data") });
  await migrate(store.url, { env: { SMARTLOG_INGEST_PASSWORD: PASSWORD } });
  copyFileSync(defaultModulePath(), join(folder, "filter.wasm"));
  // Says that it is Fluent Bit, and refuses no configuration.
  writeFileSync(
    join(folder, "fluent-bit"),
    '#!/bin/sh\n[ "$1" = --version ] && echo "Fluent Bit v4.2.1"\nexit 0\n',
  );
  chmodSync(join(folder, "fluent-bit"), 0o755);
  env = {
    SMARTLOG_FLUENT_BIT: join(folder, "fluent-bit"),
    WASM: join(folder, "filter.wasm"),
    STATE: folder,
    DB_PORT: new URL(store.url).port,
    DB_PASSWORD: PASSWORD,
  };
});
afterAll(() => store?.close());

const YAML = `
service:
  hot_reload: on
  storage.path: \${STATE}/buffer
pipeline:
  inputs:
    - name: tail
      tag: web.*
      path: /var/log/nginx/access.log
      path_key: file
      offset_key: offset
      db: \${STATE}/tail.db
      storage.type: filesystem
      truncate_long_lines: true
  filters:
    - name: wasm
      match: web.*
      event_format: json
      wasm_path: \${WASM}
      function_name: smartlog
  outputs:
    - name: pgsql
      match: "*"
      host: 127.0.0.1
      port: \${DB_PORT}
      database: smartlog
      user: smartlog_ingest
      password: \${DB_PASSWORD}
      table: ingest
      connection_options: -c search_path=smartlog_ingest
      retry_limit: no_limits
`;

const CLASSIC = `
@SET state=/var/lib
[SERVICE]
    Hot_Reload    On
    storage.path  \${state}/buffer
# what is read
[INPUT]
    Name          tail
    Path          /var/log/nginx/access.log
    Path_Key      file
    Offset_Key    offset
    DB            \${state}/tail.db
    Skip_Long_Lines On
    storage.type  filesystem
@INCLUDE rest.conf
`;
const CLASSIC_REST = `
[FILTER]
    Name          wasm
    Match         *
    WASM_Path     \${WASM}
    Function_Name smartlog
[OUTPUT]
    Name          pgsql
    Match         tail.*
    Port          \${DB_PORT}
    Database      smartlog
    User          smartlog_ingest
    Password      \${DB_PASSWORD}
    Table         ingest
    Retry_Limit   False
`;

/** Runs the doctor over a configuration, with words of it replaced. */
async function examine(
  text: string,
  change: (text: string) => string = (same) => same,
  name = "fluent-bit.yaml",
) {
  const file = join(folder, name);
  writeFileSync(file, change(text));
  writeFileSync(join(folder, "rest.conf"), change(CLASSIC_REST));
  const { code, stdout, stderr } = await smartlog(["doctor", "--json", "--config", file], { env });
  expect(stderr).toBe("");
  const report = JSON.parse(stdout) as Report;
  const problems = report.findings.filter(({ state }) => state === "problem").map(({ message }) => message);
  expect(code).toBe(problems.length > 0 ? 1 : 0);
  return { ...report, said: problems };
}

describe("smartlog doctor", () => {
  test.each([
    ["YAML", YAML, "fluent-bit.yaml"],
    ["the classic format", CLASSIC, "fluent-bit.conf"],
  ])("finds nothing wrong with a good configuration in %s", async (_, text, name) => {
    const report = await examine(text, undefined, name);
    expect(report.said).toEqual([]);
    expect(report.findings.filter(({ state }) => state !== "ok").map(({ message }) => message)).toEqual([
      "whether the schema is up to date can't be seen by this role",
    ]);
    expect(report.findings.map(({ message }) => message)).toContain(
      "an insert as Fluent Bit makes it works as smartlog_ingest (rolled back)",
    );
    const { rows } = await store.pool.query("select count(*)::int as events from smartlog.events");
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
    ["no folder for chunks", /storage.path: .*\n/, "\n", /no storage.path/],
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
    const { said } = await examine(YAML, (text) => text.replace(from, to));
    expect(said).toContainEqual(expect.stringMatching(problem));
  });

  test("reads the last lines of the files that are to be read, and says which are in no known form", async () => {
    const logs = join(folder, "logs");
    mkdirSync(join(logs, "shop"), { recursive: true });
    const known = '192.0.2.7 - - [21/Nov/2026:06:41:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl/8.5.0"\n';
    const changed = '[GIN] 2026/11/21 - 06:41:05 | 200 |   quick |     192.0.2.7 | GET      "/a"\n';
    const write = (name: string, content: string | Buffer) =>
      writeFileSync(join(logs, "shop", name), content);
    write("known.log", known.repeat(3000));
    write("changed.log", known.repeat(3000) + changed.repeat(2000));
    write("few.log", changed.repeat(5));
    write("old.log.gz", gzipSync(known));
    write("older.log.gz", gzipSync(known));
    write("windows.log", Buffer.from(known.repeat(30), "utf16le"));
    write("excluded.log", changed.repeat(50));
    const of = async (change: (text: string) => string) =>
      (await examine(YAML, change)).findings.filter(({ area }) => area === "logs");
    const reading = (text: string) =>
      text.replace("/var/log/nginx/access.log", `${logs}/*/*.log*,/nowhere\n      exclude_path: "*/excl*"`);
    expect(await of(reading)).toEqual([
      {
        area: "logs",
        state: "warning",
        message: expect.stringMatching(
          /^the last lines of \S+changed\.log: (8\d\d) of \1 lines not read \(100 %\); nearest: gin, stops at "quick/,
        ),
        remedy: expect.stringMatching(/^Teach it: smartlog formats guess \S+\/shop\/changed\.log makes/),
      },
      {
        area: "logs",
        state: "warning",
        message: expect.stringMatching(
          /old\.log\.gz is compressed \(gzip\), and 1 more are; Fluent Bit takes/,
        ),
        remedy: "Leave it out: exclude_path: '*.gz'",
      },
      {
        area: "logs",
        state: "warning",
        message: expect.stringMatching(/windows\.log is UTF-16LE text/),
        remedy: "Set unicode.encoding: auto on the input.",
      },
      {
        area: "logs",
        state: "ok",
        message: expect.stringMatching(/^the last lines of all files: 8\d\d of 1,\d{3} lines not read/),
      },
    ]);
    const apart = (text: string) => reading(text).replace("path_key", "parser: mine\n      path_key");
    expect(await of(apart)).toEqual([]);
  });

  test("finds which tags brought lines that were not read", async () => {
    const now = Date.now() / 1000;
    const rows = (count: number, kind: string, from: number) =>
      Array.from({ length: count }, (_, n) => {
        const smartlog = { v: 1, id: (from + n).toString(16), ts: now - n, kind, label: "normal" };
        return { time: now, data: JSON.stringify({ log: `a line\t${n}`, smartlog }) };
      });
    await ingest(store.pool, "fine.log", rows(90, "web", 0x10000));
    await ingest(store.pool, "fine.log", rows(10, "unknown", 0x20000));
    await ingest(store.pool, "odd.log", rows(300, "unknown", 0x30000));
    try {
      const { stdout } = await smartlog(["doctor", "--json", "--database-url", store.url], { env });
      const { findings } = JSON.parse(stdout) as Report;
      expect(findings.filter(({ message }) => message.startsWith("of the last day"))).toEqual([
        {
          area: "database",
          state: "warning",
          message: expect.stringMatching(
            /^of the last day, tag odd\.log: 300 of 300 lines not read \(100 %\).*; the newest: a line\t0$/,
          ),
          remedy: expect.stringContaining("smartlog formats guess FILE"),
        },
        {
          area: "database",
          state: "ok",
          message: "of the last day, all tags: 310 of 400 lines not read (78 %)",
        },
      ]);
      const asShipper = await examine(YAML);
      expect(asShipper.findings.filter(({ message }) => message.includes("not read"))).toEqual([]);
    } finally {
      await store.pool.query("truncate smartlog.events, smartlog.unread_hour");
    }
  });

  test("finds the filter among the processors", async () => {
    const processors = `
    - name: pgsql
      processors: { logs: [{ name: wasm, wasm_path: x, function_name: smartlog }] }
      table: ingest
`;
    const { said } = await examine(YAML, (text) =>
      text
        .replace(/ {2}filters:[\s\S]*?(?= {2}outputs:)/, "")
        .replace(/ {4}- name: pgsql[\s\S]*/, processors.slice(1)),
    );
    expect(said).toContainEqual(expect.stringMatching(/among an input's or output's processors/));
  });

  test("finds a Fluent Bit that is too old", async () => {
    const old = join(folder, "old-fluent-bit");
    writeFileSync(old, "#!/bin/sh\necho Fluent Bit v3.1.9\n");
    chmodSync(old, 0o755);
    const { code, stdout } = await smartlog(["doctor"], { env: { SMARTLOG_FLUENT_BIT: old } });
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/PROBLEM +Fluent Bit is 3\.1\.9 .*older than 4\.2/),
    ]);
  });

  test("finds a table where the view should be, rights that are missing, and a schema that is behind", async () => {
    const { rows } = await store.pool.query(
      "select name from smartlog.migrations order by name desc limit 1",
    );
    await store.pool.query(`
      create table public.ingest (tag varchar, time timestamp, data jsonb);
      revoke create on schema smartlog_ingest from smartlog_ingest;
      revoke insert on smartlog_ingest.ingest from smartlog_ingest;
    `);
    await store.pool.query("delete from smartlog.migrations where name = $1", [rows[0].name]);
    const asAdmin = async () => {
      const { stdout } = await smartlog(["doctor", "--json", "--database-url", store.url], { env });
      return (JSON.parse(stdout) as Report).findings.map(({ message }) => message);
    };
    const said = await asAdmin();
    expect(said).toContain("smartlog_ingest may not insert into it");
    expect(said).toContainEqual(expect.stringMatching(/no CREATE on schema smartlog_ingest/));
    expect(said).toContainEqual(expect.stringContaining(`${rows[0].name} not applied`));
    const elsewhere = await examine(YAML, (text) =>
      text.replace("search_path=smartlog_ingest", "search_path=public"),
    );
    expect(elsewhere.said).toContainEqual(expect.stringMatching(/public\.ingest is no view/));
    await store.pool.query(`
      drop table public.ingest;
      grant create on schema smartlog_ingest to smartlog_ingest;
      grant insert on smartlog_ingest.ingest to smartlog_ingest;
    `);
    await store.pool.query("insert into smartlog.migrations (name, run_on) values ($1, now())", [
      rows[0].name,
    ]);
    expect((await asAdmin()).filter((message) => / not /.test(message))).toEqual([]);
  });

  test("finds a server with room for too few locks, readers without limits, and days that are final too early", async () => {
    const foreign = await foreignServer(["max_connections = 20", "max_locks_per_transaction = 64"]);
    const other = await openStore({ databaseUrl: foreign.url });
    try {
      await migrate(other.url, { env: { SMARTLOG_INGEST_PASSWORD: PASSWORD } });
      await other.pool.query(`
        alter role smartlog_read in database logs reset all;
        alter role smartlog_read connection limit -1;
        update smartlog.settings set rollups_final_before = now() + interval '40 days'`);
      const findings = async () => {
        const { stdout } = await smartlog(["doctor", "--json", "--database-url", foreign.url], { env });
        return (JSON.parse(stdout) as Report).findings.filter(
          ({ area, state }) => area === "database" && state !== "ok",
        );
      };
      const bad = await findings();
      for (const [state, message] of [
        ["warning", /room for 1280 locks: enough for now, not for ten years/],
        ["warning", /may fill the disk with temporary files/],
        ["warning", /no statement_timeout and no idle_in_transaction/],
        ["warning", /may take all connections/],
        ["warning", /may make temporary tables/],
        ["problem", /days to come are taken for dropped/],
      ] as const)
        expect(bad).toContainEqual(
          expect.objectContaining({ state, message: expect.stringMatching(message) }),
        );
      await makeDays(other.pool, 90);
      expect(await findings()).toContainEqual(
        expect.objectContaining({ state: "problem", message: expect.stringMatching(/leave ingest none/) }),
      );
      await migrate(other.url, { env: {} });
      await maintain(other.pool);
      await other.pool.query("revoke temporary on database logs from public");
      expect((await findings()).map(({ message }) => message)).toEqual([expect.stringMatching(/locks/)]);
    } finally {
      await other.close();
      await foreign.close();
    }
  });

  test("finds what is wrong with a module", async () => {
    const module = async (bytes: Uint8Array) => {
      const file = join(folder, "other.wasm");
      writeFileSync(file, bytes);
      const { code, stdout } = await smartlog(["doctor", "--module", file], { env });
      return { code, stdout };
    };
    expect(await module(Buffer.from("no"))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("is no WebAssembly module"),
    });
    // (module (import "env" "abort" (func (param i32))) (func (export "smartlog") (param i64)))
    const bytes = Buffer.from(
      "0061736d01000000" +
        "01090260017f0060017e00" +
        "020d0103656e760561626f7274" +
        "0000" +
        "03020101" +
        "070c0108736d6172746c6f670001" +
        "0a040102000b",
      "hex",
    );
    const { code, stdout } = await module(bytes);
    expect(code).toBe(1);
    expect(stdout).toContain("it imports env.abort");
    expect(stdout).toContain("it does not export smartlog(i32,i32,i32,i32,i32,i32) -> i32");
    expect(stdout).toContain("it does not export malloc(i32) -> i32");
    const large = Buffer.concat([readFileSync(defaultModulePath()), custom(300_000)]);
    expect((await module(large)).stdout).toMatch(/PROBLEM.* bytes, more than 393,216/);
  });

  test("the configuration that comes with SmartLog is fine", async () => {
    const config = new URL("../../deploy/fluent-bit/fluent-bit.yaml", import.meta.url).pathname;
    const deployed: Record<string, string> = {};
    const text = readFileSync(new URL("../../deploy/fluent-bit/smartlog.env", import.meta.url), "utf8");
    for (const [, name = "", value = ""] of text.matchAll(/^(\w+)=(.*)$/gm)) deployed[name] = value;
    const machine = {
      SMARTLOG_MODULE: join(folder, "filter.wasm"),
      SMARTLOG_STATE: folder,
      PGPORT: env.DB_PORT,
      PGPASSWORD: PASSWORD,
    };
    const { stdout } = await smartlog(["doctor", "--json", "--config", config], {
      env: { ...deployed, ...machine, SMARTLOG_FLUENT_BIT: env.SMARTLOG_FLUENT_BIT },
    });
    expect((JSON.parse(stdout) as Report).findings.filter(({ state }) => state === "problem")).toEqual([]);
  });
});

test.skipIf(process.getuid === undefined)("finds who else may put a module there", async () => {
  const place = join(folder, "open");
  mkdirSync(place);
  const file = join(place, "filter.wasm");
  copyFileSync(defaultModulePath(), file);
  const said = async () => (await smartlog(["doctor", "--module", file], { env })).stdout;
  expect(await said()).toContain("not everybody may write it");
  chmodSync(file, 0o666);
  expect(await said()).toMatch(
    /PROBLEM.*every user of this machine may write \S+filter\.wasm, and so decides/,
  );
  chmodSync(file, 0o644);
  chmodSync(place, 0o777);
  expect(await said()).toMatch(/PROBLEM.*every user of this machine may write \S+open, .*\n.*chmod o-w/);
  chmodSync(place, 0o1777);
  expect(await said()).toContain("not everybody may write it");
});

/** A custom section of so many bytes: part of a module that nobody reads. */
function custom(bytes: number): Buffer {
  const size: number[] = [];
  for (let left = bytes; ; left >>>= 7) {
    size.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    if (left <= 0x7f) break;
  }
  return Buffer.concat([Buffer.from([0, ...size]), Buffer.alloc(bytes)]);
}
