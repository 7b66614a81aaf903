/** Inputs of Fluent Bit that speak another shipper's protocol: each example brings every line, and the filter reads it as a raw one. */
import { beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../../store/embedded/port.ts";
import { findFluentBit } from "./fluent-bit.ts";
import { Example, FORMATS } from "./inputs/example.ts";
import { expectedOf, LINES, readFrom } from "./inputs/lines.ts";
import { startSender } from "./inputs/sender.ts";
import { type Site, site } from "./shipped.ts";

const fluentBit = findFluentBit() as string;
const SPLUNK_TOKEN = "a-token";

type Send = (port: number, at: Site) => Promise<{ stop(): Promise<unknown> } | undefined>;

/** Sends one body, and wants it taken. */
async function post(
  port: number,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** By a Fluent Bit with this output. */
const bySender =
  (output: object): Send =>
  async (port, at) =>
    startSender(fluentBit, at, LINES, { host: "127.0.0.1", port, ...output });

const otlpJson = () =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] },
        scopeLogs: [
          {
            scope: { name: "shop" },
            logRecords: LINES.map((line) => ({
              timeUnixNano: "1795241940000000000",
              severityText: "INFO",
              body: { stringValue: line },
            })),
          },
        ],
      },
    ],
  });

const bulk = () =>
  LINES.map((line) => `{"create":{"_index":"logs"}}\n${JSON.stringify({ message: line })}\n`).join("");

const splunk = { authorization: `Splunk ${SPLUNK_TOKEN}` };

const SENDERS: [string, string, string, Send][] = [
  ["forward", "Fluent Bit", "SMARTLOG_FORWARD_PORT", bySender({ name: "forward" })],
  [
    "forward",
    "Fluent Bit, with acknowledgements",
    "SMARTLOG_FORWARD_PORT",
    bySender({ name: "forward", require_ack_response: true }),
  ],
  [
    "forward",
    "Fluent Bit, compressed",
    "SMARTLOG_FORWARD_PORT",
    bySender({ name: "forward", compress: "gzip" }),
  ],
  [
    "http",
    "an object",
    "SMARTLOG_HTTP_INPUT_PORT",
    async (port) => {
      for (const line of LINES) await post(port, "/", JSON.stringify({ log: line }));
      return undefined;
    },
  ],
  [
    "http",
    "an array",
    "SMARTLOG_HTTP_INPUT_PORT",
    (port) => post(port, "/", JSON.stringify(LINES.map((log) => ({ log })))),
  ],
  ["http", "Fluent Bit", "SMARTLOG_HTTP_INPUT_PORT", bySender({ name: "http", format: "json", uri: "/" })],
  ["opentelemetry", "OTLP as JSON", "SMARTLOG_OTLP_PORT", (port) => post(port, "/v1/logs", otlpJson())],
  [
    "opentelemetry",
    "OTLP as protobuf",
    "SMARTLOG_OTLP_PORT",
    bySender({ name: "opentelemetry", logs_body_key: "log" }),
  ],
  [
    "opentelemetry",
    "OTLP by gRPC",
    "SMARTLOG_OTLP_PORT",
    bySender({ name: "opentelemetry", logs_body_key: "log", grpc: true }),
  ],
  ["elasticsearch", "bulk", "SMARTLOG_ELASTICSEARCH_PORT", (port) => post(port, "/_bulk", bulk())],
  [
    "elasticsearch",
    "Fluent Bit",
    "SMARTLOG_ELASTICSEARCH_PORT",
    bySender({ name: "es", suppress_type_name: true }),
  ],
  [
    "splunk",
    "events",
    "SMARTLOG_SPLUNK_PORT",
    (port) =>
      post(
        port,
        "/services/collector/event",
        LINES.map((event) => JSON.stringify({ event })).join("\n"),
        splunk,
      ),
  ],
  [
    "splunk",
    "events that are objects",
    "SMARTLOG_SPLUNK_PORT",
    (port) =>
      post(
        port,
        "/services/collector/event",
        LINES.map((message) => JSON.stringify({ event: { message } })).join("\n"),
        splunk,
      ),
  ],
  [
    "splunk",
    "raw",
    "SMARTLOG_SPLUNK_PORT",
    async (port) => {
      for (const line of LINES) await post(port, "/services/collector/raw", line, splunk);
      return undefined;
    },
  ],
  [
    "splunk",
    "Fluent Bit",
    "SMARTLOG_SPLUNK_PORT",
    bySender({ name: "splunk", splunk_token: SPLUNK_TOKEN, event_key: "$log" }),
  ],
];

let at: Site;
beforeEach(() => {
  at = site();
  return () => at.remove();
});

describe.skipIf(!fluentBit).each(FORMATS)("%s:", (format) => {
  test.each(SENDERS)("%s by %s", async (name, _sender, variable, send) => {
    const port = await freePort();
    const example = await Example.start(fluentBit, at, name, format, {
      [variable]: String(port),
      SMARTLOG_SPLUNK_TOKEN: SPLUNK_TOKEN,
    });
    const sender = await send(port, at).catch((error) => {
      throw new Error(`${error}\n${example.log.slice(-2000)}`);
    });
    try {
      const records = await example.received(LINES.length, 10);
      expect(records.map(readFrom)).toEqual(expectedOf(LINES));
      expect(await example.dropped()).toBe(0);
      expect(example.complaints).toEqual([]);
    } finally {
      await sender?.stop();
      await example.stop();
    }
  });
});

test.skipIf(!fluentBit)("forward without a thread of its own loses every record", async () => {
  const port = await freePort();
  const variables = { SMARTLOG_FORWARD_PORT: String(port) };
  const example = await Example.start(fluentBit, at, "forward", "yaml", variables, {
    change: (text) => text.replace("threaded: true", "threaded: false"),
  });
  const sender = startSender(fluentBit, at, LINES, { name: "forward", host: "127.0.0.1", port });
  try {
    await example.until(async () => (await example.dropped()) === LINES.length);
    expect(example.records).toEqual([]);
    expect(example.log).toContain("native stack overflow");
  } finally {
    await sender.stop();
    await example.stop();
  }
});
