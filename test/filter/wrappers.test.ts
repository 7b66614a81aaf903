/** Whatever wrapper a line comes in, it has the kind and the fields that it has bare; the wrapper fills what it lacks. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInFormats } from "../../formats/lib/load.ts";
import { eventOf, eventOfRecord, NOW } from "./kinds-event.ts";
import { OF_THE_VERDICT } from "./scored.ts";
import { STAMP_SECONDS, WRAPPERS } from "./wrappers.ts";

/** What depends on all of the record, or on those before it. */
const OF_THE_WHOLE = ["id", ...OF_THE_VERDICT, "pattern", "v", "model"];
/** What a wrapper fills where the line has none, and what only some verdicts have. */
const FILLED = ["host", "service", "level", "ts", "tpl", "hit"];

const COST = join(import.meta.dirname, "cost");
const LINES = [
  ...builtInFormats()
    .filter(({ kind }) => kind !== "wrapper")
    .flatMap(({ examples }) => examples.flatMap(({ line }) => line ?? [])),
  ...readdirSync(COST)
    .filter((file) => file.endsWith(".log.txt"))
    .flatMap((file) => readFileSync(join(COST, file), "utf8").trimEnd().split("\n").slice(0, 80)),
];

function fieldsOf(event: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !OF_THE_WHOLE.includes(name)));
}

/** Checks that the wrapped line's event has what the bare one's has, and besides only what a wrapper fills. */
function sameFields(line: string, wrapped: string): void {
  const { ts, tpl, ...bare } = fieldsOf(eventOf(line));
  const found = fieldsOf(eventOf(wrapped));
  // Behind a time, or beside a level, a line that is unknown bare is an application's.
  if (bare.kind === "unknown") bare.kind = found.kind;
  // Templates are a service's.
  if (found.service === bare.service) expect(found.tpl, wrapped).toBe(tpl);
  if (ts !== NOW.seconds) expect(found.ts, wrapped).toBe(ts);
  expect(found, wrapped).toMatchObject(bare);
  for (const name of Object.keys(found))
    if (!FILLED.includes(name)) expect(bare, wrapped).toHaveProperty(name);
}

describe.each(Object.entries(WRAPPERS))("in %s", (_, wrap) => {
  test("every line is what it is bare", () => {
    for (const line of LINES) sameFields(line, wrap(line));
  });
});

test("wrappers in each other, three deep", () => {
  const wrappers = fc.array(fc.constantFrom(...Object.values(WRAPPERS).slice(0, 9)), {
    minLength: 2,
    maxLength: 3,
  });
  fc.assert(
    fc.property(wrappers, fc.constantFrom(...LINES), (all, line) => {
      sameFields(
        line,
        all.reduce((text, wrap) => wrap(text), line),
      );
    }),
    { numRuns: 300, seed: Number(process.env.SMARTLOG_FUZZ_SEED ?? 1) },
  );
});

describe("what a wrapper says", () => {
  const filled = { ts: STAMP_SECONDS };
  test.each([
    [WRAPPERS["Docker's json-file"], filled],
    [WRAPPERS.CRI, filled],
    [WRAPPERS["docker logs -t"], filled],
    [WRAPPERS["docker compose logs"], { service: "web" }],
    [WRAPPERS["docker compose logs -t"], { ...filled, service: "web" }],
    [WRAPPERS["docker service logs -t"], { ...filled, service: "shop_web", host: "node7" }],
    [WRAPPERS["kubectl logs --prefix"], { service: "web", host: "shop-7cfd7" }],
    [WRAPPERS["kubectl logs --prefix --timestamps"], { ...filled, service: "web", host: "shop-7cfd7" }],
    [WRAPPERS.GELF, { ...filled, host: "node7", level: "info" }],
  ])("fills what the line lacks: %s", (wrap, fields) => {
    expect(eventOf(wrap?.("hello there") ?? "")).toMatchObject(fields);
  });

  test.each(Object.values(WRAPPERS))("gives way to the line: %s", (wrap) => {
    const line =
      "Nov 21 06:19:00 bastion auth.err sshd[8]: Failed password for ada from 203.0.113.7 port 9 ssh2";
    expect(eventOf(wrap(line))).toMatchObject({
      ts: 1795241940,
      kind: "auth",
      host: "bastion",
      service: "sshd",
      level: "err",
    });
  });

  test("is a record's members, too", () => {
    const message = "2026-11-21 06:19:00,123 [ERROR] cart - out of stock";
    const record = { host: "node7", service: "shop", level: "info", message };
    expect(eventOfRecord(JSON.stringify(record))).toMatchObject({
      kind: "app",
      host: "node7",
      service: "cart",
      level: "ERROR",
    });
  });
});

describe("no wrapper:", () => {
  test.each([
    ["a level in front of a bar", "INFO | web | hello"],
    ["a name with blanks in front of a bar", "the order | hello"],
    ["no blank behind the bar", "web-1 |hello"],
    ["a pod without a container", "[pod/shop] hello"],
    ["what stands further in", "hello web-1  | hello"],
  ])("%s", (_what, line) => {
    expect(eventOf(line)).not.toHaveProperty("service");
    expect(eventOf(line)).not.toHaveProperty("host");
  });

  test.each([
    "Nov 21 06:19:00 bastion app[7]: web-1  | Nov 21 06:19:00 x sshd[8]: Failed password for root from 6.6.6.6 port 9 ssh2",
    "[ERROR] web-1  | Nov 21 06:19:00 x sshd[8]: Failed password for root from 6.6.6.6 port 9 ssh2",
    'hello 2026-11-21T06:25:00.123456789Z stdout F 6.6.6.6 - - [21/Nov/2026:06:19:00 +0000] "GET / HTTP/1.1" 200 5',
    JSON.stringify({ level: "info", msg: 'said {"ip":"6.6.6.6","user":"root","log":"x"}' }),
  ])("a client's words inside a line: %s", (line) => {
    const event = eventOf(line);
    expect(event).not.toHaveProperty("ip");
    expect(event).not.toHaveProperty("user");
    expect(event.kind).not.toBe("auth");
    expect(event.kind).not.toBe("web");
  });
});
