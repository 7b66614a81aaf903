import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { send } from "../../server/api/tail.ts";
import { lostServer, type TestServer, testServer } from "./test-server.ts";

let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
});
afterAll(() => running?.close());

/** Server-sent events of /api/tail as they come, until it is aborted. */
async function watch(signal: AbortSignal, onText: (text: string) => void, url = running.url): Promise<void> {
  const answer = await fetch(`${url}/api/tail`, { signal });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of answer.body ?? []) onText(decoder.decode(chunk as Uint8Array));
  } catch {
    // aborted
  }
}

async function store(...logs: string[]): Promise<void> {
  await fetch(`${running.url}/v1/ingest`, {
    method: "POST",
    body: JSON.stringify(logs.map((log) => ({ log }))),
    headers: { "content-type": "application/json" },
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isTrue() && Date.now() < deadline) await sleep(20);
}

test("on a quiet system the first events after opening are shown, and none from before", async () => {
  await running.store.empty();
  const closed = new AbortController();
  let seen = "";
  const watching = watch(closed.signal, (text) => {
    seen += text;
  });
  await until(() => seen.includes("still here")); // it has looked, and there was nothing
  await store("the first");
  await until(() => seen.includes("the first"));
  expect(seen).toContain("the first");
  closed.abort();
  await watching;

  // Who opens it later is not shown what was there before.
  const again = new AbortController();
  seen = "";
  const watchingAgain = watch(again.signal, (text) => {
    seen += text;
  });
  await until(() => seen.includes("still here"));
  await store("the second");
  await until(() => seen.includes("the second"));
  expect(seen).toContain("the second");
  expect(seen).not.toContain("the first");
  again.abort();
  await watchingAgain;
});

test("one who doesn't read is dropped before much waits for him; others go on", async () => {
  const watchers = new Set<{ raw: ServerResponse }>();
  const server = createServer((_request, raw) => void watchers.add({ raw })).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const [stuck, reader] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
  try {
    for (const socket of [stuck, reader])
      socket.on("error", () => {}).write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    stuck.pause();
    let read = 0;
    reader.on("data", ({ length }) => {
      read += length;
    });
    await until(() => watchers.size === 2);
    const burst = "x".repeat(400_000);
    let sent = 0;
    // The system's own buffers take some megabytes first.
    for (; watchers.size === 2 && sent < 100; sent++) {
      send(watchers, burst);
      for (const { raw } of watchers) expect(raw.writableLength).toBeLessThan(2 * 1024 * 1024);
      await sleep(10);
    }
    expect(watchers.size).toBe(1);
    await until(() => read > sent * burst.length);
    expect(read).toBeGreaterThan(sent * burst.length);
  } finally {
    stuck.destroy();
    reader.destroy();
    server.close();
  }
});

test("who watches is told that the database is away, and when it is back", async () => {
  const lost = await lostServer(running.store);
  const closed = new AbortController();
  let seen = "";
  try {
    const watching = watch(
      closed.signal,
      (text) => {
        seen += text;
      },
      lost.url,
    );
    await until(() => seen.includes("event: away"));
    await lost.useDatabase(running.store.url);
    await until(() => seen.includes("event: back"));
    expect(seen).toMatch(/event: away[\s\S]*event: back/);
    closed.abort();
    await watching;
  } finally {
    await lost.close();
  }
});
