/** The deployed configurations that join stack traces, run by the real shippers. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { Filter } from "../../host/filter.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { freePort } from "../../store/embedded/port.ts";
import { DEPLOYED_CONFIG, deployedEnvironment, FluentBit, findFluentBit } from "./fluent-bit.ts";
import { scoredLine } from "./lines.ts";
import { type Site, site } from "./shipped.ts";
import { findBinary, Shipper } from "./shipper.ts";

const FLUENT_BIT_FOLDER = join(PACKAGE_ROOT, "deploy", "fluent-bit");
const VECTOR_FOLDER = join(PACKAGE_ROOT, "deploy", "vector");

/** A logger's file: each member is an event. */
const LOGGER = [
  "2026-11-21 06:19:00,100 INFO  [main] c.e.Shop - started",
  "2026-11-21 06:19:01,200 ERROR [main] c.e.Shop - order 17 failed\njava.lang.IllegalStateException: no stock\n" +
    "\tat com.example.Shop.order(Shop.java:22)\nCaused by: java.io.IOException: pipe\n\t... 2 more",
  "2026-11-21 06:19:02,300 INFO  [main] c.e.Shop - same line",
  "2026-11-21 06:19:02,300 INFO  [main] c.e.Shop - same line",
  '2026-11-21 06:19:03,400 ERROR shop - order 18 failed\nTraceback (most recent call last):\n  File "/srv/a.py", line 1, in a\n\nKeyError: 1',
  "21-Nov-2026 06:19:04.500 SEVERE [main] org.example.Server start\n\tjava.net.BindException: in use\n\t\tat java.net.Bind.x(Bind.java:1)",
  "[21-Nov-2026 06:19:05 UTC] PHP Fatal error:  Uncaught Error: x in /srv/a.php:3\nStack trace:\n#0 {main}\n  thrown in /srv/a.php on line 3",
  "Nov 21 06:19:06 web1 shop[12]: Exception in thread\n\tat com.example.A.b(A.java:1)",
  "06:19:07.600 [main] WARN c.e.Shop - slow",
  "E, [2026-11-21T06:19:08.1 #12] ERROR -- : RuntimeError (x):\n\napp/models/order.rb:12:in 'place'",
  "E1121 06:19:09.123456       1 main.go:12] failed\ngoroutine 1 [running]:",
  "fail: Shop.Orders[0]\n      order failed\n         at Shop.Order.Place(Int32 id)",
  "ERROR:shop:order failed\nTraceback (most recent call last):\nKeyError: 1",
  '{"level":"info","message":"an object"}',
  '203.0.113.7 - - [21/Nov/2026:06:19:10 +0000] "GET / HTTP/1.1" 200 5',
  "[Sat Nov 21 06:19:11.123456 2026] [core:notice] [pid 1] AH00094: Command line",
];

/** What programs write to stderr, without times. */
const STDERR = [
  "shop is starting",
  'Traceback (most recent call last):\n  File "/srv/a.py", line 1, in a\n    b()\nKeyError: 1\n\n' +
    'During handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "/srv/b.py", line 1, in b\nValueError: 2',
  "ready",
  'Exception in thread "main" java.lang.Error: x\n\tat com.example.A.b(A.java:1)\nCaused by: java.io.IOException: y\n\t... 2 more',
  "panic: no stock\n\ngoroutine 1 [running]:\nmain.order(0x5)\n\t/srv/main.go:15 +0x26\nexit status 2",
  "ready",
  "thread 'main' panicked at src/main.rs:12:17:\nno stock\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
  "TypeError: x is not a function\n    at order (/srv/order.js:12:17)",
  "Unhandled exception. System.Exception: x\n   at Shop.Order.Place(Int32 id)",
  "order.rb:6:in 'order': x (RuntimeError)\n\tfrom main.rb:9:in '<main>'",
  "ready",
];

interface Joined {
  file: string;
  offset: number;
  log?: string;
  message?: string;
  smartlog: { id: string };
}

/** Each event with the offset of its first line. */
function places(events: readonly string[]) {
  let offset = 0;
  return events.map((text) => {
    const place = { text, offset };
    offset += Buffer.byteLength(text) + 1;
    return place;
  });
}

function recordsOf(file: string): Joined[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}

let at: Site;
let state: string;
beforeEach(() => {
  at = site();
  state = join(at.folder, "state");
  return () => at.remove();
});

const fluentBit = findFluentBit();

