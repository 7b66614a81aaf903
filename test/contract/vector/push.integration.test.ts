/** Vector's sources that others send to, as deploy/vector/sources has them: equal to the bare line, each line once. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../../store/embedded/port.ts";
import { findFluentBit } from "../fluent-bit.ts";
import type { Shipper } from "../shipper.ts";
import { type Config, canRead, example, Pipeline, vector } from "./pipeline.ts";
import { expectSame, LINES, MESSAGES, numbered } from "./raw-lines.ts";
import { fileOf, post, sendByFluentBit, sendLumberjack, sendStream, sendUdp } from "./senders.ts";

const fluentBit = findFluentBit() as string;

interface Way {
  /** File in deploy/vector/sources. */
  example: string;
  /** Type of its sources. */
  type: string;
  /** Whether the sender is Fluent Bit. */
  byFluentBit?: boolean;
  /** Whether its sender has an answer once the records are on disk. */
  answers?: boolean;
  lines?: readonly string[];
  /** A line as the sender writes it. */
  send(lines: readonly string[], to: To): Promise<void>;
}

/** Where an example's sources listen in this test, by the port that the example has. */
interface To {
  port(deployed: number): number;
  folder: string;
}

const syslog = (message: string, program: string, i: number) =>
  `<86>Nov 21 06:19:${String(i % 60).padStart(2, "0")} web1 ${program}[812]: ${message}`;
const MESSAGE_LINES = MESSAGES.map(({ message, program }, i) => syslog(message, program, i));
const RFC5424 = MESSAGES.map(
  ({ message, program }) => `<86>1 2026-11-21T06:19:05.003Z web1 ${program} 812 - - ${message}`,
);
const asJson = (lines: readonly string[], key: string) => lines.map((line) => ({ [key]: line }));
/** As `heroku logs` shows what its router writes. */
const ROUTED =
  '2026-11-21T06:19:05.515+00:00 heroku[router]: at=info method=GET path="/a?id=1%27+or+1=1--" host=shop.example request_id=d7c85cc2 fwd="203.0.113.245" dyno=web.1 connect=1ms service=36ms status=404 bytes=153 protocol=https';
const DRAIN = {
  authorization: `Basic ${Buffer.from("drain:a password").toString("base64")}`,
  "content-type": "application/logplex-1",
  "logplex-frame-id": "1",
  "logplex-drain-token": "d.1",
};

/** What Fluent Bit's output needs towards Vector. */
const forward = (to: To) => ({
  name: "forward",
  port: to.port(24224),
  require_ack_response: "on",
  retain_metadata_in_forward_mode: "off",
});

