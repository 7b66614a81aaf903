/** Vector's sources that others send to, as deploy/vector/sources has them: equal to the bare line, each line once. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findFluentBit, freePort } from "../fluent-bit.ts";
import type { Shipper } from "../shipper.ts";
import { type Config, canRead, example, Pipeline, vector } from "./pipeline.ts";
import { expectSame, LINES, MESSAGES, numbered } from "./raw-lines.ts";
import { post, sendByFluentBit, sendLumberjack, sendStream, sendUdp } from "./senders.ts";

const fluentBit = findFluentBit() as string;

interface Way {
  /** File in deploy/vector/sources. */
  example: string;
  /** Type of its sources. */
  type: string;
  /** Whether the sender is Fluent Bit. */
  byFluentBit?: boolean;
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
const DRAIN = {
  authorization: `Basic ${Buffer.from("drain:a password").toString("base64")}`,
  "content-type": "application/logplex-1",
  "logplex-frame-id": "1",
  "logplex-drain-token": "d.1",
};

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
    byFluentBit: true,
    send: (lines, to) =>
      sendByFluentBit(fluentBit, to.folder, lines, {
        name: "forward",
        port: to.port(24224),
        require_ack_response: "on",
        retain_metadata_in_forward_mode: "off",
      }),
  },
  "Fluent Bit's output opentelemetry over HTTP": {
    example: "opentelemetry",
    type: "opentelemetry",
    byFluentBit: true,
    send: (lines, to) =>
      sendByFluentBit(fluentBit, to.folder, lines, { name: "opentelemetry", port: to.port(4318) }),
  },
  "Fluent Bit's output opentelemetry over gRPC": {
    example: "opentelemetry",
    type: "opentelemetry",
    byFluentBit: true,
    send: (lines, to) =>
      sendByFluentBit(fluentBit, to.folder, lines, {
        name: "opentelemetry",
        port: to.port(4317),
        grpc: "on",
        http2: "on",
      }),
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
    send: (lines, to) => {
      const frames = lines.map((line) => {
        const frame = `<40>1 2026-11-21T06:19:05+00:00 host app web.1 - ${line}`;
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
    send: (lines, to) => sendLumberjack(to.port(5044), asJson(lines, "message")),
  },
  "Datadog's agent": {
    example: "datadog_agent",
    type: "datadog_agent",
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

describe.skipIf(!vector)("Vector's sources that others send to:", { timeout: 120_000 }, () => {
  let pipeline: Pipeline;
  let shipper: Shipper;
  let to: To;

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
    shipper = pipeline.ship(sources);
    await shipper.until(() => shipper.log.includes("Vector has started"));
    await sleep(500);
  });
  afterAll(async () => {
    await shipper?.stop();
    await pipeline?.close();
  });

  test.each(READABLE)("%s: as the bare lines", async (_, way) => {
    await pipeline.forget();
    const lines = way.lines ?? LINES;
    await way.send(lines, to);
    await pipeline.arrived(shipper, lines.length);
    expectSame(await pipeline.events(), lines, holds);
  });

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
});

/** Whether the record is the line's: its text ends with what syslog calls the message. */
function holds(record: Record<string, unknown>, line: string): boolean {
  const text = String(record.message ?? record.log ?? "");
  return text === line || (text.length > 0 && line.endsWith(`: ${text}`)) || line.endsWith(` - - ${text}`);
}
