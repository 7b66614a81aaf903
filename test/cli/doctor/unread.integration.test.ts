import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ingest } from "../../../store/ingest.ts";
import { Machine, YAML } from "./machine.ts";

const machine = new Machine();

describe("smartlog doctor, of lines that are not read", () => {
  test("reads the last lines of the files that are to be read, and says which are in no known form", async () => {
    const logs = join(machine.folder, "logs");
    mkdirSync(join(logs, "shop"), { recursive: true });
    const known = '192.0.2.7 - - [21/Nov/2026:06:41:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl/8.5.0"\n';
    const changed = '[GIN] 2026/11/21 - 06:41:05 | 200 |   quick |     192.0.2.7 | GET      "/a"\n';
    const write = (name: string, content: string | Buffer) =>
      writeFileSync(join(logs, "shop", name), content);
    write("known.log", known.repeat(3000));
    write("changed.log", known.repeat(3000) + changed.repeat(2000));
    write("few.log", changed.repeat(5));
    write("old.log.gz", gzipSync(known));
    write("older.log.gz", gzipSync(known));
    write("windows.log", Buffer.from(known.repeat(30), "utf16le"));
    write("excluded.log", changed.repeat(50));
    const of = async (change: (text: string) => string) =>
      (await machine.examine(YAML, change)).findings.filter(({ area }) => area === "logs");
    const reading = (text: string) =>
      text.replace(`\${STATE}/access.log`, `${logs}/*/*.log*,/nowhere\n      exclude_path: "*/excl*"`);
    expect(await of(reading)).toEqual([
      {
        code: "logs-unread",
        breaks: "Attacks in such lines are judged by words alone.",
        area: "logs",
        level: "warning",
        message: expect.stringMatching(
          /^the last lines of \S+changed\.log: (8\d\d) of \1 lines not read \(100 %\); nearest: gin, stops at "quick/,
        ),
        remedy: expect.stringMatching(/^Teach it: smartlog formats guess \S+\/shop\/changed\.log makes/),
      },
      {
        code: "logs-no-text",
        breaks: "Events without meaning, and the lines within unseen.",
        area: "logs",
        level: "warning",
        message: expect.stringMatching(
          /old\.log\.gz is compressed \(gzip\), and 1 more are; Fluent Bit takes/,
        ),
        remedy: "Leave it out: exclude_path: '*.gz'",
      },
      {
        code: "logs-no-text",
        breaks: "Events without meaning, and the lines within unseen.",
        area: "logs",
        level: "warning",
        message: expect.stringMatching(/windows\.log is UTF-16LE text/),
        remedy: "Set unicode.encoding: auto on the input.",
      },
      {
        code: "logs-unread",
        breaks: "",
        remedy: "",
        area: "logs",
        level: "ok",
        message: expect.stringMatching(/^the last lines of all files: 8\d\d of 1,\d{3} lines not read/),
      },
    ]);
    const apart = (text: string) => reading(text).replace("path_key", "parser: mine\n      path_key");
    expect(await of(apart)).toEqual([]);
  });

  test("finds which tags brought lines that were not read", async () => {
    const now = Date.now() / 1000;
    const rows = (count: number, kind: string, from: number) =>
      Array.from({ length: count }, (_, n) => {
        const smartlog = { v: 1, id: (from + n).toString(16), ts: now - n, kind, label: "normal" };
        return { time: now, data: JSON.stringify({ log: `a line\t${n}`, smartlog }) };
      });
    await ingest(machine.store.pool, "fine.log", rows(90, "web", 0x10000));
    await ingest(machine.store.pool, "fine.log", rows(10, "unknown", 0x20000));
    await ingest(machine.store.pool, "odd.log", rows(300, "unknown", 0x30000));
    try {
      const findings = await machine.findingsOf(machine.store.url);
      expect(findings.filter(({ message }) => message.startsWith("of the last day"))).toEqual([
        {
          code: "tags-unread",
          breaks: "Attacks in such lines are judged by words alone.",
          area: "database",
          level: "warning",
          message: expect.stringMatching(
            /^of the last day, tag odd\.log: 300 of 300 lines not read \(100 %\).*; the newest: a line\t0$/,
          ),
          remedy: expect.stringContaining("smartlog formats guess FILE"),
        },
        {
          code: "tags-unread",
          breaks: "",
          remedy: "",
          area: "database",
          level: "ok",
          message: "of the last day, all tags: 310 of 400 lines not read (78 %)",
        },
      ]);
      const asShipper = await machine.examine(YAML);
      expect(asShipper.findings.filter(({ message }) => message.includes("not read"))).toEqual([]);
    } finally {
      await machine.store.pool.query("truncate smartlog.events, smartlog.unread_hour");
    }
  });
});
