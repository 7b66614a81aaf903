/** What is given in place of a log, a folder or a database gets a sentence at once, and nothing is started for it. */
import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { newFolder, temporaryFolder } from "../folder.ts";
import { smartlog } from "./command.ts";

const folder = temporaryFolder();
const emptyFolder = temporaryFolder();
const LINE = '192.0.2.7 - - [21/Nov/2026:06:41:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "curl/8.5.0"\n';

/** As random as it gets, and the same at every run. */
function noise(bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, i) =>
    createHash("sha256").update(`${i}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
}

function file(name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const utf16 = Buffer.from(LINE.repeat(20), "utf16le");
const tar = Buffer.concat([Buffer.alloc(257), Buffer.from("ustar\0"), Buffer.alloc(249), Buffer.from(LINE)]);

const NO_LOGS: readonly [name: string, content: Buffer, what: RegExp, remedy: RegExp][] = [
  ["random", noise(200_000), /is no log: 6,\d{3} of its first 65,536 bytes are no text/, /$/],
  ["short.random", noise(512), /is no log: /, /$/],
  ["shortest.random", noise(80), /is no log: /, /$/],
  [
    "program",
    Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01"), noise(300), Buffer.alloc(200), noise(90_000)]),
    /is no log/,
    /$/,
  ],
  [
    "picture.png",
    Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), noise(70_000)]),
    /is no log/,
    /$/,
  ],
  [
    "access.log.zst",
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xc, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    /is damaged: zstd made it/,
    /$/,
  ],
  ["access.log.bz2", Buffer.from("BZh91AY&SY"), /is compressed \(bzip2\)/, /bzcat /],
  ["access.log.xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0]), /is compressed \(xz\)/, /xzcat /],
  ["logs.zip", Buffer.from("PK\x03\x04...."), /is compressed \(zip\)/, /unzip -p /],
  ["logs.tar", tar, /is a tar archive/, /tar -xOf /],
  ["logs.tar.gz", gzipSync(tar), /is a tar archive/, /tar -xOf /],
  ["random.gz", gzipSync(noise(200_000)), /is no log/, /$/],
  ["cut.gz", Buffer.from([0x1f, 0x8b, 9, 9, 9]), /is damaged/, /$/],
  ["utf16", utf16, /is UTF-16LE text/, /iconv -f UTF-16LE -t UTF-8 /],
  ["utf16-be", Buffer.from(utf16).swap16(), /is UTF-16BE text/, /iconv -f UTF-16BE/],
  ["utf16-bom", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), /is UTF-16 text/, /iconv -f UTF-16 -t/],
];

/** Named by their first bytes. */
const KNOWN: readonly [name: string, begin: string, what: RegExp, remedy: RegExp][] = [
  [
    "system.journal",
    "LPKSHHRH",
    /is no log but a journal of systemd's/,
    /journalctl --file .*system\.journal/,
  ],
  ["Security.evtx", "ElfFile\0", /is no log but an event log of Windows/, /$/],
  ["traffic.pcap", "\xd4\xc3\xb2\xa1", /is no log but a capture of packets/, /tcpdump -nn -r /],
  ["app.db", "SQLite format 3\0", /is no log but a database \(SQLite\)/, /$/],
  ["a-program", "\x7fELF\x02\x01\x01", /is no log but a program \(ELF\)/, /$/],
  ["a-picture", "\x89PNG\r\n\x1a\n", /is no log but a picture \(PNG\)/, /$/],
  ["logo.gif", "GIF89a", /is no log but a picture \(GIF\)/, /$/],
  ["report.pdf", "%PDF-1.7\n", /is no log but a document \(PDF\)/, /$/],
  ["access.log.lz4", "\x04\x22\x4d\x18", /is compressed \(lz4\)/, /lz4cat /],
];
const named = KNOWN.map(([name, begin, what, remedy]) => {
  const content = Buffer.concat([Buffer.from(begin, "latin1"), noise(3000)]);
  return [name, content, what, remedy] as const;
});

describe("what is no log is wrong use", () => {
  test.each([...NO_LOGS, ...named])("%s", async (name, content, what, remedy) => {
    const path = file(name, content);
    const data = join(folder, "data");
    const [scored, started] = await Promise.all([
      smartlog(["score", path]),
      smartlog(["start", "--data", data, path]),
    ]);
    expect([scored.code, scored.stdout]).toEqual([2, ""]);
    expect(scored.stderr).toMatch(new RegExp(`^smartlog: [^\\n]*${what.source}[^\\n]*\\n$`));
    expect(scored.stderr).toMatch(remedy);
    expect([started.code, started.stdout]).toEqual([2, ""]);
    expect(started.stderr).toMatch(what);
    expect(started.stderr).toMatch(remedy);
    expect(started.stderr).not.toContain("Postgres runs");
  });

  test.each([
    ["a device", "/dev/zero", /is a device, and no log/],
    ["random bytes without end", "/dev/urandom", /is a device, and no log/],
    ["a folder without logs", emptyFolder, /there is no log in /],
    ["a file below a file", join(file("plain", LINE), "x"), /there is no file/],
  ])("%s", async (_, path, message) => {
    const { code, stderr } = await smartlog(["score", path]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test("start follows no pipe", async () => {
    const { code, stderr } = await smartlog(["start", "/dev/stdin"], { input: LINE });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/is no plain file, and can't be followed; `smartlog score/),
    ]);
  });

  test("start stores it where it is forced to, and says what it is", async () => {
    const path = file("forced", noise(5000));
    const refused = await smartlog(["start", "--once", path]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/no text; --force stores it/)]);
    const data = newFolder();
    try {
      const args = ["start", "--once", "--json", "--force", "--data", join(data, "data"), path];
      const { code, stdout, stderr } = await smartlog(args);
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(/is no log: .*; its bytes are read as lines all the same/),
      ]);
      const { lines, stored } = JSON.parse(stdout) as { lines: number; stored: number };
      expect(stored).toBe(lines);
      expect(stored).toBeGreaterThan(5);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }, 30_000);

  test("of standard input it is only said", async () => {
    const random = await smartlog(["score", "-"], { input: noise(70_000) });
    expect([random.code, random.stderr]).toEqual([
      0,
      expect.stringMatching(/^smartlog: standard input is no log: .*\n$/),
    ]);
    const packed = await smartlog(["score"], { input: gzipSync(LINE.repeat(200)) });
    expect([packed.code, packed.stderr, packed.stdout.split("\n").length]).toEqual([0, "", 201]);
  });
});

