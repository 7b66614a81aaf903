/** Inputs that listen: they run as they are, on a free port of the loopback address, and are sent the sample. */
import { readFileSync } from "node:fs";
import { type CopySection, settingOf, without, withSettings } from "../copy/section.ts";
import { forwardMessage } from "../senders/forward.ts";
import { post } from "../senders/http.ts";
import { mqttSession } from "../senders/mqtt.ts";
import { sendTcp, sendUdp } from "../senders/socket.ts";
import { syslogLines, webLines } from "./example-lines.ts";
import { linesOf } from "./last-lines.ts";
import { asRecord } from "./records.ts";
import type { Sample, Wish } from "./sample.ts";

/** Where it listens and who may come, which the copy decides. */
const REPLACED = [
  ...["listen", "host", "port", "path", "unix_path", "unix_perm", "tls", "tls."],
  ...["shared_key", "empty_shared_key", "security.users", "self_hostname", "splunk_token"],
  ...["http_user", "http_passwd"],
];
const JSON_TYPE = { "content-type": "application/json" };
const NEWLINE = "\n";

interface Protocol {
  /** The key that a plain line gets. */
  key: string;
  example(input: CopySection): string[];
  send(port: number, lines: readonly string[], wish: Wish): Promise<void>;
  /** Settings that the input needs in the copy. */
  settings?(input: CopySection): Record<string, string>;
}

const records = (lines: readonly string[], key: string) => lines.map((line) => asRecord(line, key));

const forward: Protocol = {
  key: "log",
  example: webLines,
  send: (port, lines, { clientTag }) =>
    sendTcp(port, [forwardMessage(clientTag, records(lines, "log"), Date.now() / 1000)]),
};

const http: Protocol = {
  key: "log",
  example: webLines,
  send: (port, lines) => post(port, "/", JSON.stringify(records(lines, "log")), JSON_TYPE),
};

const opentelemetry: Protocol = {
  key: "body",
  example: webLines,
  send: (port, lines) => {
    const logRecords = lines.map((line) => ({
      timeUnixNano: `${Date.now()}000000`,
      body: { stringValue: line },
    }));
    return post(
      port,
      "/v1/logs",
      JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
      JSON_TYPE,
    );
  },
};

const elasticsearch: Protocol = {
  key: "message",
  example: webLines,
  send: (port, lines) => {
    const actions = records(lines, "message").flatMap((each) => [
      { create: { _index: "smartlog-try" } },
      { "@timestamp": new Date().toISOString(), ...each },
    ]);
    const body = actions.map((each) => `${JSON.stringify(each)}\n`).join("");
    return post(port, "/_bulk", body, { "content-type": "application/x-ndjson" });
  },
};

const splunk: Protocol = {
  key: "event",
  example: webLines,
  send: (port, lines) =>
    post(
      port,
      "/services/collector/event",
      records(lines, "event")
        .map((each) => JSON.stringify("event" in each ? each : { event: each }))
        .join("\n"),
      { ...JSON_TYPE, authorization: "Splunk smartlog-try" },
    ),
};

const mqtt: Protocol = {
  key: "log",
  example: webLines,
  send: (port, lines) =>
    sendTcp(port, [
      mqttSession(
        "smartlog/try",
        records(lines, "log").map((each) => JSON.stringify(each)),
      ),
    ]),
};

/** Inputs `tcp` and `udp`: JSON unless their format is `none`. */
function raw(send: typeof sendTcp): Protocol {
  return {
    key: "log",
    example: webLines,
    send: (port, lines, { input }) => {
      const isRaw = settingOf(input, "format")?.toLowerCase() === "none";
      const end = unescaped(settingOf(input, "separator")) ?? NEWLINE;
      const messages = isRaw ? lines : records(lines, "log").map((each) => JSON.stringify(each));
      return send(
        port,
        messages.map((each) => Buffer.from(`${each}${end}`)),
      );
    },
  };
}

/** As Fluent Bit reads a separator. */
function unescaped(text: string | undefined): string | undefined {
  const codes: Record<string, string> = { n: "\n", r: "\r", t: "\t", "0": "\0", "\\": "\\" };
  return text?.replace(/\\([nrt0\\])/g, (_, code: string) => codes[code] ?? "");
}

const syslog: Protocol = {
  key: "message",
  example: (input) => syslogLines(parserOfSyslog(input).includes("5424")),
  send: (port, lines, { input }) => {
    const send = isDatagram(input) ? sendUdp : sendTcp;
    return send(
      port,
      lines.map((line) => Buffer.from(`${line}\n`)),
    );
  },
  settings: (input) => ({ mode: isDatagram(input) ? "udp" : "tcp", parser: parserOfSyslog(input) }),
};

/** A Unix socket becomes a port: Node has no datagrams on Unix sockets. */
function syslogMode(input: CopySection): string {
  return settingOf(input, "mode")?.toLowerCase() ?? "unix_udp";
}

function isDatagram(input: CopySection): boolean {
  return syslogMode(input).endsWith("udp");
}

/** The default is another on a Unix socket. Source: syslog_conf_create in Fluent Bit's in_syslog. */
function parserOfSyslog(input: CopySection): string {
  const ofMode = syslogMode(input).startsWith("unix") ? "syslog-rfc3164-local" : "syslog-rfc5424";
  return settingOf(input, "parser") ?? ofMode;
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  ...{ forward, http, opentelemetry, elasticsearch, splunk, mqtt, syslog },
  tcp: raw(sendTcp),
  udp: raw(sendUdp),
};

export function isNetwork(plugin: string): boolean {
  return plugin in PROTOCOLS;
}

/** The input, listening where nobody else comes. */
export function onLoopback(input: CopySection, port: number): CopySection {
  const own = PROTOCOLS[input.plugin]?.settings?.(input);
  return withSettings(without(input, REPLACED), { listen: "127.0.0.1", port: String(port), ...own });
}

export function sampleNetwork(wish: Wish): Sample {
  const { input, given, lines: most, clientTag } = wish;
  const protocol = PROTOCOLS[input.plugin] as Protocol;
  const lines = given === undefined ? protocol.example(input) : linesOf(readFileSync(given)).slice(-most);
  const tls = settingOf(input, "tls");
  const isClientTagged = input.plugin === "forward" && settingOf(input, "tag") === undefined;
  return {
    source: given === undefined ? "example" : "given sample",
    count: lines.length,
    notes: [
      ...(isClientTagged ? [`sent with the tag ${clientTag}: the real clients choose theirs`] : []),
      ...(tls && !/^(off|false|no)$/i.test(tls) ? ["without TLS"] : []),
    ],
    ...(isClientTagged ? { clientTag } : {}),
    deliver: ({ port }) => ({
      inputs: [onLoopback(input, port)],
      first: [],
      send: () => protocol.send(port, lines, wish),
    }),
  };
}
