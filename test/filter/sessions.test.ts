/** The order of lines in a session: how its key is found, what is unusual, and when that is called. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { recordOfLine as recordOfBytes } from "../../host/record.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { blobOf, splitSections } from "../../trainer/model/sections.ts";
import { classOf, fingerprintOf, markOf, setOf, tagOf } from "../../trainer/model/session-set.ts";
import { KnownSessions, putSessions, sessionsOf } from "../../trainer/model/sessions.ts";
import { word } from "../words.ts";

const recordOfLine = (line: string) => recordOfBytes(Buffer.from(line));
const REASON = "session:unusual-step";
const UUID = "2a98d980-f572-4ebf-b0fb-d7e64e7966d7";
const NOVA = "2017-05-16 02:01:05.512 2931 INFO nova.compute.manager";
const SYSLOG = "Nov 21 06:19:00 web1";
const START = Date.UTC(2026, 10, 21, 6, 19) / 1000;

interface Explained {
  rule: string;
  key: string;
  class: string;
  line: string;
  steps: number[];
}

function explained(line: string, filter = Filter.load()): Explained | undefined {
  return JSON.parse(filter.explain(recordOfLine(line))).session;
}

describe("the key of a session", () => {
  test.each([
    [
      "numbered",
      "blk_-7728590502682425635",
      "081109 203615 148 INFO dfs.DataNode: Receiving block blk_-7728590502682425635 src: /10.0.0.1:5",
    ],
    [
      "numbered",
      "blk_1073741825_1001",
      "081109 203615 148 INFO dfs.FSDataset: Deleting block blk_1073741825_1001 file /data/blk_1073741825",
    ],
    [
      "uuid",
      UUID,
      `${NOVA} [req-594a71ab-2096-447d-96ea-a692162415ae - - -] Claim successful on node ${UUID}`,
    ],
    ["uuid", UUID, `${NOVA} Terminating instance ${UUID}.`],
    ["id", `req-${UUID}`, `${NOVA} Get req-${UUID} done`],
    ["id", "17ab90ff", `${NOVA} opened request_id=17ab90ff for reading`],
    ["id", "4F2A11C0B3", `${SYSLOG} postfix/qmgr[812]: 4F2A11C0B3: removed`],
    ["process", "pppd[812]", `${SYSLOG} pppd[812]: LCP terminated by peer`],
    ["process", "cron[17]", `${SYSLOG} cron[17]: moved part_17.tmp and /srv/blk_1234567 at 12345678`],
  ])("%s %s", (rule, key, line) => {
    expect(explained(line)).toMatchObject({ rule, key });
  });

  test("is the source where there is no other, which the event names already", () => {
    const line = '{"level":"info","msg":"order placed","service":"shop","ip":"203.0.113.7"}';
    expect(explained(line)).toMatchObject({ rule: "source", key: "" });
    expect(Filter.load().event(recordOfLine(line))).not.toHaveProperty("session");
  });

  test("is none of what clients choose: requests, queries, logins, packets", () => {
    const access = `203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET /orders/${UUID} HTTP/1.1" 200 5 "-" "-"`;
    const query = "Nov 21 06:19:00 web1 dnsmasq[7]: query[A] blk_12345678.example from 192.0.2.7";
    const login = `${SYSLOG} sshd[812]: Failed password for invalid user blk_12345678 from 203.0.113.7 port 4711 ssh2`;
    const packet = `${SYSLOG} kernel: [17.5] ufw BLOCK IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 PROTO=TCP SPT=12345678 DPT=22`;
    for (const line of [access, query, login, packet]) expect(explained(line)).toBeUndefined();
  });

  test("does not depend on what stands beside it: one process is one session, on another host another", () => {
    const filter = Filter.load();
    const steps = (line: string) => explained(line, filter)?.steps.length;
    expect(steps(`${SYSLOG} app[812]: opened the store`)).toBe(1);
    expect(steps(`${SYSLOG} app[812]: closed the store`)).toBe(2);
    expect(steps("Nov 21 06:19:00 web2 app[812]: closed the store")).toBe(1);
    expect(steps(`${SYSLOG} app[8123]: closed the store`)).toBe(1);
    expect(steps(`${SYSLOG} other[812]: closed the store`)).toBe(1);
  });
});

const LINES = {
  open: "opened for writing",
  write: "bytes were written",
  sync: "data is on the disk",
  close: "closed by the owner",
  fail: "lost its last replica",
  full: "Too many open files",
};
type Name = keyof typeof LINES;

/** Lines of sessions of files, one second apart. */
class Store {
  readonly filter: Filter;
  #time = START;
  #files = 1000;

  constructor(module?: Uint8Array) {
    this.filter = Filter.load(module);
  }

