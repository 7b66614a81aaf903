import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ingest } from "../../../store/ingest.ts";
import { complete } from "../../../store/search/complete.ts";
import { countFacets, countOverTime } from "../../../store/search/counts.ts";
import { ORDERS } from "../../../store/search/cursor.ts";
import { csvCell, exportEvents } from "../../../store/search/export.ts";
import { findEvents } from "../../../store/search/find.ts";
import { FIELD_NAMES } from "../../../store/search/grammar/fields.ts";
import { parse } from "../../../store/search/grammar/parse.ts";
import { term } from "../../../store/search/grammar/print.ts";
import { type TestStore, testStore } from "../test-store.ts";

const END = Date.UTC(2026, 2, 10);
const HOUR_MS = 3_600_000;
const RANGE = { from: END - 72 * HOUR_MS, to: END };
const EVENTS = 6_000;
/** Every tenth event, but for those that stand out. */
const BOTS = 595;
const HOSTILE = `%_\\ '; drop table smartlog.events; -- $1 "`;

interface Given {
  log: string;
  event: Record<string, unknown>;
  more?: Record<string, unknown>;
}

/** What stands out of the rest, by name: one event each, spread over the range. */
const SPECIAL: Record<string, Given> = {
  wp: {
    log: '203.0.113.9 - - "GET /wp-login.php?x=1 HTTP/1.1" 404 153 "-" "curl/8"',
    event: {
      kind: "web",
      label: "attack",
      severity: "high",
      score: 0.93,
      ip: "203.0.113.9",
      method: "GET",
      path: "/wp-login.php?x=1",
      status: 404,
      bytes: 153,
      ua: "curl/8",
      why: ["attack:enumeration", "source:rate"],
      tpl: "5f0c2a11",
      hit: "path:wp-login",
    },
  },
  slow: {
    log: "GET /cart 503 in 2500 ms",
    event: {
      kind: "web",
      label: "anomaly",
      severity: "medium",
      score: 0.7,
      ip: "2001:db8::7",
      method: "POST",
      path: "/cart",
      status: 503,
      bytes: 2_000_000,
      ms: 2500,
      host: "Shop.example",
      service: "nginx",
    },
    more: { request: { id: 77, took: "2.5", "a.b": "dotted" } },
  },
  login: {
    log: "Failed password for root from 198.51.100.4",
    event: {
      kind: "auth",
      label: "attack",
      severity: "critical",
      score: 0.99,
      ip: "198.51.100.4",
      user: "root",
      outcome: "failure",
      service: "sshd",
      host: "web1",
      why: ["attack:brute-force"],
    },
  },
  hostile: {
    log: HOSTILE,
    event: { kind: "app", host: HOSTILE, service: "a,b", user: "(x)", label: "normal" },
  },
  umlaut: { log: "Überlauf im Puffer 100%", event: { kind: "syslog", label: "normal", level: "ERROR" } },
};
const NAMES = Object.keys(SPECIAL);

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
  const rows = Array.from({ length: EVENTS }, (_, n) => {
    const name = NAMES[(n - 500) / 1_000];
    const { log, event, more } = (name && SPECIAL[name]) || {
      log: `ordinary line ${n} user=${n % 7}`,
      event: {
        kind: "web",
        label: n % 10 ? "normal" : "bot",
        severity: n % 10 ? "none" : "low",
        score: (n % 100) / 200,
        ip: `10.0.${n % 4}.1`,
        path: "/",
        status: 200,
        bytes: n,
        host: `h${n % 3}`,
      },
      more: undefined,
    };
    const ts = (END - 1 - (n * 72 * HOUR_MS) / EVENTS) / 1000;
    return {
      time: ts,
      data: JSON.stringify({
        log,
        ...more,
        smartlog: {
          v: 1,
          id: (n + 1).toString(16).padStart(16, "0"),
          ts,
          severity: "none",
          score: 0.1,
          bot: 0,
          threat: 0,
          anomaly: 0,
          why: [],
          tpl: "00000001",
          model: "m",
          ...event,
        },
      }),
    };
  });
  for (let from = 0; from < EVENTS; from += 2_000)
    await ingest(store.pool, "t", rows.slice(from, from + 2_000));
}, 60_000);
afterAll(() => store?.close());

