/** Where `smartlog simulate` sends lines: files, syslog, GELF and a real server. */
import { createSocket } from "node:dgram";
import { existsSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { datagramsOf } from "../../cli/simulate/gelf.ts";
import type { DayLine, Truth } from "../../simulate/days/index.ts";
import { freePort } from "../../store/embedded/port.ts";
import { temporaryFolder } from "../folder.ts";
import { testServer } from "../server/test-server.ts";
import { json, smartlog } from "./command.ts";

const folder = temporaryFolder();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A quarter of an hour of the shop, some hundred lines. */
const SHORT = ["simulate", "--days", "0.01", "--incidents", "none", "--start", "2026-11-02T09:00:00Z"];
const lines = (text: string) => text.split("\n").filter(Boolean);
const made = async () => json<DayLine>((await smartlog([...SHORT, "--labels"])).stdout);

async function udpReceiver(): Promise<{ port: number; received: Buffer[] }> {
  const received: Buffer[] = [];
  const socket = createSocket({ type: "udp4", recvBufferSize: 4 * 1024 * 1024 });
  socket.on("message", (message) => received.push(message));
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  closing.push(() => socket.close());
  return { port: socket.address().port, received };
}

async function tcpReceiver(): Promise<{ port: number; text: () => string; ended: Promise<void> }> {
  const chunks: Buffer[] = [];
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const server = createServer((socket) => {
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", end);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return {
    port: (server.address() as AddressInfo).port,
    text: () => Buffer.concat(chunks).toString(),
    ended,
  };
}

/** RFC 5424, 6: header, structured data, message. */
const SYSLOG =
  /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) - - (.*)$/s;

const expectSyslog = (received: readonly string[], sent: readonly DayLine[]) => {
  const parts = received.map((text) => SYSLOG.exec(text));
  expect(parts.map((part) => part?.[6])).toEqual(sent.map(({ message }) => message));
  expect(parts.map((part) => [part?.[3], part?.[4]])).toEqual(
    sent.map(({ host, program }) => [host, program]),
  );
  for (const [i, part] of parts.entries()) {
    expect(Number(part?.[1])).toBeLessThan(192);
    expect(Math.abs(Date.parse(part?.[2] as string) / 1000 - (sent[i]?.time ?? 0))).toBeLessThan(0.002);
  }
};

describe("smartlog simulate --days", () => {
  test("makes the same days for the same seed, and says what is true of the incidents", async () => {
    const truth = join(folder, "truth");
    const args = ["simulate", "--days", "1", "--incidents", "scanner,port-scan", "--labels"];
    const [first, again] = await Promise.all([smartlog([...args, "--truth", truth]), smartlog(args)]);
    expect([first.code, first.stderr]).toEqual([0, ""]);
    expect(again.stdout).toBe(first.stdout);
    const truths = json<Truth>(readFileSync(truth, "utf8"));
    expect(truths.map(({ name, sources }) => [name, sources.length])).toEqual([
      ["scanner", 1],
      ["port-scan", 1],
    ]);
    const scripted = json<DayLine>(first.stdout).filter(({ incident }) => incident !== undefined);
    for (const { name, first: from, last } of truths) {
      const times = scripted.filter(({ incident }) => incident === name).map(({ time }) => time);
      expect([times[0], times.at(-1)]).toEqual([from, last]);
    }
  });

  test.each([
    ["incidents without days", ["--incidents", "all"], /--incidents is about the days that --days makes/],
    [
      "an incident that is none",
      ["--days", "1", "--incidents", "flood"],
      /there is no incident 'flood'; there are scanner, /,
    ],
    ["days and a kind", ["--days", "1", "--kind", "web"], /cannot be used with option '--kind/],
    ["no days", ["--days", "0"], /has to be a number above 0/],
    ["two paces", ["--rate", "5", "--speed", "2"], /cannot be used with option '--rate/],
    ["a target that is none", ["--to", "kafka://host"], /It has to be stdout, file:PATH/],
  ])("%s is wrong use", async (_, args, message) => {
    const { code, stdout, stderr } = await smartlog(["simulate", ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });
});

describe("--to", () => {
  test("file:PATH adds to a file", async () => {
    const file = join(folder, "all.log");
    await smartlog([...SHORT, "--to", `file:${file}`]);
    await smartlog([...SHORT, "--to", `file:${file}`]);
    const { stdout } = await smartlog(SHORT);
    expect(readFileSync(file, "utf8")).toBe(stdout + stdout);
  });

  test("file:FOLDER/ gives each log its file", async () => {
    const path = join(folder, "logs");
    await smartlog([...SHORT, "--to", `file:${path}/`]);
    const sent = await made();
    const logs = [...new Set(sent.map(({ log }) => log))];
    expect(logs.length).toBeGreaterThan(8);
    for (const log of logs)
      expect(lines(readFileSync(join(path, log), "utf8"))).toEqual(
        sent.filter((each) => each.log === log).map(({ line }) => line),
      );
  });

  test("a file that can't be written is one sentence", async () => {
    const { code, stderr } = await smartlog([...SHORT, "--to", `file:${join(folder, "all.log", "below")}`]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^smartlog: .*all\.log/);
    expect(lines(stderr)).toHaveLength(1);
    expect(existsSync(join(folder, "all.log", "below"))).toBe(false);
  });

  test("syslog:// sends a datagram of RFC 5424 for each line", async () => {
    const { port, received } = await udpReceiver();
    const { code, stderr } = await smartlog([
      ...SHORT,
      "--rate",
      "400",
      "--to",
      `syslog://127.0.0.1:${port}`,
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    const sent = await made();
    expect(received.length).toBe(sent.length);
    expectSyslog(
      received.map((datagram) => datagram.toString()),
      sent,
    );
  });

  test("syslog+tcp:// ends each message with a line feed", async () => {
    const receiver = await tcpReceiver();
    const { code, stderr } = await smartlog([...SHORT, "--to", `syslog+tcp://127.0.0.1:${receiver.port}`]);
    expect([code, stderr]).toEqual([0, ""]);
    await receiver.ended;
    expectSyslog(lines(receiver.text()), await made());
  });

  const expectGelf = (received: readonly string[], sent: readonly DayLine[]) =>
    expect(received.map((text) => JSON.parse(text))).toEqual(
      sent.map(({ host, message, time, program, pid, log }) => ({
        version: "1.1",
        host,
        short_message: message,
        timestamp: Math.round(time * 1000) / 1000,
        level: 6,
        _program: program,
        ...(pid === undefined ? {} : { _pid: pid }),
        _file: log,
      })),
    );

  test("gelf:// sends a datagram of GELF for each line", async () => {
    const { port, received } = await udpReceiver();
    await smartlog([...SHORT, "--rate", "400", "--to", `gelf://127.0.0.1:${port}`]);
    expectGelf(
      received.map((datagram) => datagram.toString()),
      await made(),
    );
  });

  test("gelf+tcp:// ends each message with a NUL", async () => {
    const receiver = await tcpReceiver();
    await smartlog([...SHORT, "--to", `gelf+tcp://127.0.0.1:${receiver.port}`]);
    await receiver.ended;
    expectGelf(receiver.text().split("\0").slice(0, -1), await made());
  });

  test("a long message of GELF goes in chunks that give it again, and one too long not at all", () => {
    const payload = Buffer.from("0123456789".repeat(2_000));
    const chunks = datagramsOf(payload, Buffer.from("identity"));
    expect(chunks.length).toBe(3);
    for (const [place, chunk] of chunks.entries()) {
      expect(chunk.length).toBeLessThanOrEqual(8192);
      expect([...chunk.subarray(0, 2)]).toEqual([0x1e, 0x0f]);
      expect(chunk.subarray(2, 10).toString()).toBe("identity");
      expect([...chunk.subarray(10, 12)]).toEqual([place, 3]);
    }
    expect(Buffer.concat(chunks.map((chunk) => chunk.subarray(12)))).toEqual(payload);
    expect(datagramsOf(Buffer.alloc(128 * 8192))).toEqual([]);
  });

  test("http:// stores each line at a server, in its own time", async () => {
    const { store, url, close } = await testServer(0, "a token");
    try {
      const args = ["simulate", "--days", "0.01", "--incidents", "none", "--start", "now", "--to", url];
      const refused = await smartlog(args);
      expect([refused.code, refused.stderr]).toEqual([
        1,
        expect.stringMatching(/did not take the lines: 401/),
      ]);
      const { code, stderr } = await smartlog(args, { env: { SMARTLOG_TOKEN: "a token" } });
      expect([code, stderr]).toEqual([0, ""]);
      const { rows } = await store.pool.query(
        "select count(*)::int as events, count(distinct kind)::int as kinds, max(time) - min(time) as span from smartlog.events",
      );
      expect(rows[0].events).toBeGreaterThan(100);
      expect(rows[0].kinds).toBeGreaterThanOrEqual(4);
      expect(rows[0].span.minutes).toBeGreaterThanOrEqual(12);
    } finally {
      await close();
    }
  });

  test.each(["syslog+tcp", "gelf+tcp", "http"])(
    "%s:// where nobody listens is one sentence",
    async (scheme) => {
      const { code, stderr } = await smartlog([
        ...SHORT,
        "--to",
        `${scheme}://127.0.0.1:${await freePort()}`,
      ]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^smartlog: .*ECONNREFUSED/);
      expect(lines(stderr)).toHaveLength(1);
    },
  );
});

describe("pace", () => {
  test("--rate sends so many a second", async () => {
    const began = performance.now();
    const { stdout } = await smartlog(["simulate", "--kind", "web", "--lines", "200", "--rate", "100"]);
    expect(lines(stdout)).toHaveLength(200);
    expect(performance.now() - began).toBeGreaterThan(1_900);
  });

  test("--speed goes by the lines' own times", async () => {
    const began = performance.now();
    await smartlog([...SHORT, "--speed", "432"]);
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeGreaterThan(1.8);
    expect(seconds).toBeLessThan(20);
  });
});
