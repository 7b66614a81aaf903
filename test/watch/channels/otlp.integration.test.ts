/** The channel otlp: what a real collector, Fluent Bit's input opentelemetry, reads of it; and how refusals count. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { PACKAGE_ROOT } from "../../../host/module.ts";
import { freePort } from "../../../store/embedded/port.ts";
import { recordsOf } from "../../../watch/channels/otlp/records.ts";
import { otlp } from "../../../watch/channels/otlp.ts";
import { readConfig } from "../../../watch/config/config.ts";
import { makeLinks } from "../../../watch/links.ts";
import type { Facts, Item, Message } from "../../../watch/message.ts";
import { findBinary, Shipper } from "../../contract/shipper.ts";
import { temporaryFolder } from "../../folder.ts";

const HOSTILE = `37 names "tried" </script>\u001b[2J on web1\r\n{"severity_number":24} ünïcode 😀 \\u0000`;
const MADE_AT = new Date("2026-11-30T22:17:00.123Z");

const item = (more: Partial<Item> = {}): Item => ({
  incident: "7",
  class: "brute-force",
  change: "opened",
  severity: "high",
  title: HOSTILE,
  where: "web1 · 203.0.113.7 (NL)",
  facts: {
    source: "203.0.113.7",
    network: null,
    username: "root'; --",
    site: "web1",
    service: null,
    sourceCount: 1,
    events: 40,
    succeeded: 0,
  },
  first: "2026-11-30T22:13:00.000Z",
  last: "2026-11-30T22:17:00.000Z",
  lines: [{ text: HOSTILE, hit: "names" }, { text: "second" }],
  advice: "See which names were tried.",
  ...more,
});

const message = (more: Partial<Message> = {}): Message => ({
  id: "41",
  owner: "Ann",
  kind: "told",
  severity: "high",
  madeAt: MADE_AT,
  answers: null,
  title: "2 incidents",
  items: [item()],
  more: 0,
  text: [],
  note: "",
  ...more,
});

const channel = (url: string, headers = {}) =>
  otlp.make(
    "siem",
    { type: "otlp", url, headers },
    { links: makeLinks("https://logs.example.org/", undefined), timeZone: "UTC" },
  );
const send = (url: string, sent = message(), headers = {}, signal = AbortSignal.timeout(20_000)) =>
  channel(url, headers).send(sent, signal);

const fluentBit = findBinary("fluent-bit", "SMARTLOG_FLUENT_BIT", "Fluent Bit");

describe.skipIf(!fluentBit)("a real collector", () => {
  const folder = temporaryFolder();
  let collector: Shipper;
  let url: string;
  beforeAll(async () => {
    const port = await freePort();
    const config = join(folder, "collector.yaml");
    writeFileSync(
      config,
      `service: { flush: 0.1, log_level: info }
pipeline:
  inputs: [{ name: opentelemetry, listen: 127.0.0.1, port: ${port}, tag: otlp }]
  outputs: [{ name: stdout, match: "*", format: json_lines }]
`,
    );
    collector = new Shipper("Fluent Bit", fluentBit as string, ["-c", config]);
    url = `http://127.0.0.1:${port}/v1/logs`;
    await vi.waitUntil(
      () =>
        fetch(url, { method: "POST" }).then(
          () => true,
          () => false,
        ),
      10_000,
    );
  });
  afterAll(() => collector?.stop());

  interface Read {
    date: number;
    log: string;
    __internal__: {
      group_attributes: { resource: { attributes: Record<string, unknown> }; scope: { name: string } };
      log_metadata: {
        otlp: {
          severity_number: number;
          severity_text: string;
          event_name: string;
          attributes: Record<string, unknown>;
        };
      };
    };
  }
  /** Records with this owner, which each test has its own of. */
  async function read(owner: string, count: number): Promise<Read[]> {
    const found = () =>
      Buffer.from(collector.log, "latin1")
        .toString()
        .split("\n")
        .filter((line) => line.startsWith('{"date"'))
        .map((line) => JSON.parse(line) as Read)
        .filter((each) => each.__internal__.log_metadata.otlp.attributes["smartlog.message.owner"] === owner);
    await vi.waitUntil(() => found().length >= count, 10_000);
    return found();
  }

  test("reads an incident with its title, severity, lines and links, as they were", async () => {
    await send(url, message({ owner: "first" }));
    const [record, ...others] = (await read("first", 1)) as [Read];
    expect(others).toEqual([]);
    expect(record.log).toBe(HOSTILE);
    expect(record.date).toBeCloseTo(MADE_AT.getTime() / 1000, 3);
    const { log_metadata, group_attributes } = record.__internal__;
    expect(log_metadata.otlp).toMatchObject({
      event_name: "smartlog.incident",
      severity_number: 17,
      severity_text: "high",
      attributes: {
        "smartlog.incident.id": "7",
        "smartlog.incident.class": "brute-force",
        "smartlog.incident.change": "opened",
        "smartlog.incident.where": "web1 · 203.0.113.7 (NL)",
        "source.address": "203.0.113.7",
        "user.name": "root'; --",
        "smartlog.incident.site": "web1",
        "smartlog.incident.events": 40,
        "smartlog.incident.lines": [HOSTILE, "second"],
        "smartlog.incident.url": "https://logs.example.org/incidents/7",
      },
    });
    expect(group_attributes.resource.attributes).toMatchObject({ "service.name": "smartlog" });
    expect(group_attributes.scope.name).toBe("smartlog");
  });

  test("gets a record for each incident of a message, and one for a digest, none of which alarms", async () => {
    const items = [
      item({ severity: "critical" }),
      item({ incident: "8", change: "closed", severity: "critical" }),
    ];
    await send(url, message({ owner: "second", items, more: 3 }));
    await send(
      url,
      message({ owner: "second", kind: "digest", items: [], text: ["All is well", "4 incidents"] }),
    );
    const records = (await read("second", 3)).map(({ log, __internal__ }) => {
      const { event_name, severity_number, attributes } = __internal__.log_metadata.otlp;
      return [event_name, severity_number, attributes["smartlog.message.more"], log];
    });
    expect(records).toEqual([
      ["smartlog.incident", 18, 3, HOSTILE],
      ["smartlog.incident", 9, 3, HOSTILE],
      ["smartlog.message", 9, undefined, "2 incidents\nAll is well\n4 incidents"],
    ]);
  });

  test("can tell that a record came twice", async () => {
    const twice = message({ owner: "third", items: [item(), item({ incident: "8" })] });
    await send(url, twice);
    await send(url, twice);
    const uids = (await read("third", 4)).map(
      ({ __internal__ }) => __internal__.log_metadata.otlp.attributes["log.record.uid"],
    );
    expect(new Set(uids).size).toBe(2);
  });
});