async function found(line: string): Promise<string[]> {
  const { events, next, searched } = await findEvents(store.pool, parse(line), {
    range: RANGE,
    fields: ["id", "line"],
    budgetMs: 60_000,
  });
  expect(next).toBe(null);
  expect(searched).toEqual({ ...RANGE, complete: true });
  return events.map((each) => {
    const { id, line } = JSON.parse(each) as { id: string; line: string };
    return NAMES.find((name) => SPECIAL[name]?.log === line) ?? id;
  });
}

test.each<[string, string[]]>([
  ['kind:web status:>=400 ip:203.0.113.0/24 "wp-login" -label:bot', ["wp"]],
  ["WP-LOGIN", ["wp"]],
  ["wp-*php", ["wp"]],
  ["path:/wp-login.php", ["wp"]],
  ['path:"/wp-login.php?x=1"', ["wp"]],
  ["path:/wp-*,/cart", ["wp", "slow"]],
  ["path:wp-login.php", []],
  ["status:404,503", ["wp", "slow"]],
  ["status:4xx", ["wp"]],
  ["status:500..599", ["slow"]],
  ["status:>200", ["wp", "slow"]],
  ["severity:>=high", ["wp", "login"]],
  ["severity:critical OR status:503", ["slow", "login"]],
  ["label:anomaly,attack -kind:auth", ["wp", "slow"]],
  ["score:>=0.93", ["wp", "login"]],
  ["score:.93", []],
  ["score:0.93", ["wp"]],
  ["bytes:>1mb", ["slow"]],
  ["duration:1s..3s", ["slow"]],
  ["ip:2001:db8::/32", ["slow"]],
  ["ip:203.0", ["wp"]],
  ["ip:198.51.100.4", ["login"]],
  ["host:shop.example", ["slow"]],
  ["site:shop.*", ["slow"]],
  ["user:root", ["login"]],
  ["user:* -user:root", ["hostile"]],
  ['user:"(x)"', ["hostile"]],
  ['service:"a,b"', ["hostile"]],
  [term("host", HOSTILE), ["hostile"]],
  ['"%_\\\\ \'; drop"', ["hostile"]],
  ["level:error", ["umlaut"]],
  ["Überlauf", ["umlaut"]],
  ["100%", ["umlaut"]],
  ["10%%", []],
  ["agent:curl", ["wp"]],
  ["reason:attack:enumeration", ["wp"]],
  ["reason:brute-force", ["login"]],
  ["reason:attack", ["wp", "login"]],
  ["reason:source:*", ["wp"]],
  ["hit:wp", ["wp"]],
  ["tpl:5f0c2a11", ["wp"]],
  ["tpl:5f0c2a11 id:00000000000001f5", ["wp"]],
  ["record.request.id:77", ["slow"]],
  ["record.request.took:>2", ["slow"]],
  ['record.request."a.b":DOT*', ["slow"]],
  ["record.request:*", ["slow"]],
  ["outcome:failure", ["login"]],
  ["country:unknown ip:203.0.113.9", ["wp"]],
  ["muted:true", []],
  ["crawler:verified", []],
  ["tag:t user:root", ["login"]],
  ["NOT (label:normal OR label:bot)", ["wp", "slow", "login"]],
])("%s finds %j", async (line, names) => {
  // The best known spelling of a number without its 0 is refused, not guessed.
  if (line === "score:.93") return expect(() => parse(line)).toThrow();
  expect(await found(line)).toEqual(names);
});