const WAYS: Record<string, Way> = {
  "syslog over UDP": {
    example: "syslog",
    type: "syslog",
    lines: [...MESSAGE_LINES, ...RFC5424],
    send: (lines, to) => sendUdp(to.port(5514), lines),
  },
  "syslog over TCP": {
    example: "syslog",
    type: "syslog",
    lines: [...MESSAGE_LINES, ...RFC5424],
    send: (lines, to) => sendStream({ port: to.port(5514) }, lines),
  },
  "syslog over a Unix socket": {
    example: "syslog_unix",
    type: "syslog",
    lines: [...MESSAGE_LINES, ...RFC5424],
    send: (lines, to) => sendStream({ path: join(to.folder, "syslog.sock") }, lines),
  },
  "lines over HTTP": {
    example: "http_server",
    type: "http_server",
    answers: true,
    send: (lines, to) => post(to.port(8480), "/logs", lines.join("\n")),
  },
  "lines over TCP": {
    example: "socket",
    type: "socket",
    send: (lines, to) => sendStream({ port: to.port(9000) }, lines),
  },
  "Fluent Bit's output forward": {
    example: "fluent",
    type: "fluent",
    answers: true,
    byFluentBit: true,
    send: (lines, to) => sendByFluentBit(fluentBit, fileOf(to.folder, lines), forward(to)),
  },
  "Fluent Bit's output opentelemetry over HTTP": {
    example: "opentelemetry",
    type: "opentelemetry",
    answers: true,
    byFluentBit: true,
    send: (lines, to) =>
      sendByFluentBit(fluentBit, fileOf(to.folder, lines), { name: "opentelemetry", port: to.port(4318) }),
  },
  "Fluent Bit's output opentelemetry over gRPC": {
    example: "opentelemetry",
    type: "opentelemetry",
    answers: true,
    byFluentBit: true,
    send: (lines, to) =>
      sendByFluentBit(fluentBit, fileOf(to.folder, lines), {
        name: "opentelemetry",
        port: to.port(4317),
        grpc: "on",
        http2: "on",
      }),
  },
  "Fluent Bit's output opentelemetry, a body of members": {
    example: "opentelemetry",
    type: "opentelemetry",
    answers: true,
    byFluentBit: true,
    send: (lines, to) =>
      sendByFluentBit(
        fluentBit,
        fileOf(to.folder, lines),
        { name: "opentelemetry", port: to.port(4318) },
        { key: "msg" },
      ),
  },
  "Splunk's events": {
    example: "splunk_hec",
    type: "splunk_hec",
    send: (lines, to) =>
      post(
        to.port(8088),
        "/services/collector/event",
        lines.map((event) => JSON.stringify({ event, host: "web1", sourcetype: "x" })).join("\n"),
        { authorization: "Splunk a splunk token" },
      ),
  },
  "Splunk's raw lines": {
    example: "splunk_hec",
    type: "splunk_hec",
    send: (lines, to) =>
      post(to.port(8088), "/services/collector/raw", lines.join("\n"), {
        authorization: "Splunk a splunk token",
        "x-splunk-request-channel": "fe0ecfad-13d5-401b-847d-77833bd77131",
      }),
  },
  "Heroku's drain": {
    example: "heroku_logs",
    type: "heroku_logs",
    answers: true,
    lines: [...LINES, ROUTED],
    send: (lines, to) => {
      const frames = lines.map((line) => {
        const [, routed] = /heroku\[router\]: (.*)$/.exec(line) ?? [];
        const frame = `<158>1 2026-11-21T06:19:05.515+00:00 host ${routed ? `heroku router - ${routed}` : `app web.1 - ${line}`}\n`;
        return `${Buffer.byteLength(frame)} ${frame}`;
      });
      return post(to.port(8481), "/events", frames.join(""), {
        ...DRAIN,
        "logplex-msg-count": String(lines.length),
      });
    },
  },
  "Elastic's Beats": {
    example: "logstash",
    type: "logstash",
    answers: true,
    send: (lines, to) => sendLumberjack(to.port(5044), asJson(lines, "message")),
  },
  "Datadog's agent": {
    example: "datadog_agent",
    type: "datadog_agent",
    answers: true,
    send: (lines, to) =>
      post(
        to.port(8282),
        "/api/v2/logs",
        JSON.stringify(
          lines.map((message) => ({
            message,
            status: "info",
            timestamp: 1_795_241_945_000,
            hostname: "web1",
            service: "shop",
            ddsource: "shop",
            ddtags: "env:prod",
          })),
        ),
        { "content-type": "application/json", "dd-api-key": "x" },
      ),
  },
};

const READABLE = Object.entries(WAYS).filter(
  ([, way]) => canRead(way.type) && (!way.byFluentBit || fluentBit),
);

/** Starts of Vector at most. */
const TRIES = 5;

