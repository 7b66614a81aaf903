/** Inputs of Fluent Bit, given lines by the clients that people have: each example brings every line, read as a raw one. */
import { execFileSync } from "node:child_process";
import { FluentClient } from "@fluent-org/logger";
import { Client } from "@opensearch-project/opensearch";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import gelf from "gelf-pro";
import { beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../../store/embedded/port.ts";
import { findFluentBit } from "./fluent-bit.ts";
import { expectBrought, type Sender } from "./inputs/brought.ts";
import { Example } from "./inputs/example.ts";
import { expectedOf, LINES, LOGIN, readFrom } from "./inputs/lines.ts";
import { startSender } from "./inputs/sender.ts";
import { type Site, site } from "./shipped.ts";
import { findBinary } from "./shipper.ts";

const fluentBit = findFluentBit() as string;
const LOGGER = findBinary("logger", "SMARTLOG_LOGGER", "syslog by logger(1)");

const said = (message: string) => ["--id=8", "--tag", "sshd", "--priority", "auth.info", "--", message];

const SENDERS: Sender[] = [
  {
    example: "elasticsearch",
    // Elastic's own client takes no other server than Elastic's; this one is its fork.
    client: "OpenSearch's client, bulk",
    port: "SMARTLOG_ELASTICSEARCH_PORT",
    async send(port) {
      const client = new Client({ node: `http://127.0.0.1:${port}` });
      const done = await client.helpers.bulk({
        datasource: LINES.map((message) => ({ message })),
        onDocument: () => ({ create: { _index: "logs" } }),
      });
      await client.close();
      expect(done).toMatchObject({ total: LINES.length, failed: 0 });
      return undefined;
    },
  },
  {
    example: "opentelemetry",
    client: "OpenTelemetry's SDK",
    port: "SMARTLOG_OTLP_PORT",
    async send(port) {
      const exporter = new OTLPLogExporter({ url: `http://127.0.0.1:${port}/v1/logs` });
      const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
      for (const body of LINES) provider.getLogger("shop").emit({ body });
      await provider.shutdown();
      return undefined;
    },
  },
  ...(["Message", "Forward", "PackedForward", "CompressedPackedForward"] as const).map(
    (eventMode): Sender => ({
      example: "forward",
      client: `Fluentd's logger as Docker's log driver, ${eventMode}`,
      port: "SMARTLOG_FORWARD_PORT",
      async send(port) {
        const client = new FluentClient("docker", {
          eventMode,
          socket: { host: "127.0.0.1", port },
          ack: {},
        });
        await client.connect();
        const container = { container_id: "c0ffee", container_name: "/shop", source: "stdout" };
        await Promise.all(LINES.map((log) => client.emit("shop", { ...container, log })));
        await client.disconnect();
        return undefined;
      },
      adds: ["service"],
    }),
  ),
  {
    example: "gelf-tcp",
    client: "gelf-pro",
    port: "SMARTLOG_GELF_PORT",
    send: (port) => sendGelf(port),
    adds: ["host", "level"],
  },
  {
    example: "gelf-tcp",
    client: "Fluent Bit",
    port: "SMARTLOG_GELF_PORT",
    send: async (port, at) => startSender(fluentBit, at, LINES, { ...GELF_OUTPUT, port, mode: "tcp" }),
    adds: ["host", "level"],
  },
  {
    example: "gelf-udp",
    client: "Fluent Bit, not packed",
    port: "SMARTLOG_GELF_PORT",
    send: async (port, at) =>
      startSender(fluentBit, at, LINES, { ...GELF_OUTPUT, port, mode: "udp", compress: false }),
    adds: ["host", "level"],
  },
];

const GELF_OUTPUT = { name: "gelf", host: "127.0.0.1", gelf_short_message_key: "log" };

async function sendGelf(port: number): Promise<undefined> {
  gelf.setConfig({
    adapterName: "tcp",
    adapterOptions: { host: "127.0.0.1", port },
    fields: { shop: "north" },
  });
  for (const line of LINES)
    await new Promise<void>((resolve, reject) =>
      gelf.message(line, 6, {}, (error: unknown) => (error ? reject(error as Error) : resolve())),
    );
  return undefined;
}

let at: Site;
beforeEach(() => {
  at = site();
  return () => at.remove();
});

describe.skipIf(!fluentBit)("an example", () => {
  test.each(SENDERS.map((each) => [each.example, each.client, each] as const))(
    "%s takes what %s sends",
    (_, __, sender) => expectBrought(at, sender),
  );

  test.skipIf(!LOGGER).each([
    ["syslog-udp", ["--udp", "--rfc3164"]],
    ["syslog-udp", ["--udp", "--rfc5424"]],
    ["syslog-tcp", ["--tcp", "--rfc3164"]],
    ["syslog-tcp", ["--tcp", "--rfc5424"]],
  ] as const)("%s takes what logger %j sends", async (name, how) => {
    const port = await freePort();
    const example = await Example.start(fluentBit, at, name, "yaml", { SMARTLOG_SYSLOG_PORT: String(port) });
    try {
      for (const message of [LOGIN, LOGIN])
        execFileSync(LOGGER as string, [
          "--server",
          "127.0.0.1",
          "--port",
          String(port),
          ...how,
          ...said(message),
        ]);
      const records = await example.received(2);
      const login = { kind: "auth", ip: "203.0.113.7", user: "ada", outcome: "failure", service: "sshd" };
      expect(records.map(readFrom)).toEqual([expect.objectContaining(login), expect.objectContaining(login)]);
      expect(records.map(readFrom)).toEqual(expectedOf(records.map(({ log }) => log as string)));
      expect(example.complaints).toEqual([]);
    } finally {
      await example.stop();
    }
  });
});