describe("pages", () => {
  test.each(ORDERS)(
    "by %s follow one another, and have each event once, however little time there is",
    async (order) => {
      const whole = await findEvents(store.pool, parse("label:bot"), {
        range: RANGE,
        order,
        limit: 1_000,
        fields: ["id", "score"],
        budgetMs: 60_000,
      });
      expect(whole.events).toHaveLength(BOTS);
      const seen: string[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await findEvents(store.pool, parse("label:bot"), {
          range: RANGE,
          order,
          limit: 70,
          cursor,
          fields: ["id", "score"],
          budgetMs: pages % 2 ? 0 : 60_000,
        });
        // By score a page is the best of all that was searched, not the first part of it.
        if (order !== "score") expect(page.searched.complete).toBe(page.next === null);
        else expect(page.searched.complete).toBe(page.searched.from === RANGE.from);
        seen.push(...page.events);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && ++pages < 200);
      expect(new Set(seen).size).toBe(BOTS);
      if (order !== "score") expect(seen).toEqual(whole.events);
      const scores = whole.events.map((each) => (JSON.parse(each) as { score: number }).score);
      if (order === "score") expect(scores).toEqual([...scores].sort((a, b) => b - a));
    },
  );

  test("without time it says up to where it searched, and goes on from there", async () => {
    let cursor: string | undefined;
    let reached = RANGE.to;
    const names: string[] = [];
    let rounds = 0;
    for (; rounds < 100; rounds++) {
      const page = await findEvents(store.pool, parse("user:root"), {
        range: RANGE,
        cursor,
        fields: ["line"],
        budgetMs: 0,
      });
      names.push(...page.events);
      expect(page.searched.to).toBe(RANGE.to);
      expect(page.searched.from).toBeLessThan(reached);
      reached = page.searched.from;
      cursor = page.next ?? undefined;
      if (cursor === undefined) break;
    }
    expect(rounds).toBeGreaterThan(1);
    expect(reached).toBe(RANGE.from);
    expect(names).toHaveLength(1);
  });

  test.each([
    "",
    "x",
    "newest_1",
    "newest_1_2'--",
    "oldest_1_2",
    `newest_${"9".repeat(15)}9_1`,
    "newest_1_2_3_99999999999999999999_1",
  ])("%j is no cursor", async (cursor) => {
    await expect(findEvents(store.pool, parse(""), { range: RANGE, cursor })).rejects.toMatchObject({
      code: "BAD_ARGUMENT",
    });
  });
});

test("counts over time and by field are those of the events, with rollups and without", async () => {
  for (const line of ["", "label:bot OR severity:none", "-kind:auth", "ordinary", "status:200"]) {
    const range = { from: RANGE.from + 1_234_567, to: RANGE.to - 2_345_678 };
    const { rows } = await store.pool.query(
      `select label, count(*)::int as events from smartlog.events where time >= $1 and time < $2 and ($3 = '' or case $3
         when 'label:bot OR severity:none' then label = 'bot' or severity = 'none' when '-kind:auth' then kind <> 'auth'
         else status = 200 end) group by 1`,
      [new Date(range.from), new Date(range.to), line],
    );
    const histogram = await countOverTime(store.pool, parse(line), { range, budgetMs: 60_000 });
    const sums: Record<string, number> = {};
    for (const { events } of histogram.bars)
      for (const [label, count] of Object.entries(events)) sums[label] = (sums[label] ?? 0) + count;
    expect(sums, line).toEqual(Object.fromEntries(rows.map(({ label, events }) => [label, events])));
    expect(histogram.searched, line).toEqual({ ...range, complete: true });
    expect(histogram.bars.every(({ at }) => at % histogram.step === 0)).toBe(true);
    const { facets, searched } = await countFacets(store.pool, parse(line), { range, budgetMs: 60_000 });
    expect(searched).toEqual({ ...range, complete: true });
    expect(Object.fromEntries(facets.label.values.map(({ value, events }) => [value, events])), line).toEqual(
      sums,
    );
    expect(facets.kind.events).toBe(histogram.total);
  }
  const { facets } = await countFacets(store.pool, parse("status:404,503"), {
    range: RANGE,
    budgetMs: 60_000,
  });
  expect(facets.status).toEqual({
    values: [
      { value: "404", events: 1 },
      { value: "503", events: 1 },
    ],
    events: 2,
    approximate: false,
  });
  expect(facets.host.values).toEqual([{ value: "Shop.example", events: 1 }]);
  const partly = await countFacets(store.pool, parse("ordinary"), { range: RANGE, budgetMs: 0 });
  expect(partly.searched.complete).toBe(false);
  expect(partly.searched.from).toBeGreaterThan(RANGE.from);
});