describe.skipIf(!fluentBit)("Fluent Bit", { timeout: 60_000 }, () => {
  const out = () => join(state, "out.txt");

  /** The deployed configuration as its header says to extend it; with a file in place of Postgres. */
  function yamlConfig(change: (text: string) => string): string {
    const traces = readFileSync(join(FLUENT_BIT_FOLDER, "stack-traces.yaml"), "utf8");
    writeFileSync(join(at.folder, "stack-traces.yaml"), change(traces));
    const config = parse(readFileSync(DEPLOYED_CONFIG, "utf8"));
    config.pipeline.outputs = [{ name: "file", match: "*", file: out(), format: "plain" }];
    const file = join(at.folder, "fluent-bit.yaml");
    writeFileSync(file, stringify({ includes: ["stack-traces.yaml"], ...config }));
    return file;
  }

  /** The same in the classic format. */
  function classicConfig(change: (text: string) => string): string {
    for (const name of ["stack-traces.conf", "stack-traces-parsers.conf"])
      writeFileSync(join(at.folder, name), change(readFileSync(join(FLUENT_BIT_FOLDER, name), "utf8")));
    const file = join(at.folder, "fluent-bit.conf");
    writeFileSync(
      file,
      `[SERVICE]
    flush 0.2
    storage.path ${state}/buffer
    parsers_file stack-traces-parsers.conf
@INCLUDE stack-traces.conf
[FILTER]
    name wasm
    match *
    event_format json
    wasm_path ${at.module}
    function_name smartlog
    accessible_paths ${state}
[OUTPUT]
    name file
    match *
    file ${out()}
    format plain
`,
    );
    return file;
  }

  async function start(config: string): Promise<FluentBit> {
    const env = deployedEnvironment({
      SMARTLOG_LOGS: join(at.folder, "none.log"),
      SMARTLOG_APPLICATION_LOGS: at.pattern,
      SMARTLOG_MODULE: at.module,
      SMARTLOG_STATE: state,
      SMARTLOG_HTTP_PORT: String(await freePort()),
    });
    return new FluentBit(fluentBit as string, ["-c", config], env);
  }

  const asDeployed = (text: string) => text;
  const forStderr = (text: string) =>
    text.replace(/(multiline\.parser:? )smartlog-logger/, "$1smartlog-stderr");

  test.each([
    ["YAML, files of loggers", yamlConfig, asDeployed, LOGGER],
    ["YAML, files without times", yamlConfig, forStderr, STDERR],
    ["classic, files of loggers", classicConfig, asDeployed, LOGGER],
    ["classic, files without times", classicConfig, forStderr, STDERR],
  ] as const)(
    "%s: one event for each, with the id of its first line's place",
    async (_, configOf, change, events) => {
      const file = join(at.logs, "application.log");
      writeFileSync(file, `${events.join("\n")}\n`);
      const shipper = await start(configOf(change));
      try {
        await shipper.until(() => recordsOf(out()).length >= events.length);
      } finally {
        expect(await shipper.stop()).toBe(0);
      }
      const records = recordsOf(out());
      expect(records.map(({ log }) => log)).toEqual(events);
      const filter = Filter.load(at.module);
      for (const [i, { text, offset }] of places(events).entries()) {
        const expected = scoredLine(filter, file, { bytes: Buffer.from(text), offset });
        expect(records[i]).toMatchObject({
          file,
          offset,
          smartlog: { id: expected.id, kind: expected.kind },
        });
      }
    },
  );

  test.each(["SIGKILL", "SIGTERM"] as const)(
    "%s in the middle of a trace loses no line of it",
    async (signal) => {
      const file = join(at.logs, "application.log");
      const [head, ...frames] = (LOGGER[1] as string).split("\n");
      writeFileSync(file, `${head}\n${frames[0]}\n`);
      const first = await start(yamlConfig(asDeployed));
      await first.until(() => recordsOf(out()).length >= 1);
      await first.stop(signal);
      writeFileSync(file, `${frames.slice(1).join("\n")}\n${LOGGER[0]}\n`, { flag: "a" });
      const second = await start(yamlConfig(asDeployed));
      const lines = () => new Set(recordsOf(out()).flatMap(({ log }) => log?.split("\n")));
      try {
        await second.until(() => lines().has(LOGGER[0]));
      } finally {
        await second.stop();
      }
      expect(lines()).toEqual(new Set([head, ...frames, LOGGER[0]]));
    },
  );
});

const vector = findBinary("vector", "SMARTLOG_VECTOR", "Vector") as string;

describe.skipIf(!vector)("Vector", { timeout: 60_000 }, () => {
  const out = () => join(state, "out.txt");

  /** Both deployed files, with a file in place of the server. */
  function configs(): string[] {
    mkdirSync(join(state, "vector"), { recursive: true });
    const main = parse(readFileSync(join(VECTOR_FOLDER, "vector.yaml"), "utf8"));
    const { inputs } = main.sinks.smartlog;
    main.data_dir = join(state, "vector");
    main.secret.smartlog.path = state;
    main.sources.logs.include = [join(at.folder, "none.log")];
    main.sinks.smartlog = { type: "file", inputs, path: out(), encoding: { codec: "json" } };
    writeFileSync(join(at.folder, "vector.yaml"), stringify(main));
    const traces = readFileSync(join(VECTOR_FOLDER, "stack-traces.yaml"), "utf8");
    writeFileSync(
      join(at.folder, "stack-traces.yaml"),
      traces.replace("/var/log/application/*.log*", at.pattern),
    );
    return ["vector.yaml", "stack-traces.yaml"].flatMap((name) => ["--config", join(at.folder, name)]);
  }

  test("one event for each, at its first line's place; a kill in the middle of a trace loses nothing", async () => {
    const file = join(at.logs, "application.log");
    const all = `${LOGGER.join("\n")}\n`;
    const middle = all.indexOf("\tat com.example.Shop.order");
    writeFileSync(file, all.slice(0, middle));
    const first = new Shipper("Vector", vector, configs());
    await first.until(() => recordsOf(out()).length >= 1);
    await first.stop("SIGKILL");
    writeFileSync(file, all.slice(middle), { flag: "a" });
    const second = new Shipper("Vector", vector, configs());
    const whole = () => recordsOf(out()).filter(({ message }) => LOGGER.includes(message ?? ""));
    const found = () => [...new Map(whole().map((record) => [record.offset, record])).values()];
    try {
      await second.until(() => found().length >= LOGGER.length);
    } finally {
      await second.stop();
    }
    expect(found().map(({ message, offset, file }) => ({ text: message, offset, file }))).toEqual(
      places(LOGGER).map((place) => ({ ...place, file })),
    );
  });
});