describe("what could be taken for none is a log", () => {
  test.each([
    ["latin1", Buffer.from("caf\xe9 \xa0\x85\n".repeat(500), "latin1")],
    ["shift-jis", Buffer.from("\x83\x8d\x83\x4f\x82\xcc\x8d\x73\n".repeat(500), "latin1")],
    ["a picture's first letters", Buffer.from(`GIF89a is asked for\n%PDF-1.7 too\n${LINE}`)],
    ["latin1 with a control character", Buffer.from("caf\xe9 au lait \x01 s'il vous pla\xeet\n", "latin1")],
    ["colours", Buffer.from("\x1b[31mERROR\x1b[0m it failed\n".repeat(500))],
    ["a few controls", Buffer.from(`a\0b\x01\x02\n${LINE}`)],
    ["a hole first", Buffer.concat([Buffer.alloc(100_000), Buffer.from(LINE)])],
    [
      "what a client filled the beginning with",
      Buffer.concat([noise(100_000), Buffer.from(LINE.repeat(1000))]),
    ],
  ])("%s", async (name, content) => {
    const { code, stdout, stderr } = await smartlog(["score", file(name.replaceAll(" ", "-"), content)]);
    expect([code, stderr.replace(/.*NULs in holes.*\n/, "")]).toEqual([0, ""]);
    expect(stdout).not.toBe("");
  });
});

describe("what can't be a database or a folder", () => {
  test.each([
    ["garbage", /it doesn't begin with postgres:\/\//],
    ["mysql://root:s3cret@127.0.0.1/x", /it names mysql, which is no Postgres/],
    ["postgres://a:s3#cret@127.0.0.1:1/x", /Invalid URL \(in a password # is written %23/],
    ["postgres://127.0.0.1:99999/x", /Invalid URL/],
  ])(
    "DATABASE_URL=%s",
    async (DATABASE_URL, message) => {
      const log = file("plain.log", LINE);
      const commands = [["serve", "--port", "0"], ["start", log], ["db", "status"], ["doctor"], ["train"]];
      for (const args of DATABASE_URL === "garbage" ? commands : [["db", "status"]]) {
        const began = performance.now();
        const { code, stderr } = await smartlog(args, { env: { DATABASE_URL } });
        expect([code, stderr], args.join(" ")).toEqual([2, expect.stringMatching(message)]);
        expect(stderr).not.toContain("cret");
        expect(performance.now() - began).toBeLessThan(8_000);
      }
    },
    60_000,
  );

  const plain = file("a-file", LINE);
  test.each([
    [
      "a file for --data",
      ["start", "--once", "--data", plain],
      /a-file is a file, where a data folder was to be/,
    ],
    [
      "a folder below a file",
      ["db", "status", "--data", join(plain, "x")],
      /is a file, where a data folder was to be/,
    ],
    [
      "--data below /proc",
      ["start", "--once", "--data", "/proc/x/y"],
      /the data folder \/proc\/x\/y can't be made/,
    ],
    [
      "--report below /proc",
      ["train", "--report", "/proc/x/y"],
      /the folder \/proc\/x\/y can't be made \(.*\); name another with --report/,
    ],
    ["a file for --report", ["train", "--report", plain], /is a file, where a folder was to be/],
    [
      "--pid-file where there is no folder",
      ["serve", "--pid-file", "/nowhere/pid"],
      /\/nowhere\/pid can't be written/,
    ],
    [
      "a folder for --out",
      ["configure", "--off", "anomaly", "--out", folder],
      /can't be written: a folder is there/,
    ],
    ["a folder for an export", ["model", "export", "x", folder], /can't be written: a folder is there/],
  ])("%s is said at once", async (_, args, message) => {
    const began = performance.now();
    const { code, stdout, stderr } = await smartlog(args);
    expect(stderr).toMatch(message);
    expect([code === 0, stdout, stderr.trim().split("\n").length]).toEqual([false, "", 1]);
    expect(performance.now() - began).toBeLessThan(8_000);
  });
});