test("an export has every event, page by page", async () => {
  const read = async (format: "ndjson" | "csv") => {
    let text = "";
    for await (const piece of exportEvents(
      parse("label:normal,bot"),
      { range: RANGE, fields: ["id", "host", "reason", "line"], format },
      (work) => work(store.pool),
    ))
      text += piece;
    return text.trimEnd().split(/\r?\n/);
  };
  const lines = await read("ndjson");
  expect(lines).toHaveLength(EVENTS - 3);
  expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id)).size).toBe(EVENTS - 3);
  const csv = await read("csv");
  expect(csv).toHaveLength(EVENTS - 2);
  expect(csv[0]).toBe("id,host,reason,line");
  expect(csv.find((line) => line.includes("drop table"))).toContain(`"${HOSTILE.replaceAll('"', '""')}"`);
});

test.each<[unknown, string]>([
  ["=cmd()", "'=cmd()"],
  ["@x", "'@x"],
  [-5, "-5"],
  [null, ""],
  [["a", "b"], "a b"],
  ['a "b"\r\nc,d', '"a ""b""\r\nc,d"'],
  [{ a: 1 }, '"{""a"":1}"'],
])("%j is %s in a table", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test("whatever a value holds is a parameter: a search for it fails never, and finds what has it", async () => {
  const evil = fc.oneof(
    fc.string({ minLength: 1, maxLength: 12 }).filter((each) => !each.includes("\0")),
    fc.constantFrom(
      "'",
      "\\",
      "$1",
      "%",
      "_",
      "--",
      "/*",
      ";",
      "' or true --",
      "\\'; select 1",
      "{",
      "}",
      "[]",
      "::text",
      "\ud800",
    ),
  );
  const texts = FIELD_NAMES.filter((name) => {
    try {
      parse(term(name, "' or true --"));
      return true;
    } catch {
      return false;
    }
  });
  expect(texts.length).toBeGreaterThan(15);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...texts), evil, evil, async (field, value, name) => {
      const lines = [
        term(field, value),
        `record.${JSON.stringify(name)}:${term("x", value).slice(2)}`,
        term("x", value).slice(2),
      ];
      for (const line of lines) {
        let query: ReturnType<typeof parse>;
        try {
          query = parse(line);
        } catch {
          continue;
        }
        const { events } = await findEvents(store.pool, query, { range: RANGE, limit: 3, budgetMs: 60_000 });
        if (line.startsWith("record.") || field === "host") expect(events.length).toBeLessThan(2);
      }
    }),
    { numRuns: 60 },
  );
  expect((await store.pool.query("select count(*)::int as n from smartlog.events")).rows[0].n).toBe(EVENTS);
});

test.each<[string, number | undefined, string[]]>([
  ["st", undefined, ["status:"]],
  ["kind:web sta", undefined, ["status:"]],
  ["-lab", undefined, ["label:"]],
  ["(sou", undefined, ["ip:"]],
  ["kind:w", undefined, ["web"]],
  ["severity:", undefined, ["none", "low", "medium", "high", "critical"]],
  ["host:sh", undefined, ["Shop.example"]],
  ["host:h1,sh", undefined, ["Shop.example"]],
  ["user:ro x", 7, ["root"]],
  ["user:(", undefined, []],
  ["status:50", undefined, ["503"]],
  ["ip:198", undefined, ["198.51.100.4"]],
  ["reason:brute", undefined, ["attack:brute-force"]],
  ["method:", undefined, ["GET", "POST"]],
  ["service:a", undefined, ['"a,b"']],
  ["id:0", undefined, []],
])("%j is completed by %j", async (text, at, wanted) => {
  const { from, to, options } = await complete(store.pool, text, at ?? text.length, RANGE);
  const texts = options.map((option) => option.text);
  if (text.startsWith("user:(")) return expect(texts.length).toBeGreaterThan(0);
  expect(texts.slice(0, wanted.length).sort()).toEqual([...wanted].sort());
  expect(from).toBeLessThanOrEqual(at ?? text.length);
  expect(to).toBeGreaterThanOrEqual(from);
});