  line(file: string, name: Name) {
    this.#time++;
    const at = new Date(this.#time * 1000).toISOString().slice(0, 19).replace("T", " ");
    return recordOfLine(`${at},000 INFO store.Writer - ${LINES[name]}: ${file}`);
  }

  score(file: string, name: Name) {
    return this.filter.event(this.line(file, name), { seconds: this.#time, nanoseconds: 0 });
  }

  newFile(): string {
    return `file_${++this.#files}00`;
  }

  /** A session; where it is called, by the number of the line. */
  session(names: readonly Name[], file = this.newFile()): number {
    const called = names.map((name) => this.score(file, name)?.why.includes(REASON) ?? false);
    expect(called.filter(Boolean).length).toBeLessThanOrEqual(1);
    return called.indexOf(true);
  }

  sessions(count: number, names: readonly Name[]): number {
    let calls = 0;
    for (let i = 0; i < count; i++) if (this.session(names) >= 0) calls++;
    return calls;
  }

  later(seconds: number): void {
    this.#time += seconds;
  }
}

const USUAL: Name[] = ["open", "write", "sync", "write", "close"];

describe("an unusual step", () => {
  test("is called, once in a session, when enough sessions were seen", () => {
    const store = new Store();
    expect(store.session(["open", "fail", "write"])).toBe(-1);
    expect(store.sessions(400, USUAL)).toBe(0);
    expect(store.session(["open", "write", "fail", "fail"])).toBe(-1);
    const other = new Store();
    expect(other.sessions(190, USUAL)).toBe(0);
    expect(other.session(["open", "fail"])).toBe(-1);
    other.sessions(400, USUAL);
    const file = other.newFile();
    other.score(file, "open");
    expect(other.score(file, "close")?.label).toBe("normal");
  });

  test("is a line that ordinary sessions do not have", () => {
    const store = new Store();
    store.sessions(300, USUAL);
    const file = store.newFile();
    store.score(file, "open");
    const event = store.score(file, "fail");
    expect(event).toMatchObject({ label: "anomaly", severity: "medium", anomaly: 0.95, session: file });
    expect(event?.why[0]).toBe(REASON);
    // Whatever follows: the session was called.
    expect(store.score(file, "fail")?.why).not.toContain(REASON);
  });

  test("that tells of a fault is a fault first: a mute of unusual steps hides none", () => {
    const store = new Store();
    store.sessions(300, USUAL);
    const file = store.newFile();
    store.score(file, "open");
    expect(store.score(file, "full")?.why.slice(0, 2)).toEqual(["fault:limit", REASON]);
  });

  test("is what comes without what ordinary sessions have before, for more than eight lines", () => {
    const store = new Store();
    store.sessions(300, USUAL);
    const early: Name[] = ["open", "close", "write", "sync"];
    expect(store.session(early)).toBe(-1);
    const sync: Name[] = Array(12).fill("sync");
    expect(store.session(["open", ...sync])).toBe(9);
  });

  test("is none where sessions have no order to speak of: fewer than three steps, or ever new ones", () => {
    const short = new Store();
    short.sessions(600, ["open", "close"]);
    expect(short.session(["open", "fail"])).toBe(-1);
    const wild = new Store();
    const names: Name[] = ["open", "write", "sync"];
    for (let i = 0; i < 1800; i++) {
      const line = `2026-11-21 06:19:00,000 INFO store.Writer - ${word(i)} happened: file_${Math.floor(i / 3)}000000`;
      expect(wild.filter.event(recordOfLine(line))?.why).not.toContain(REASON);
    }
    wild.sessions(2, names);
    expect(wild.session(["open", "fail"])).toBe(-1);
  });

  test("that comes on eight days is usual from then on", () => {
    const store = new Store();
    store.sessions(300, USUAL);
    const called: boolean[] = [];
    for (let day = 0; day < 9; day++) {
      called.push(store.session(["open", "fail", "write", "sync", "close"]) >= 0);
      store.later(86_400);
      store.sessions(20, USUAL);
    }
    expect(called).toEqual([...Array(8).fill(true), false]);
  });

  test("is still called where times go back and forth over midnight", () => {
    const store = new Store();
    store.sessions(300, USUAL);
    const called = Array.from({ length: 20 }, (_, i) => {
      store.later(i % 2 ? -86_400 : 86_400);
      return store.session(["open", "fail", "write", "sync", "close"]) >= 0;
    });
    expect(called).not.toContain(false);
  });

  test("of most sessions is a change of the system: they are learnt anew", () => {
    const store = new Store();
    store.sessions(300, USUAL);
    const changed: Name[] = ["open", "fail", "sync", "close"];
    const calls = store.sessions(600, changed);
    expect(calls).toBeGreaterThan(400);
    expect(calls).toBeLessThan(500);
    expect(store.sessions(600, changed)).toBe(0);
  });

  test("is called in each of many sessions that run at once, most of them ordinary", () => {
    const store = new Store();
    store.sessions(300, USUAL);
    const files = Array.from({ length: 250 }, () => store.newFile());
    for (const file of files) store.score(file, "open");
    const called = (name: Name, some: readonly string[]) =>
      some.filter((file) => store.score(file, name)?.why.includes(REASON)).length;
    expect(called("fail", files.slice(0, 100))).toBe(100);
    expect(called("write", files.slice(100))).toBe(0);
    store.sessions(200, USUAL);
    expect(store.session(["open", "fail"])).toBe(1);
  });

  test("is told by what a session had before others flood the table with keys of their own", () => {
    const store = new Store();
    store.sessions(300, USUAL);
    const files = Array.from({ length: 64 }, () => store.newFile());
    for (const name of ["open", "write", "sync"] as const) for (const file of files) store.score(file, name);
    for (let i = 0; i < 40_000; i++)
      store.filter.event(recordOfLine(`2026-11-21 09:00:00,000 INFO mail.Queue - accepted: job_${i}000000`));
    // A session that was forgotten would begin with the line that is the last of ordinary ones.
    const ends: Name[] = Array(10).fill("close");
    expect(files.filter((file) => store.session(ends, file) >= 0)).toEqual([]);
    expect(store.session(ends)).toBe(8);
  });

  test("is told of sessions that begin behind a flood of lines that claim a time to come", () => {
    const store = new Store();
    store.sessions(300, USUAL);
    for (let i = 0; i < 40_000; i++)
      store.filter.event(recordOfLine(`2099-11-21 09:00:00,000 INFO mail.Queue - accepted: job_${i}000000`), {
        seconds: START,
        nanoseconds: 0,
      });
    const files = Array.from({ length: 64 }, () => store.newFile());
    for (const name of ["open", "write", "sync"] as const) for (const file of files) store.score(file, name);
    const fails = files.filter((file) => store.score(file, "fail")?.why.includes(REASON));
    expect(fails.length).toBe(64);
  });
});

describe("a model's sessions", () => {
  const built = readFileSync(defaultModulePath());
  const store = new Store();
  const templates = (names: readonly Name[]) =>
    names.map((name) => Number.parseInt(store.score("file_100", name)?.tpl as string, 16));
  const FILES = classOf("file_100", "store.Writer");

  /** The built module with these bytes as its section, or with what is known. */
  function moduleWith(body: Buffer | KnownSessions): Buffer {
    const filter = Filter.load(built);
    const sections = splitSections(filter.modelBytes());
    if (body instanceof KnownSessions) putSessions(sections, body);
    else sections.set("SESS", body);
    return embedModel(built, blobOf(sections, filter.schema));
  }

  const steps = templates(USUAL);
  const known = new KnownSessions(
    [FILES],
    [
      ...steps.map((step) => fingerprintOf("step", FILES, markOf(step))),
      ...steps.map((_, i) => fingerprintOf("set", FILES, setOf(steps.slice(0, i + 1)))),
    ],
    [fingerprintOf("end", FILES, setOf(steps))],
  );

  test("are judged from the first on", () => {
    const module = moduleWith(known);
    expect(sessionsOf(module)).toEqual(known);
    const judged = new Store(module);
    expect(judged.session(USUAL)).toBe(-1);
    expect(judged.session(["open", "fail"])).toBe(1);
    expect(judged.session(["open", "write", "open", ...Array<Name>(9).fill("close")])).toBe(11);
  });

  test("have the class, the set and the steps that trainer and store compute", () => {
    const filter = new Store(moduleWith(known));
    const record = filter.line("file_17000", "open");
    expect(filter.filter.features(record)?.session).toMatchObject({ class: FILES });
    const {
      class: name,
      steps: tags,
      line,
    } = JSON.parse(filter.filter.explain(filter.line("file_17000", "write"))).session;
    expect(Number.parseInt(name, 16)).toBe(FILES);
    expect(tags).toEqual(templates(["open", "write"]).map((template) => tagOf(markOf(template))));
    expect(line).toBe("usual");
  });

  test.each([
    ["no numbers", Buffer.alloc(4)],
    ["too many classes", Buffer.from(Uint32Array.from([65, 0, ...Array(70).fill(1)]).buffer)],
    ["too many fingerprints", Buffer.from(Uint32Array.from([0, 2305, ...Array(2305).fill(1)]).buffer)],
    ["fewer than it says", Buffer.from(Uint32Array.from([1, 3, 1, 1, 1]).buffer)],
  ])("that are damaged are refused: %s", (_, body) => {
    const event = Filter.load(moduleWith(body)).event("{}");
    expect(event?.error).toBe("model refused: bad list of sessions");
  });
});
