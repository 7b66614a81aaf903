/** The outbox and its channels, as the role that serves: what is down is tried again, what was taken is sent once. */
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { claim } from "../../store/messages/outbox.ts";
import { watchStatus } from "../../store/messages/status.ts";
import { makePool } from "../../store/pool.ts";
import { serveUrl } from "../../store/roles.ts";
import { readConfig, type WatchConfig } from "../../watch/config/config.ts";
import { Delivery } from "../../watch/tell/deliver.ts";
import { planMessages } from "../../watch/tell/plan.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { putIncident } from "./incident-rows.ts";
import { HttpSink, MailSink } from "./sinks.ts";

let store: TestStore;
let pool: pg.Pool;
let mail: MailSink;
let hook: HttpSink;
let delivery: Delivery;
let channels: WatchConfig["channels"];
beforeAll(async () => {
  store = await testStore();
  pool = makePool({ connectionString: await serveUrl(store), max: 3 });
  mail = await new MailSink().start();
  hook = await new HttpSink().start();
});
afterAll(async () => {
  await pool?.end();
  await Promise.all([store?.close(), mail?.stop(), hook?.stop()]);
});

beforeEach(async () => {
  await store.pool.query(
    "truncate smartlog.incidents, smartlog.messages, smartlog.owners, smartlog.channels cascade",
  );
  mail.mails.length = 0;
  hook.requests.length = 0;
  hook.answer = (response) => response.end();
  const config = readConfig(
    "watch.yaml",
    `channels:
  mail: { type: smtp, host: 127.0.0.1, port: ${mail.port}, tls: none, from: a@example.org, to: b@example.org }
  hook: { type: webhook, url: "${hook.url}" }`,
    {},
  );
  delivery = new Delivery();
  channels = config.channels;
  await putIncident(store.pool, { severity: "critical" });
  await planMessages(pool, config, { rules: new Map() });
});

const channel = async (name: string) =>
  (await watchStatus(pool)).channels.find((each) => each.channel === name);
/** As if its time had come. */
const comeDue = () =>
  store.pool.query(
    "update smartlog.channels set next_at = now(); update smartlog.deliveries set next_at = now()",
  );

test("a message is sent once by each of its channels", async () => {
  expect(await delivery.round(pool, channels)).toEqual({ sent: 2, failures: [] });
  expect(await delivery.round(pool, channels)).toEqual({ sent: 0, failures: [] });
  expect([mail.mails.length, hook.requests.length]).toEqual([1, 1]);
  expect(await channel("mail")).toMatchObject({ sent: 1, waiting: 0, failures: 0 });
});

test("a channel that is down holds up no other, is left alone for longer each time, and gets its message when it is back", async () => {
  const { port } = mail;
  await mail.stop();
  expect(await delivery.round(pool, channels)).toMatchObject({ sent: 1, failures: [{ channel: "mail" }] });
  expect((await delivery.round(pool, channels)).failures).toEqual([]);
  await comeDue();
  await delivery.round(pool, channels);
  const down = await channel("mail");
  expect(down).toMatchObject({ failures: 2, waiting: 1, error: expect.stringContaining("ECONNREFUSED") });
  expect((down?.nextAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(20_000);
  mail.port = port;
  await mail.start();
  await comeDue();
  expect(await delivery.round(pool, channels)).toMatchObject({ sent: 1 });
  expect(await channel("mail")).toMatchObject({ failures: 0, failingSince: null, waiting: 0, error: null });
  expect(hook.requests).toHaveLength(1);
});

test("a channel that says when to come again is left alone until then", async () => {
  hook.answer = (response) => response.writeHead(429, { "retry-after": "120" }).end();
  await delivery.round(pool, channels);
  expect(((await channel("hook"))?.nextAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(100_000);
});

test("a message that is refused three times is given up, and said to be", async () => {
  hook.answer = (response) => response.writeHead(400).end("too odd");
  for (let n = 0; n < 4; n++) {
    await delivery.round(pool, channels);
    await comeDue();
  }
  expect(hook.requests).toHaveLength(3);
  expect(await channel("hook")).toMatchObject({
    failed: 1,
    waiting: 0,
    error: expect.stringContaining("too odd"),
  });
});

test("what somebody took and never settled is sent by another, not before the claim has run out, under the same name", async () => {
  await delivery.round(pool, channels);
  await store.pool.query(
    "update smartlog.deliveries set state = 'waiting', next_at = now() where channel = 'hook'",
  );
  expect(await claim(pool, "hook", 60)).toBeDefined();
  expect(await delivery.round(pool, channels)).toMatchObject({ sent: 0 });
  await comeDue();
  expect(await delivery.round(pool, channels)).toMatchObject({ sent: 1 });
  expect(new Set(hook.requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("a channel that was taken out of watch.yaml is told of as failing no longer, and nothing waits for it", async () => {
  hook.answer = (response) => response.writeHead(503).end();
  await delivery.round(pool, channels);
  expect(await channel("hook")).toMatchObject({ failures: 1, waiting: 1 });
  const mailAlone = new Map([...channels].filter(([name]) => name === "mail"));
  // Another watch may have it.
  await delivery.round(pool, mailAlone);
  expect(await channel("hook")).toMatchObject({ failures: 1, waiting: 1 });
  await store.pool.query(
    "update smartlog.channels set next_at = now() - interval '25 hours'; update smartlog.deliveries set next_at = now() - interval '25 hours'",
  );
  await delivery.round(pool, mailAlone);
  expect(await channel("hook")).toMatchObject({ failures: 0, failingSince: null, waiting: 0 });
});
