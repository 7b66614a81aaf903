/** `smartlog analyze` as its users run it; what it counts, against counts of the bare lines. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Figures } from "../../report/analyze/figures/figures.ts";
import { chromiumPath } from "../../report/html/pdf.ts";
import { simulate } from "../../simulate/index.ts";
import { temporaryFolder } from "../folder.ts";
import { sharedData } from "../shared-data.ts";
import { smartlog, spawnCli, until } from "./command.ts";

const UTC = { TZ: "UTC" };
const folder = temporaryFolder();
const COMBINED =
  /^(\S+) \S+ \S+ \[(\d+)\/(\w+)\/(\d+):(\d+):[^\]]*\] "(.*)" (\d{3}) (\d+|-) "(.*?)" "(.*)"?$/;
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

async function figuresOf(args: string[], input = ""): Promise<Figures> {
  const { code, stdout, stderr } = await smartlog(["analyze", "--format", "json", "--top", "1000", ...args], {
    input,
    env: UTC,
  });
  expect([code, stderr]).toEqual([0, stderr]);
  return JSON.parse(stdout) as Figures;
}

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What the lines of a log in combined format say, counted without any of the product's code. */
function countedOf(path: string) {
  const days = new Map<string, { requests: number; bytes: number; visitors: Set<string> }>();
  const hours = new Map<string, number>();
  const statuses = new Map<number, number>();
  const hosts = new Map<string, number>();
  const missing = new Map<string, number>();
  const referrers = new Map<string, number>();
  for (const line of readFileSync(path, "utf8").trimEnd().split("\n")) {
    const found = COMBINED.exec(line);
    if (!found) throw new Error(`not in combined format: ${line}`);
    const [, ip = "", date = "", month = "", year = "", hour = "", request = "", status = "", size = ""] =
      found;
    const [referrer = "", agent = ""] = found.slice(9);
    const day = `${year}-${String(MONTHS.indexOf(month) / 3 + 1).padStart(2, "0")}-${date}`;
    const of = days.get(day) ?? { requests: 0, bytes: 0, visitors: new Set() };
    days.set(day, of);
    of.requests++;
    of.bytes += Number(size) || 0;
    if (!status.startsWith("4")) of.visitors.add(`${ip} ${agent}`);
    add(hours, `${day} ${hour}:00`);
    add(statuses, Number(status));
    add(hosts, ip);
    const site = /^[a-z-]+:\/\/([^/?#]+)/.exec(referrer)?.[1];
    if (site) add(referrers, site);
    const target = request.split(" ")[1]?.split("?")[0] ?? "";
    if (status === "404" && target.length < 200) add(missing, target);
  }
  return { days, hours, statuses, hosts, missing, referrers };
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const named = (list: { rows: { name: string; count: number }[] }) =>
  new Map(list.rows.map(({ name, count }) => [name, count]));

describe.each(["nginx", "apache"])("a real log of requests (%s)", (name) => {
  const path = sharedData(`real/${name}.log`);

  test.skipIf(!path)("has the figures that its lines have", async () => {
    const { web, lines, hours } = await figuresOf([path as string]);
    const counted = countedOf(path as string);
    if (!web) throw new Error("no requests");
    expect(lines).toBe([...counted.days.values()].reduce((sum, { requests }) => sum + requests, 0));
    expect(web.days.map(({ day, requests, bytes, visitors }) => [day, requests, bytes, visitors])).toEqual(
      [...counted.days]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([day, { requests, bytes, visitors }]) => [
          day,
          requests,
          bytes,
          { count: visitors.size, is_estimate: false },
        ]),
    );
    expect(new Map(hours.map(({ hour, lines }) => [hour, lines]))).toEqual(counted.hours);
    expect(new Map(web.statuses.map(({ status, count }) => [status, count]))).toEqual(counted.statuses);
    expect(web.addresses.count).toBe(counted.hosts.size);
    for (const [host, count] of named(web.hosts)) expect(counted.hosts.get(host), host).toBe(count);
    expect(named(web.referrers)).toEqual(counted.referrers);
    for (const { name, count } of web.not_found.rows.filter(({ name }) => name.length < 200))
      expect(counted.missing.get(name), name).toBe(count);
    const { people, robots, attacks } = web.by_sender;
    expect(people.requests + robots.requests + attacks.requests).toBe(web.requests);
    expect(people.bytes + robots.bytes + attacks.bytes).toBe(web.bytes);
  });

  const hasGoAccess = spawnSync("goaccess", ["--version"]).status === 0;
  if (!hasGoAccess)
    console.warn("SKIPPED: no goaccess (apt-get install goaccess); figures are not compared with its");
  test.skipIf(!path || !hasGoAccess)("has GoAccess' figures", async () => {
    const output = join(folder, `${name}-goaccess.json`);
    execFileSync("goaccess", [path as string, "--log-format=COMBINED", "-q", "--no-progress", "-o", output]);
    const theirs = JSON.parse(readFileSync(output, "latin1"));
    const { web, lines } = await figuresOf([path as string]);
    if (!web) throw new Error("no requests");
    expect([lines, web.bytes]).toEqual([theirs.general.valid_requests, theirs.general.bandwidth]);
    type Their = {
      data: string;
      hits: { count: number };
      visitors: { count: number };
      bytes: { count: number };
    };
    expect(
      web.days.map((day) => [day.day.replaceAll("-", ""), day.requests, day.visitors.count, day.bytes]),
    ).toEqual(
      (theirs.visitors.data as Their[])
        .map(({ data, hits, visitors, bytes }) => [data, hits.count, visitors.count, bytes.count])
        .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    );
    const statuses = (theirs.status_codes.data as { items: Their[] }[]).flatMap(({ items }) => items);
    expect(new Map(web.statuses.map(({ status, count }) => [String(status), count]))).toEqual(
      new Map(statuses.map(({ data, hits }) => [data.slice(0, 3), hits.count])),
    );
  });
});

test.skipIf(!sharedData("real/auth.log"))("a real log of logins has the figures that grep has", async () => {
  const path = sharedData("real/auth.log") as string;
  const text = readFileSync(path, "utf8");
  const { logins, sources, lines } = await figuresOf([path]);
  expect(lines).toBe(text.trimEnd().split("\n").length);
  expect([logins?.failed, logins?.succeeded]).toEqual([
    text.match(/ Failed \w+ for /g)?.length,
    text.match(/ Accepted \w+ for /g)?.length,
  ]);
  const root = logins?.accounts.rows.find(({ name }) => name === "root");
  expect(root).toMatchObject({
    failed: text.match(/ Failed \w+ for root from/g)?.length ?? 0,
    succeeded: text.match(/ Accepted \w+ for root from/g)?.length ?? 0,
  });
  // Who logged in is never worth blocking.
  const welcome = new Set(Array.from(text.matchAll(/Accepted \w+ for \S+ from (\S+)/g), ([, ip]) => ip));
  expect(sources.worth_blocking.length).toBeGreaterThan(50);
  const breakIns = new Set(sources.break_ins.map(({ source }) => source));
  expect(
    sources.worth_blocking.filter(({ address }) => welcome.has(address) && !breakIns.has(address)),
  ).toEqual([]);
});

describe("a log in parts and formats", () => {
  const lines = [...simulate({ kind: "web", lines: 900, seed: 5 })].map(({ line }) => line);
  const joined = (from: number, to: number) => `${[...lines].slice(from, to).join("\n")}\n`;

  test("is read from its oldest part to its newest, packed or not, each line once", async () => {
    const set = join(folder, "set");
    mkdirSync(set);
    writeFileSync(join(set, "access.log"), joined(600, 900));
    writeFileSync(join(set, "access.log.1"), joined(300, 600));
    writeFileSync(join(set, "access.log.1.gz"), gzipSync(joined(300, 600)));
    writeFileSync(join(set, "access.log.10.gz"), gzipSync(joined(0, 100)));
    writeFileSync(join(set, "access.log.2.gz"), gzipSync(joined(100, 300)));
    writeFileSync(join(set, "other.log"), "an ordinary line\n");
    writeFileSync(join(set, "picture.png"), Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\0", "latin1"));
    const whole = await figuresOf([write("whole.log", joined(0, 900))]);
    const rotated = await figuresOf([join(set, "access.log"), "--rotated"]);
    expect(rotated.files.map(({ name, lines }) => [name.split("/").at(-1), lines])).toEqual([
      ["access.log.10.gz", 100],
      ["access.log.2.gz", 200],
      ["access.log.1", 300],
      ["access.log", 300],
    ]);
    expect({ ...rotated, files: 0, seconds: 0 }).toEqual({ ...whole, files: 0, seconds: 0 });
    const all = await smartlog(["analyze", set, "--format", "json"], { env: UTC });
    expect(JSON.parse(all.stdout).lines).toBe(901);
    expect(all.stderr).toMatch(/left out: .*picture\.png is no log/);
    expect(all.stderr).toMatch(/left out: .*access\.log\.1\.gz holds what is in .*access\.log\.1/);
    expect((await figuresOf([join(set, "access.log*")])).lines).toBe(900);
  });

  test("from standard input has the same figures", async () => {
    const path = write("piped.log", joined(0, 900));
    const { files: _, seconds: _s, ...piped } = await figuresOf(["-"], joined(0, 900));
    const { files: _f, seconds: _t, ...read } = await figuresOf([path]);
    expect(piped).toEqual(read);
  });

  test("may hold several formats at once; each has its part", async () => {
    const kinds = ["web", "auth", "dns", "firewall", "app", "syslog"] as const;
    const mixed = kinds.flatMap((kind) =>
      [...simulate({ kind, lines: 300, seed: 3 })].map(({ line }) => line),
    );
    const figures = await figuresOf([write("mixed.log", `${[...mixed].join("\n")}\n`)]);
    expect(Object.keys(figures.by_kind)).toEqual(expect.arrayContaining([...kinds]));
    const { web, logins, dns, firewall, messages } = figures;
    for (const part of [web, logins, dns, firewall, messages]) expect(part).not.toBeNull();
    expect(figures.lines).toBe(1_800);
  });

  test("is cut by --since and --until", async () => {
    const path = write("cut.log", joined(0, 900));
    const { first, last } = await figuresOf([path]);
    const middle = new Date((Date.parse(first ?? "") + Date.parse(last ?? "")) / 2).toISOString();
    const [before, after] = [
      await figuresOf([path, "--until", middle]),
      await figuresOf([path, "--since", middle]),
    ];
    expect(before.lines + after.lines).toBe(900);
    expect(Math.min(before.lines, after.lines)).toBeGreaterThan(0);
    expect(Date.parse(before.last ?? "")).toBeLessThan(Date.parse(middle));
  });
});

describe("what it writes", () => {
  const log = () =>
    write(
      "hostile.log",
      `${Array.from(
        { length: 40 },
        (_, i) =>
          `45.83.64.7 - - [21/Nov/2026:06:41:${String(i).padStart(2, "0")} +0000] "GET /%3Cscript%3E<img/src=x>|a?q=1'--+<script>alert(${i})</script> HTTP/1.1" 200 5 "https://evil.example/\x1b[2J" "<b>x</b>\u202e"`,
      ).join("\n")}\n`,
    );

  test("is a table for people, plain where it is piped, with ten lines first at most", async () => {
    const { code, stdout, stderr } = await smartlog(["analyze", log()], { env: UTC });
    expect([code, stderr]).toEqual([0, ""]);
    const [title, subtitle, , ...rest] = stdout.split("\n");
    expect([title, subtitle]).toEqual([
      "What the log says",
      `40 lines of ${log()}, 2026-11-21 06:41 to 2026-11-21 06:41 (UTC)`,
    ]);
    const lines = rest.slice(0, rest.indexOf(""));
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(lines).toContainEqual(
      expect.stringMatching(/^- Attacks: 40, 1 hostile source; 40 answered 2xx: GET /),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^- Worth blocking: 1 source; the busiest 45\.83\.64\.7/),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test("is the format that --output ends with, or that --format names", async () => {
    for (const [ending, start] of [
      ["html", "<!doctype html>"],
      ["md", "# What the log says"],
      ["json", "{\n"],
      ["txt", "What the log says"],
    ] as const) {
      const output = join(folder, `report.${ending}`);
      const { code, stdout } = await smartlog(["analyze", log(), "--output", output], { env: UTC });
      expect([code, stdout, readFileSync(output, "utf8").startsWith(start)]).toEqual([0, "", true]);
      if (ending === "html") expect(readFileSync(output, "utf8")).not.toMatch(/<script|<img|<b>x/);
    }
    const { stdout } = await smartlog(["analyze", log(), "--format", "markdown"], { env: UTC });
    expect(stdout).toBe(
      readFileSync(join(folder, "report.md"), "utf8").replace(
        /Read in .*/,
        () => /Read in .*/.exec(stdout)?.[0] ?? "",
      ),
    );
  });

  test.skipIf(!chromiumPath())("is a PDF, too, by Chromium", async () => {
    const path = join(folder, "report.pdf");
    const { code, stderr } = await smartlog([
      "analyze",
      log(),
      "--output",
      join(folder, "r.html"),
      "--pdf",
      path,
    ]);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`written to ${path}`)]);
    expect(readFileSync(path).subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("without a Chromium says so, and that the HTML is there", async () => {
    const html = join(folder, "alone.html");
    const { code, stderr } = await smartlog(
      ["analyze", log(), "--output", html, "--pdf", join(folder, "no.pdf")],
      {
        env: { SMARTLOG_CHROMIUM: "/nowhere/chromium" },
      },
    );
    expect([code, existsSync(html)]).toEqual([1, true]);
    expect(stderr).toMatch(/made no PDF .*The HTML can be printed in any browser/);
  });
});

test.each([
  [["analyze"], /missing required argument/],
  [["analyze", "/nowhere/at.log"], /there is no file \/nowhere\/at\.log/],
  [["analyze", "/nowhere/*.log"], /there is no log in \/nowhere\/\*\.log/],
  [["analyze", "-", "--since", "soon"], /It has to be a time/],
  [["analyze", "-", "--top", "0"], /It has to be a whole number from 1 to 1000/],
  [["analyze", "-", "--format", "xml"], /Allowed choices are table, markdown, json, html/],
  [["analyze", "-", "--output", "/nowhere/report.html"], /can't be written/],
  [["analyze", "-", "--since", "1d", "--until", "2d"], /--since has to be before --until/],
])("wrong use: %s", async (args, message) => {
  const { code, stderr } = await smartlog(args);
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});

test("--verify-bots asks name servers, and says where these give no answer", async () => {
  const agent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
  const path = write(
    "crawler.log",
    `203.0.113.9 - - [21/Nov/2026:06:41:05 +0000] "GET /a HTTP/1.1" 200 5 "-" "${agent}"\n`,
  );
  const { code, stdout } = await smartlog(["analyze", path, "--verify-bots", "--format", "json"]);
  const { web } = JSON.parse(stdout) as Figures;
  const robot = web?.robots.rows.find(({ name }) => name === "Googlebot");
  // An address of documentation is nobody's; without a network nobody says so.
  const { verified = -1, claimed = 0, impostor = 0 } = robot?.checked ?? {};
  expect([code, verified, claimed + impostor]).toEqual([0, 0, 1]);
});

test("an empty log is told as such", async () => {
  const { code, stdout } = await smartlog(["analyze", write("empty.log", "")], { env: UTC });
  expect([code, stdout]).toEqual([0, expect.stringContaining("0 lines of")]);
});

describe.skipIf(!existsSync("/proc/self/status"))("memory", () => {
  test("stays below 150 MB on names that are all different", async () => {
    const hex = (n: number) => ((n * 2_654_435_761) % 2 ** 32).toString(16);
    const line = (i: number) => {
      const ip = `${1 + (i % 220)}.${(i >> 3) % 256}.${(i * 7) % 256}.${(i * 13) % 256}`;
      if (i % 4 === 3)
        return `Nov ${1 + (i % 28)} 06:19:05 host${hex(i)} sshd[${i % 30_000}]: Failed password for invalid user u${hex(i)} from ${ip} port 40022 ssh2`;
      const time = new Date(1_600_000_000_000 + (i % 2_000) * 86_400_000).toUTCString().split(" ");
      return `${ip} - - [${time[1]}/${time[2]}/${time[3]}:10:00:00 +0000] "GET /${hex(i)}/${"a".repeat(150)} HTTP/1.1" ${i % 2 ? 200 : 404} ${i} "https://${hex(i)}.example/" "Mozilla/5.0 ${hex(i)} ${"b".repeat(150)}"`;
    };
    const child = spawnCli(["analyze", "-", "--format", "json"], UTC);
    let out = "";
    child.stdout?.on("data", (chunk) => {
      out += chunk;
    });
    let peak = 0;
    const timer = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      } catch {
        // It has ended.
      }
    }, 20);
    let ended = false;
    child.on("close", () => {
      ended = true;
    });
    const LINES = 60_000;
    for (let i = 0; i < LINES; i += 1_000) {
      const block = `${Array.from({ length: 1_000 }, (_, n) => line(i + n)).join("\n")}\n`;
      if (!child.stdin?.write(block)) await new Promise((resolve) => child.stdin?.once("drain", resolve));
    }
    child.stdin?.end();
    await until("the end", () => ended, 120_000);
    clearInterval(timer);
    const figures = JSON.parse(out) as Figures;
    expect(figures.lines).toBe(LINES);
    expect(figures.web?.not_found.error).toBeGreaterThan(0);
    expect(figures.other_days_lines).toBeGreaterThan(0);
    expect(peak).toBeGreaterThan(50);
    expect(peak).toBeLessThan(150);
  }, 180_000);
});
