/** Inputs of Fluent Bit, given lines by the clients that people have: each example brings every line, read as a raw one. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { FluentClient } from "@fluent-org/logger";
import { Client } from "@opensearch-project/opensearch";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import gelf from "gelf-pro";
import { beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../../store/embedded/port.ts";
import { findFluentBit } from "./fluent-bit.ts";
import { Example, FORMATS } from "./inputs/example.ts";
import { ACCESS, ATTACK, expectedOf, LINES, LOGIN, RFC3164, readFrom } from "./inputs/lines.ts";
import { startSender } from "./inputs/sender.ts";
import { type Site, site } from "./shipped.ts";
import { findBinary } from "./shipper.ts";

const fluentBit = findFluentBit() as string;
const LOGGER = findBinary("logger", "SMARTLOG_LOGGER", "syslog by logger(1)");
const OPENSSL = findBinary("openssl", "SMARTLOG_OPENSSL", "syslog by TLS");
const RSYSLOG = findBinary("rsyslogd", "SMARTLOG_RSYSLOGD", "syslog by rsyslog");

/** What a client sends, and what comes of it: of each line what the filter reads from it, and besides what the client adds. */
interface Sender {
  example: string;
  client: string;
  port: string;
  send(port: number, at: Site): Promise<{ stop(): Promise<unknown> } | undefined>;
  variables?: (at: Site) => Record<string, string>;
  lines?: readonly string[];
  /** Members of the event that the client's own fields give. */
  adds?: readonly string[];
}

const WEB = [ACCESS, ATTACK];
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
    send: (port) => sendGelf("tcp", port),
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