describe.skipIf(!vector)("Vector's sources that others send to:", { timeout: 120_000 }, () => {
  let pipeline: Pipeline;
  let shipper: Shipper;
  let to: To;
  let start: () => Promise<Shipper>;

  beforeAll(async () => {
    pipeline = await Pipeline.open();
    const ports = new Map<number, number>();
    const folder = join(pipeline.at.folder, "senders");
    mkdirSync(folder);
    const sources: Record<string, Config> = {};
    for (const name of new Set(READABLE.map(([, way]) => way.example))) {
      const config = example(name);
      const text = JSON.stringify(config).replaceAll("/run/vector/syslog.sock", join(folder, "syslog.sock"));
      for (const [, found] of text.matchAll(/127\.0\.0\.1:(\d+)/g))
        ports.set(Number(found), await freePort());
      sources[name] = JSON.parse(
        text.replace(/127\.0\.0\.1:(\d+)/g, (_, port) => `127.0.0.1:${ports.get(Number(port))}`),
      );
    }
    to = { folder, port: (deployed) => ports.get(deployed) as number };
    start = async () => {
      for (let tries = 1; ; tries++) {
        // As RuntimeDirectory of its unit does: Vector does not start over a socket that a kill left.
        rmSync(join(folder, "syslog.sock"), { force: true });
        const started = pipeline.ship(sources);
        await started.until(() => !started.isRunning || started.log.includes("Vector has started"));
        await sleep(500);
        // Another program's connection may have had one of the ports at this moment: its unit would start it again.
        if (started.isRunning || tries === TRIES) return started;
      }
    };
    shipper = await start();
  });
  afterAll(async () => {
    await shipper?.stop();
    await pipeline?.close();
  });

  test.each(READABLE)("%s: as the bare lines, and /v1/score says the same", async (_, way) => {
    await pipeline.forget();
    const lines = way.lines ?? LINES;
    await way.send(lines, to);
    await pipeline.arrived(shipper, lines.length);
    const events = await pipeline.events();
    expectSame(events, lines, holds);
    const scores = await pipeline.scores(events.map(({ record }) => record));
    expect(scores.map(({ id, kind }) => ({ id, kind }))).toEqual(
      events.map(({ event: { id, kind } }) => ({ id, kind })),
    );
  });

  test.skipIf(!fluentBit)(
    "Fluent Bit's own file and offset stay: a file that it reads twice is stored once",
    async () => {
      await pipeline.forget();
      const file = fileOf(to.folder, LINES);
      const places = { path_key: "file", offset_key: "offset" };
      await sendByFluentBit(fluentBit, file, forward(to), places);
      await sendByFluentBit(fluentBit, file, forward(to), places);
      await pipeline.arrived(shipper, LINES.length);
      // What came behind them is there: so are they.
      await sendByFluentBit(fluentBit, fileOf(to.folder, ["the end"]), forward(to));
      await pipeline.arrived(shipper, LINES.length + 1);
      const events = await pipeline.events();
      expect(events.map(({ record }) => record.file).filter((name) => name === file)).toHaveLength(
        LINES.length,
      );
      expect(events).toHaveLength(LINES.length + 1);
    },
  );

  test.skipIf(!canRead("logstash"))(
    "Filebeat's own place of a line stays: one that is sent twice is stored once",
    async () => {
      await pipeline.forget();
      const records = LINES.map((message, i) => ({
        "@timestamp": "2026-11-21T06:19:05.000Z",
        message,
        log: { file: { path: "/var/log/nginx/access.log" }, offset: i * 100 },
      }));
      await sendLumberjack(to.port(5044), records);
      await sendLumberjack(to.port(5044), records);
      await sendLumberjack(to.port(5044), asJson(["the end"], "message"));
      await pipeline.arrived(shipper, LINES.length + 1);
      expect(await pipeline.count()).toBe(LINES.length + 1);
    },
  );

  test("the server away, then its store, then answers lost: every line once", async () => {
    await pipeline.forget();
    const isSyslog = ({ type }: Way) => type === "syslog";
    let sent = 0;
    const send = async () => {
      for (const [, way] of READABLE) {
        const lines = numbered(sent, 50).map((line, i) => (isSyslog(way) ? syslog(line, "nginx", i) : line));
        await way.send(lines, to);
        sent += lines.length;
      }
    };
    await send();
    await pipeline.stopServing();
    await send();
    await pipeline.serve();
    await pipeline.setStore(false);
    await send();
    pipeline.network.answersToLose = 3;
    await pipeline.setStore(true);
    await send();
    await pipeline.arrived(shipper, sent);
    expect(pipeline.network.lost).toBe(3);
    // What is sent again would come now.
    await sleep(3000);
    const events = await pipeline.events();
    const paths = new Set(events.map(({ event }) => event.path));
    expect({ events: events.length, lines: paths.size }).toEqual({ events: sent, lines: sent });
  });

  test("Vector killed behind its answers, the server away: what was answered is stored, each line once", async () => {
    await pipeline.forget();
    await pipeline.stopServing();
    const ways = READABLE.filter(([, way]) => way.answers);
    for (const [i, [, way]] of ways.entries()) await way.send(numbered(i * 50, 50), to);
    await shipper.stop("SIGKILL");
    await pipeline.serve();
    shipper = await start();
    await pipeline.arrived(shipper, ways.length * 50);
    await sleep(2000);
    const events = await pipeline.events();
    expect([events.length, new Set(events.map(({ event }) => event.path)).size]).toEqual([
      ways.length * 50,
      ways.length * 50,
    ]);
  });
});

/** Whether the record is the line's: its text ends with what syslog calls the message. */
function holds(record: Record<string, unknown>, line: string): boolean {
  const text = String(record.message ?? record.log ?? record.msg ?? "");
  return text === line || (text.length > 0 && line.endsWith(`: ${text}`)) || line.endsWith(` - - ${text}`);
}