const vector = findBinary("vector", "SMARTLOG_VECTOR", "Vector");

test.skipIf(!vector)("Vector's source opentelemetry reads an incident, too", async () => {
  const [http, grpc] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), "smartlog-vector-"));
  const config = join(folder, "vector.yaml");
  writeFileSync(
    config,
    `data_dir: ${folder}
sources: { in: { type: opentelemetry, grpc: { address: "127.0.0.1:${grpc}" }, http: { address: "127.0.0.1:${http}" } } }
sinks: { out: { type: console, inputs: [in.logs], encoding: { codec: json } } }
`,
  );
  const running = new Shipper("Vector", vector as string, ["-c", config]);
  try {
    const url = `http://127.0.0.1:${http}/v1/logs`;
    await vi.waitUntil(
      () =>
        fetch(url)
          .then(() => true)
          .catch(() => false),
      20_000,
    );
    await send(url);
    const found = () =>
      Buffer.from(running.log, "latin1")
        .toString()
        .split("\n")
        .find((line) => line.startsWith('{"attributes"'));
    await vi.waitUntil(found, 10_000);
    expect(JSON.parse(found() as string)).toMatchObject({
      message: HOSTILE,
      severity_number: 17,
      attributes: { "source.address": "203.0.113.7", "smartlog.incident.lines": [HOSTILE, "second"] },
    });
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true });
  }
});

test("docs/opentelemetry.md names each attribute, and no other", () => {
  const links = makeLinks("https://logs.example.org", undefined);
  const facts = { ...(item().facts as Facts), network: "203.0.113.0/24", service: "sshd" };
  const records = recordsOf(message({ items: [item({ facts })], more: 1 }), "siem", links);
  const sent = records.flatMap(({ attributes = {} }) => Object.keys(attributes));
  const text = readFileSync(join(PACKAGE_ROOT, "docs/opentelemetry.md"), "utf8");
  const [, table = ""] = text.split("| attribute |");
  const named = [...table.matchAll(/`([a-z]+\.[a-z_.]+)`/g)].map(([, name]) => name);
  expect(sent.sort()).toEqual(named.sort());
  expect(
    readConfig("watch.yaml", /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? "", { OTLP_TOKEN: "x" }).owners,
  ).toMatchObject([{ name: "collector", least: "low", digest: undefined }]);
});

describe("a collector that does not take it", () => {
  let server: Server | undefined;
  let headers: Record<string, unknown> = {};
  /** A collector that answers with these statuses in turn, the last one from then on. */
  async function answering(...statuses: number[]): Promise<string> {
    server = createServer((request, response) => {
      headers = request.headers;
      request.resume().on("end", () => {
        const status = statuses.length > 1 ? statuses.shift() : statuses[0];
        response.writeHead(status ?? 500).end("{}");
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/logs?secret`;
  }
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  test.each([
    [400, "message"],
    [413, "message"],
    [401, "channel"],
    [404, "channel"],
    [500, "channel"],
  ])("with %i: the %s is at fault, and no address with its secrets is told", async (status, of) => {
    const failed = send(await answering(status)).catch((error) => error);
    expect(await failed).toMatchObject({ name: "DeliveryError", of });
    expect((await failed).message).toContain(`answered ${status}`);
    expect((await failed).message).not.toContain("secret");
  });

  test("one that is busy for a moment takes it, with the headers that the settings name", async () => {
    await send(await answering(503, 200), message(), { authorization: "Bearer token" });
    expect(headers).toMatchObject({
      authorization: "Bearer token",
      "content-type": "application/x-protobuf",
    });
  });

  test("one that is away is a fault of the channel's", async () => {
    await expect(send(`http://127.0.0.1:${await freePort()}/v1/logs`)).rejects.toMatchObject({
      of: "channel",
    });
  });

  test("one that never answers is given up when the outbox says so", async () => {
    server = createServer(() => {});
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(
      send(`http://127.0.0.1:${port}/v1/logs`, message(), {}, AbortSignal.timeout(200)),
    ).rejects.toMatchObject({ of: "channel", message: expect.stringContaining("too long") });
  });
});
