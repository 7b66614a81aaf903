/** What a file holds makes no difference to the memory that reading it takes. */
import type { ChildProcess } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../folder.ts";
import { result, spawnCli } from "./command.ts";

const MIB = 2 ** 20;
const MOST_MB = 150;
/** With a store: its driver, migrations, and incidents. */
const MOST_WITH_STORE_MB = 180;
const folder = temporaryFolder();

const repeated = (text: string | Buffer, bytes: number) => Buffer.alloc(bytes, text);
/** Lines of that content, each as long as the longest that is taken. */
const lines = (text: string | Buffer) =>
  Buffer.concat(Array.from({ length: 6 }, () => [repeated(text, MIB - 1), Buffer.from("\n")]).flat());
/** What begins like this is read as a log, whatever comes then. */
const beginning = () => Buffer.from("an ordinary line\n".repeat(4_000));
const keys = () => Buffer.from(`{${Array.from({ length: 2_000_000 }, (_, i) => `"${i}":1`).join(",")}}`);

const CONTENTS: Readonly<Record<string, () => Buffer>> = {
  "bytes that are no UTF-8, without a newline": () => repeated(Buffer.from([0xff]), 16 * MIB),
  "letters, without a newline": () => repeated("a", 16 * MIB),
  "quotes, without a newline": () => repeated('"', 16 * MIB),
  "NULs that are no hole": () =>
    Buffer.concat([beginning(), lines(Buffer.concat([Buffer.alloc(4096), Buffer.from("a")]))]),
  "control characters": () => Buffer.concat([beginning(), lines("\x01")]),
  "text past ASCII": () => lines("é🐢"),
  "lines of one byte": () => repeated("a\n", MIB / 8),
  "empty lines": () => repeated("\n", MIB / 16),
  "deep JSON": () => lines('{"a":'),
  "two million keys": keys,
  "what gzip packed to a thousandth": () => gzipSync(repeated("a\n", (2 * MIB) / 8)),
  "what gzip packed to a thousandth, without a newline": () => gzipSync(repeated("a", 64 * MIB)),
};

function file(name: string): string {
  const path = join(folder, `${name.replaceAll(" ", "-")}.log`);
  if (name === "a hole") {
    writeFileSync(path, "before\n");
    truncateSync(path, 256 * MIB);
    appendFileSync(path, "after\n");
  } else if (!existsSync(path)) writeFileSync(path, CONTENTS[name]?.() ?? "");
  return path;
}

/** The most that a process had resident at any time, in MB; runs until it ends. */
async function peakOf(child: ChildProcess): Promise<{ peak: number; code: number | null; stderr: string }> {
  let peak = 0;
  const timer = setInterval(() => {
    try {
      const [, kilobytes = "0"] =
        /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      peak = Math.max(peak, Number(kilobytes) / 1024);
    } catch {
      // It has ended.
    }
  }, 5);
  const ended = result(child);
  child.stdout?.removeAllListeners("data").resume();
  try {
    const { code, stderr } = await ended;
    return { peak, code, stderr };
  } finally {
    clearInterval(timer);
  }
}

describe.skipIf(!existsSync("/proc/self/status"))(`resident memory stays below ${MOST_MB} MB on`, () => {
  test.each(Object.keys(CONTENTS))("%s: smartlog score", async (name) => {
    const { peak, code, stderr } = await peakOf(spawnCli(["score", file(name)]));
    expect([code, stderr.split("\n").length <= 2]).toEqual([0, true]);
    expect(peak).toBeGreaterThan(30);
    expect(peak).toBeLessThan(MOST_MB);
  });

  test("each of them: smartlog start --once", async () => {
    const files = [...Object.keys(CONTENTS), "a hole"].map(file);
    const args = ["start", "--once", "--data", join(folder, "data"), ...files];
    const { peak, code, stderr } = await peakOf(spawnCli(args));
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/control-characters\.log: 6 lines are longer than 1 MiB as a record/);
    expect(stderr).toMatch(/a-hole\.log: 268,435,449 NULs in holes are left out/);
    expect(peak).toBeGreaterThan(30);
    expect(peak).toBeLessThan(MOST_WITH_STORE_MB);
  }, 180_000);
});