async function sendGelf(adapterName: "tcp" | "udp", port: number): Promise<undefined> {
  gelf.setConfig({ adapterName, adapterOptions: { host: "127.0.0.1", port }, fields: { shop: "north" } });
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

/** Runs an example and a sender, and expects what the raw lines give, in any order. */
async function expectBrought(sender: Sender, format: (typeof FORMATS)[number]): Promise<void> {
  const { example: name, port: variable, send, variables, lines = LINES, adds = [] } = sender;
  const port = await freePort();
  const more = variables?.(at) ?? {};
  const example = await Example.start(fluentBit, at, name, format, { [variable]: String(port), ...more });
  const running = await send(port, at).catch((error) => {
    throw new Error(`${error}\n${example.log.slice(-2000)}`);
  });
  try {
    const records = await example.received(lines.length, 10);
    const without = (fields: Record<string, unknown>) => {
      const rest = Object.fromEntries(Object.entries(fields).filter(([key]) => !adds.includes(key)));
      return JSON.stringify(rest, Object.keys(rest).sort());
    };
    expect(records.map((each) => without(readFrom(each))).sort()).toEqual(
      expectedOf(lines).map(without).sort(),
    );
    expect(await example.dropped()).toBe(0);
    expect(example.complaints).toEqual([]);
  } finally {
    await running?.stop();
    await example.stop();
  }
}

describe.skipIf(!fluentBit)("an example", () => {
  test.each(SENDERS.map((each) => [each.example, each.client, each] as const))(
    "%s takes what %s sends",
    (_, __, sender) => expectBrought(sender, "yaml"),
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

/** A certificate of this test's own, and where it is. */
function certificate(folder: string): Record<string, string> {
  const [key, crt] = [join(folder, "syslog.key"), join(folder, "syslog.crt")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const made = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
  ];
  execFileSync(OPENSSL as string, [...made, "-keyout", key, "-out", crt, ...subject], { stdio: "pipe" });
  return { SMARTLOG_TLS_CERTIFICATE: crt, SMARTLOG_TLS_KEY: key };
}

describe.skipIf(!fluentBit || !OPENSSL).each(FORMATS)("%s: syslog-tls", (format) => {
  const tls: Sender = {
    example: "syslog-tls",
    client: "",
    port: "SMARTLOG_SYSLOG_TLS_PORT",
    variables: ({ folder }) => certificate(folder),
    send: async () => undefined,
  };

  test("takes lines by TLS, from whoever trusts its certificate", () =>
    expectBrought(
      {
        ...tls,
        async send(port, { folder }) {
          const trust = ["-CAfile", join(folder, "syslog.crt"), "-verify_return_error"];
          const client = spawn(OPENSSL as string, [
            "s_client",
            "-quiet",
            "-connect",
            `127.0.0.1:${port}`,
            ...trust,
          ]);
          client.stdin.write(LINES.map((line) => `${line}\n`).join(""));
          const ended = once(client, "exit");
          return { stop: async () => void (client.kill() && (await ended)) };
        },
      },
      format,
    ));

  test.skipIf(!RSYSLOG)("takes what rsyslog forwards", () =>
    expectBrought(
      {
        ...tls,
        lines: [RFC3164],
        async send(port, { folder }) {
          const input = join(folder, "rsyslog.in");
          writeFileSync(input, `<38>${RFC3164}\n`);
          const config = join(folder, "rsyslog.conf");
          writeFileSync(
            config,
            `global(workDirectory="${folder}" defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="${folder}/syslog.crt")
module(load="imfile")
input(type="imfile" file="${input}" tag="x")
template(name="raw" type="string" string="%msg%\\n")
action(type="omfwd" target="127.0.0.1" port="${port}" protocol="tcp" template="raw"
  streamDriver="ossl" streamDriverMode="1" streamDriverAuthMode="x509/certvalid")
`,
          );
          const daemon = spawn(RSYSLOG as string, ["-n", "-f", config, "-i", join(folder, "rsyslog.pid")]);
          const ended = once(daemon, "exit");
          return { stop: async () => void (daemon.kill() && (await ended)) };
        },
      },
      format,
    ),
  );
});

const POD = {
  kind: "Pod",
  metadata: {
    name: "shop-1",
    namespace: "default",
    uid: "u-1",
    labels: { app: "shop" },
    annotations: { own: "no" },
  },
  spec: { nodeName: "node-1", containers: [{ name: "shop" }] },
  status: { podIP: "10.0.0.7", containerStatuses: [] },
};

describe.skipIf(!fluentBit).each(FORMATS)("%s: kubernetes", (format) => {
  test("adds pod, namespace and labels to each line, which stays as it was", async () => {
    const account = join(at.folder, "account");
    mkdirSync(account);
    writeFileSync(join(account, "token"), "a-token");
    writeFileSync(join(account, "ca.crt"), "");
    writeFileSync(join(account, "namespace"), "default");
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(POD));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const stamp = "2026-11-21T06:25:00.123456789Z";
    writeFileSync(
      join(at.logs, `shop-1_default_shop-${"0a".repeat(32)}.log`),
      LINES.map((line) => `${stamp} stdout F ${line}\n`).join(""),
    );
    const example = await Example.start(fluentBit, at, "kubernetes", format, {
      SMARTLOG_CONTAINER_LOGS: join(at.logs, "*.log"),
      SMARTLOG_CONTAINER_TAG: `kube.${at.logs.slice(1).replaceAll("/", ".")}.`,
      SMARTLOG_KUBERNETES_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      SMARTLOG_KUBERNETES_ACCOUNT: account,
    });
    try {
      const records = await example.received(LINES.length);
      expect(records.map(({ kubernetes }) => kubernetes)).toEqual(
        LINES.map(() =>
          expect.objectContaining({
            pod_name: "shop-1",
            namespace_name: "default",
            container_name: "shop",
            labels: { app: "shop" },
          }),
        ),
      );
      const expected = expectedOf(LINES);
      for (const [i, record] of records.entries())
        expect(readFrom(record)).toMatchObject(expected[i] as object);
      expect(asked).toContain("/api/v1/namespaces/default/pods/shop-1 Bearer a-token");
      expect(await example.dropped()).toBe(0);
      expect(example.complaints).toEqual([]);
    } finally {
      server.closeAllConnections();
      server.close();
      await example.stop();
    }
  });
});

test.skipIf(!fluentBit)(
  "gelf-udp: a packed message is kept as it came, and says that nothing was read",
  async () => {
    const port = await freePort();
    const example = await Example.start(fluentBit, at, "gelf-udp", "yaml", {
      SMARTLOG_GELF_PORT: String(port),
    });
    try {
      await sendGelf("udp", port);
      const records = await example.received(LINES.length);
      for (const record of records) expect(["app", "unknown", "syslog"]).toContain(record.smartlog.kind);
      expect(WEB.some((line) => JSON.stringify(records).includes(line.slice(0, 20)))).toBe(false);
    } finally {
      await example.stop();
    }
  },
);
