import { spawn } from "node:child_process";
import { appendFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { temporaryFolder } from "../folder.ts";
import { json, result, smartlog, spawnCli } from "./command.ts";

const folder = temporaryFolder();
const LINE = '192.0.2.7 - - [21/Nov/2026:06:41:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl/8.5.0"';

async function score(bytes: string | Buffer) {
  const file = join(folder, "input.log");
  writeFileSync(file, bytes);
  const fromFile = await smartlog(["score", file]);
  const fromPipe = await smartlog(["score"], { input: bytes });
  const remark = bytes.length === 0 ? `smartlog: ${file} is empty\n` : "";
  expect([fromFile.code, fromFile.stderr, fromPipe.code]).toEqual([0, remark, 0]);
  const lines = json<EnrichedRecord>(fromFile.stdout).map(({ log }) => log);
  expect(json<EnrichedRecord>(fromPipe.stdout).map(({ log }) => log)).toEqual(lines);
  return json<EnrichedRecord>(fromFile.stdout);
}

describe("smartlog score", () => {
  test("answers each line in its place with file, offset, log and smartlog; of a pipe there is no place", async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `line ${i} ${"x".repeat(i % 97)}`);
    const records = await score(`${lines.join("\n")}\n`);
    expect(records.map(({ log }) => log)).toEqual(lines);
    expect(Object.keys(records[0] ?? {})).toEqual(["file", "offset", "log", "smartlog"]);
    expect(records[1]).toMatchObject({ file: join(folder, "input.log"), offset: `${lines[0]}\n`.length });
    const [piped = {}] = json<EnrichedRecord>((await smartlog(["score"], { input: "a line\n" })).stdout);
    expect(Object.keys(piped)).toEqual(["log", "smartlog"]);
  });

  test.each([
    ["nothing in, nothing out", "", []],
    ["empty lines are lines", "\n\na\n\n", ["", "", "a", ""]],
    ["a last line without newline counts", "a\nb", ["a", "b"]],
    ["one carriage return before a newline is not the line's", "a\r\nb\r\r\n\r\n", ["a", "b\r", ""]],
    [
      "bytes that are not UTF-8 are kept apart",
      Buffer.from("a\xff and more\n", "latin1"),
      ["a\ue0ff and more"],
    ],
    ["text past ASCII is kept", "żółw 🐢\n", ["żółw 🐢"]],
    ["a zero byte does not end a line", "a\0b\n", ["a\ufffdb"]],
    ["quotes and backslashes are kept", 'a"b\\c\td\n', ['a"b\\c\td']],
  ])("%s", async (_, input, lines) => {
    expect((await score(input)).map(({ log }) => log)).toEqual(lines);
  });

  test("a line of 1 MiB passes whole; a longer one is cut, the record says so, and the next is whole", async () => {
    const file = join(folder, "long.log");
    const whole = "y".repeat(2 ** 20);
    writeFileSync(file, `${whole}\n${whole}${whole}z\nnext\n`);
    const { code, stdout, stderr } = await smartlog(["score", file]);
    expect(code).toBe(0);
    const records = json<EnrichedRecord>(stdout);
    expect(records.map(({ log, cut }) => [String(log) === whole || log, cut])).toEqual([
      [true, undefined],
      [true, 2 ** 20 + 1],
      ["next", undefined],
    ]);
    expect(stderr).toBe(
      `smartlog: ${file}: 1 line is longer than 1 MiB as a record; the 1,048,577 bytes behind that are left out\n`,
    );
  });

  test("so is a line whose record would be longer, at a whole character", async () => {
    const text = `\x01é"${"🐢".repeat(100_000)}`;
    const { stdout } = await smartlog(["score"], { input: text });
    const [{ log, cut } = { log: "", cut: 0 }] = json<{ log: string; cut: number }>(stdout);
    expect(log).toBe(`\x01é"${"🐢".repeat((log.length - 3) / 2)}`);
    expect(Buffer.byteLength(log) + cut).toBe(Buffer.byteLength(text));
  });

  test("a hole of NULs costs neither time nor an event, and what stands behind it has its place", async () => {
    const file = join(folder, "hole.log");
    writeFileSync(file, "");
    truncateSync(file, 2 ** 30);
    appendFileSync(file, `${LINE}\n`);
    const began = performance.now();
    const { stdout, stderr } = await smartlog(["score", file]);
    expect(json<EnrichedRecord>(stdout).map(({ log }) => log)).toEqual([LINE]);
    expect(stderr).toBe(`smartlog: ${file}: 1,073,741,824 NULs in holes are left out\n`);
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  test("a file that gzip packed is unpacked, whatever its parts; one that is cut off says so behind what is there", async () => {
    const file = join(folder, "packed.log.gz");
    const [first, second] = [`${LINE}\n`.repeat(30_000), "the last part\n"];
    writeFileSync(file, Buffer.concat([gzipSync(first), gzipSync(second)]));
    const { code, stdout, stderr } = await smartlog(["score", file]);
    expect([code, stderr]).toEqual([0, ""]);
    const records = json<EnrichedRecord>(stdout);
    expect(records).toHaveLength(30_001);
    const place = { file: join(folder, "packed.log"), offset: first.length, log: "the last part" };
    expect(records.at(-1)).toMatchObject(place);
    truncateSync(file, 500);
    const cut = await smartlog(["score", file]);
    expect([cut.code, cut.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^smartlog: .*packed\.log\.gz is damaged or cut off \(.*\); what stands before that place was read\n$/,
      ),
    ]);
    expect(json<EnrichedRecord>(cut.stdout).length).toBeGreaterThan(100);
  });

  test("what a pipe brings is answered before the pipe ends", async () => {
    const child = spawnCli(["score"]);
    const answer = new Promise<string>((resolve) =>
      child.stdout?.once("data", (data) => resolve(String(data))),
    );
    child.stdin?.write(`${LINE}\n`);
    expect(json<EnrichedRecord>(await answer)[0]?.log).toBe(LINE);
    const ended = result(child);
    child.stdin?.end();
    expect((await ended).code).toBe(0);
  });

  test("a reader that has seen enough ends it quietly", async () => {
    const file = join(folder, "long.log");
    writeFileSync(file, `${LINE}\n`.repeat(50_000));
    const cli = new URL("../../build/cli.js", import.meta.url).pathname;
    const script = `"$0" "$1" score "$2" | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const ended = await result(spawn("bash", ["-c", script, process.execPath, cli, file]));
    const [first = "", status] = ended.stdout.trim().split("\n");
    expect(JSON.parse(first).log).toBe(LINE);
    expect([status, ended.stderr]).toEqual(["0", ""]);
  });

  test("memory does not grow with the input", async () => {
    const child = spawnCli(["score"], { NODE_OPTIONS: "--max-old-space-size=40" });
    let bytes = 0;
    let lines = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      for (const byte of chunk) if (byte === 10) lines++;
    });
    const closed = new Promise((resolve) => child.on("close", resolve));
    const block = Buffer.from(`${LINE}\n`.repeat(2000));
    for (let i = 0; i < 50; i++)
      if (!child.stdin?.write(block)) await new Promise((resolve) => child.stdin?.once("drain", resolve));
    child.stdin?.end();
    expect([await closed, lines]).toEqual([0, 100_000]);
    expect(bytes).toBeGreaterThan(30_000_000);
  });
});
