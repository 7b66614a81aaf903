/** Whatever a client sends is stored as what it is, or refused with what helps: never 200 with nothing stored. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findBinary } from "../contract/shipper.ts";
import { temporaryFolder } from "../folder.ts";
import { LINES, type Sent, sentByClients } from "./clients.ts";
import { type TestServer, testServer } from "./test-server.ts";

let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
});
afterAll(() => running?.close());
beforeEach(() => running.store.empty());

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** A frame of one block as it is (RFC 8878): what packs nothing is a packer, too. */
function zstd(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const header = Buffer.alloc(5);
  header[0] = 0xa0; // one segment, its size in four bytes
  header.writeUInt32LE(bytes.length, 1);
  const block = Buffer.alloc(3);
  block.writeUIntLE((bytes.length << 3) | 1, 0, 3);
  return Buffer.concat([MAGIC, header, block, bytes]);
}

/** By Node's own client, which adds no header. */
function send({ type, encoding, body }: Omit<Sent, "client">, path = "/v1/ingest") {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const bytes = Buffer.from(body as string);
    const headers = {
      "content-length": bytes.length,
      ...(type === undefined ? {} : { "content-type": type }),
      ...(encoding ? { "content-encoding": encoding } : {}),
    };
    const asked = request(running.url + path, { method: "POST", headers }, async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode as number, text });
    });
    asked.once("error", reject).end(bytes);
  });
}

async function storedTexts(): Promise<string[]> {
  const { rows } = await running.store.pool.query(
    "select kind, smartlog.line(record) as line from smartlog.events order by kind desc",
  );
  return rows.map(({ kind, line }) => `${kind} ${line}`);
}

test.each(sentByClients(zstd).map((sent) => [sent.client, sent] as const))("%s", async (_client, sent) => {
  const answer = await send(sent);
  const scored = await send(sent, "/v1/score");
  expect(scored.status).toBe(answer.status);
  if (sent.refused) {
    expect([answer.status, answer.text]).toEqual([sent.refused[0], expect.stringMatching(sent.refused[1])]);
    expect(await storedTexts()).toEqual([]);
    return;
  }
  expect(answer.text).toBe('{"stored":2,"duplicates":0,"rejected":0}');
  expect(scored.text.trim().split("\n")).toHaveLength(2);
  expect(await storedTexts()).toEqual([`web ${LINES[0]}`, `auth ${LINES[1]}`]);
});

test("GELF keeps its own fields, its time and its level", async () => {
  const message = { short_message: "cut…", full_message: "cut no more", timestamp: 1795243265.25, level: 3 };
  const body = JSON.stringify({ version: "1.1", host: "web1", ...message, _shop: "north" });
  expect((await send({ body, type: "application/json", encoding: "gzip" })).status).toBe(400);
  await send({ body: gzipSync(body), encoding: "gzip" });
  const { rows } = await running.store.pool.query(
    "select record->>'full_message' as line, host, level, extract(epoch from time)::float8 as time, record->>'_shop' as shop from smartlog.events",
  );
  expect(rows).toEqual([
    { line: "cut no more", host: "web1", level: "error", time: 1795243265.25, shop: "north" },
  ]);
});

const BLOCK_BYTES = 128 * 1024;

test("a bomb of zstd is refused before it is unpacked, and others go on meanwhile", async () => {
  const block = Buffer.from([0x02, 0x00, 0x10, 0x20]); // one blank, 128 KiB times
  const frame = (window: number, blocks: number) =>
    Buffer.concat([MAGIC, Buffer.from([0, window]), ...Array.from({ length: blocks }, () => block)]);
  expect(block.readUIntLE(0, 3) >> 3).toBe(BLOCK_BYTES);
  const type = "text/plain";
  const bombs = await Promise.all(
    [frame(0x38, 20_000), frame(0x88, 10), frame(0x38, 5)].flatMap((body) =>
      Array.from({ length: 8 }, () => send({ type, encoding: "zstd", body }).catch(() => ({ status: 0 }))),
    ),
  );
  expect(new Set(bombs.map(({ status }) => status))).toEqual(new Set([400, 413, 503]));
  expect((await send({ type, encoding: "zstd", body: zstd(LINES[0]) })).status).toBe(200);
});

test.each([
  ["curl", "-s", "--data-binary", "@FILE"],
  ["curl", "-s", "-X", "POST", "-T", "FILE"],
  ["wget", "-qO-", "--post-file=FILE"],
])("%s %s %s stores a log", async (program, ...args) => {
  if (!findBinary(program, `SMARTLOG_${program.toUpperCase()}`, `what ${program} sends`)) return;
  const file = join(temporaryFolder(), "a.log");
  writeFileSync(file, `${LINES.join("\n")}\n`);
  const given = args.map((arg) => arg.replace("FILE", file));
  const { stdout } = await promisify(execFile)(program, [...given, `${running.url}/v1/ingest`]);
  expect(stdout).toBe('{"stored":2,"duplicates":0,"rejected":0}');
});
