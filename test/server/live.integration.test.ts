import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { send } from "../../server/api/live-watcher.ts";
import { lostServer, type TestServer, testServer } from "./test-server.ts";

let running: TestServer;
beforeAll(async () => {
  running = await testServer(0);
});
afterAll(() => running?.close());

/** Server-sent events of /v1/live as they come, until it is aborted. */
async function watch(
  signal: AbortSignal,
  onText: (text: string) => void,
  url = running.url,
  query = "",
): Promise<void> {
  const answer = await fetch(`${url}/v1/live${query}`, { signal });
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

test("one who doesn't read is dropped before much waits for him, and told so; others go on", async () => {
  const watchers: { raw: ServerResponse; isLeaving?: boolean }[] = [];
  const server = createServer((_request, raw) => void watchers.push({ raw })).listen(0, "127.0.0.1");
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
    await until(() => watchers.length === 2);
    const burst = "x".repeat(400_000);
    let sent = 0;
    // The system's own buffers take some megabytes first.
    for (; !watchers.some(({ isLeaving }) => isLeaving) && sent < 100; sent++) {
      for (const watcher of watchers) send(watcher, burst);
      for (const { raw } of watchers) expect(raw.writableLength).toBeLessThan(2 * 1024 * 1024);
      await sleep(10);
    }
    expect(watchers.filter(({ isLeaving }) => isLeaving)).toHaveLength(1);
    for (const watcher of watchers) send(watcher, burst);
    await until(() => read > sent * burst.length);
    expect(read).toBeGreaterThan(sent * burst.length);
    let last = "";
    stuck.on("data", (chunk) => {
      last = (last + chunk).slice(-200);
    });
    stuck.resume();
    await until(() => last.includes("event: dropped"));
    expect(last).toContain("event: dropped\ndata: lines came faster than they were read\n\n");
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

test("a watcher gets what it asks for, and first what is there already", async () => {
  await running.store.empty();
  const ATTACK = '203.0.113.7 - - "GET /.env HTTP/1.1" 404 153 "-" "curl/8.5.0"';
  await store("an old line", "another old line", ATTACK);
  const closed = new AbortController();
  const seen: Record<string, string> = {};
  const queries = [
    "?last=2",
    "?last=10&source=203.0.113.0/24",
    "?text=OLD&last=1",
    "?kind=auth&kind=dns",
    "?label=attack",
    "?q=path:/.env%20-label:normal&last=5&rows=true",
    "?q=root&text=sshd",
  ];
  const watching = queries.map((query) => {
    const add = (text: string) => {
      seen[query] = (seen[query] ?? "") + text;
    };
    return watch(closed.signal, add, running.url, query);
  });
  const linesOf = (query: string) =>
    [...(seen[query] ?? "").matchAll(/^data: (.*)$/gm)].map(
      ([, json]) => JSON.parse(json as string).line as string,
    );
  await until(() => queries.every((query) => (seen[query] ?? "").split("\n\n").length > 2));
  expect(linesOf("?last=2")).toHaveLength(2);
  expect(linesOf("?last=10&source=203.0.113.0/24")).toEqual([ATTACK]);
  expect(linesOf("?text=OLD&last=1")).toHaveLength(1);
  expect(linesOf("?label=attack")).toEqual([]);
  const LOGIN = "sshd[7]: Failed password for root from 192.0.2.9 port 22 ssh2";
  await store(LOGIN, ATTACK, "an old line again");
  await until(() => linesOf("?last=2").length === 5 && linesOf("?label=attack").length > 0);
  expect(linesOf("?last=2"), "nothing twice, nothing left out").toHaveLength(5);
  expect(linesOf("?text=OLD&last=1")[1]).toBe("an old line again");
  expect(linesOf("?label=attack")).toContain(ATTACK);
  for (const line of linesOf("?kind=auth&kind=dns")) expect(line).toBe(LOGIN);
  await until(() => linesOf("?q=root&text=sshd").length > 0);
  expect(linesOf("?q=root&text=sshd")).toEqual([LOGIN]);
  expect(linesOf("?q=path:/.env%20-label:normal&last=5&rows=true").filter(Boolean)).toEqual([ATTACK, ATTACK]);
  const rows = seen["?q=path:/.env%20-label:normal&last=5&rows=true"] ?? "";
  expect(rows).toContain('"row":"<li data-row ');
  expect(JSON.parse(/^event: pace\ndata: (.*)$/m.exec(rows)?.[1] ?? "")).toMatchObject({ skipped: false });
  closed.abort();
  await Promise.all(watching);
  const wrong = [
    "q=statsu:5",
    "kind=none",
    "source=x",
    "last=-1",
    "last=9999",
    "limit=5",
    "label=bot&label=x",
    "muted=1",
  ];
  for (const query of wrong) {
    const answer = await fetch(`${running.url}/v1/live?${query}`);
    expect([query, answer.status, answer.headers.get("content-type")]).toEqual([
      query,
      400,
      expect.stringMatching(/^application\/problem\+json/),
    ]);
  }
});
