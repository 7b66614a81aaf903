/** What a taught entry does to a line: its label, and what goes with that; never its scores. */
import { describe, expect, test } from "vitest";
import { LABELS } from "../../../host/event.ts";
import { Filter } from "../../../host/filter.ts";
import { holds } from "../../../host/taught.ts";
import { changeSettings } from "../../../trainer/model/settings.ts";
import { withTaught } from "../../../trainer/model/taught.ts";
import { ARRIVAL } from "../scored.ts";
import { access, built, entryOf, eventIn, keysOf, taughtModule } from "./entries.ts";

const CONSOLE = access({ path: "/console/api?cmd=ls+-la+/var/log" });
const MONITOR = access({ path: "/health", agent: "MyProbe/1.0" });
const LOGIN =
  "Nov 21 06:19:05 web1 sshd[812]: Failed password for invalid user admin from 203.0.113.99 port 40022 ssh2";
const FAULT = "2026-11-21T06:19:00Z FATAL worker crashed: out of memory, killed process 4711";
const PAGE = access({ path: "/about" });

const scoresOf = ({ threat, bot, anomaly }: { threat: number; bot: number; anomaly: number }) => [
  threat,
  bot,
  anomaly,
];

describe("an entry `normal`", () => {
  test.each([
    ["an attack", CONSOLE, "attack", "client"],
    ["an attack, by template", CONSOLE, "attack", "template"],
    ["a robot", MONITOR, "bot", "client"],
    ["a robot, by agent", MONITOR, "bot", "agent"],
    ["a login", LOGIN, "attack", "client"],
    ["an anomaly without a source", FAULT, "anomaly", "template"],
  ] as const)("makes %s normal, and leaves the scores", (_, line, was, scope) => {
    const before = eventIn(built, line);
    expect(before.label).toBe(was);
    const module = taughtModule(line, scope, "normal");
    const event = eventIn(module, line);
    expect(event).toMatchObject({ label: "normal", severity: "none", why: ["taught:normal"] });
    expect(event).not.toHaveProperty("hit");
    expect(scoresOf(event)).toEqual(scoresOf(before));
    expect(event.score).toBeLessThanOrEqual(0.25);
    expect(keysOf(line, module).entry).toBe(1);
  });

  test("changes nothing else: the event's other fields, other lines, lines that are normal anyway", () => {
    const module = taughtModule(CONSOLE, "client", "normal");
    const { label: _l, severity: _s, score: _c, why: _w, hit: _h, id: _i, ...rest } = eventIn(built, CONSOLE);
    expect(eventIn(module, CONSOLE)).toMatchObject(rest);
    const strip = ({ id: _, ...event }: ReturnType<typeof eventIn>) => event;
    for (const line of [MONITOR, LOGIN, FAULT, PAGE])
      expect(strip(eventIn(module, line))).toEqual(strip(eventIn(built, line)));
    const page = taughtModule(PAGE, "client", "normal");
    expect(strip(eventIn(page, PAGE))).toEqual(strip(eventIn(built, PAGE)));
  });

  test("still counts the source: what it does elsewhere is judged by all that it did", () => {
    const scan = (module: Uint8Array) => {
      const filter = Filter.load(module);
      const event = (line: string) => filter.event(JSON.stringify({ log: line }), ARRIVAL);
      for (let i = 0; i < 30; i++) event(access({ path: `/phpinfo.php?i=${i}`, status: 404 }));
      return event(access({ path: "/next" }));
    };
    const module = withTaught(built, [
      {
        ...entryOf(access({ path: "/phpinfo.php", status: 404 }), "client", "normal"),
        ceilings: { threat: 1, bot: 1, anomaly: 1 },
      },
    ]);
    const { id: _, ...event } = scan(module) as { id: string };
    expect(scan(built)).toMatchObject(event);
  });
});

describe("an entry of another label", () => {
  test.each([
    ["attack", "attack", "medium"],
    ["bot", "bot", "low"],
    ["anomaly", "anomaly", "low"],
  ] as const)("makes an ordinary page one: %s", (label, expected, severity) => {
    for (const scope of ["client", "template", "agent"] as const) {
      const before = eventIn(built, PAGE);
      const event = eventIn(taughtModule(PAGE, scope, label), PAGE);
      expect(event).toMatchObject({ label: expected, severity, score: 0.5 });
      expect(event.why[0]).toBe(`taught:${label}`);
      expect(event.why.length).toBeLessThanOrEqual(3);
      expect(scoresOf(event)).toEqual(scoresOf(before));
    }
  });

  test("says what it is seen by, of an attack", () => {
    const line = access({ path: "/about?file=../notes" });
    expect(eventIn(built, line).label).toBe("normal");
    expect(eventIn(taughtModule(line, "client", "attack"), line).hit).toMatch(/^(path|query|ua):/);
  });

  test("takes the place of what made the line normal: a first failure is none of an attack's reasons", () => {
    const office = LOGIN.replace("203.0.113.99", "10.0.0.7");
    expect(eventIn(built, office)).toMatchObject({ label: "normal", why: ["login:first-failure"] });
    const { why } = eventIn(taughtModule(office, "client", "attack"), office);
    expect(why[0]).toBe("taught:attack");
    expect(why).not.toContain("login:first-failure");
  });

  test("never lowers one: neither bot nor anomaly an attack, nor anomaly a robot", () => {
    for (const [line, label] of [
      [CONSOLE, "bot"],
      [CONSOLE, "anomaly"],
      [MONITOR, "anomaly"],
    ] as const) {
      const { id: _, ...event } = eventIn(built, line);
      expect(eventIn(taughtModule(line, "client", label), line)).toMatchObject(event);
    }
  });

  test("raises one: a robot to an attack, an anomaly to a robot", () => {
    expect(eventIn(taughtModule(MONITOR, "client", "attack"), MONITOR).label).toBe("attack");
    expect(eventIn(taughtModule(FAULT, "template", "bot"), FAULT).label).toBe("bot");
  });
});

describe("of several entries", () => {
  const ordinary = { ...entryOf(MONITOR, "client", "normal", 1) };
  const attack = entryOf(MONITOR, "agent", "attack", 2);

  test("the narrowest decides, whichever is newer", () => {
    for (const [first, second] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const module = withTaught(built, [
        { ...ordinary, id: first },
        { ...attack, id: second },
      ]);
      expect(eventIn(module, MONITOR).label).toBe("normal");
      const elsewhere = MONITOR.replace("203.0.113.9", "203.0.113.200");
      expect(eventIn(module, elsewhere)).toMatchObject({ label: "attack" });
    }
  });

  test("a narrower one that does not hold leaves it to a wider one", () => {
    const low = { ...ordinary, ceilings: { threat: 0, bot: 0, anomaly: 0 } };
    expect(eventIn(withTaught(built, [low, attack]), MONITOR).label).toBe("attack");
    expect(eventIn(withTaught(built, [low]), MONITOR).label).toBe("bot");
  });

  test("a line that is normal anyway stays so by a narrower one", () => {
    const entries = [entryOf(PAGE, "client", "normal", 1), entryOf(PAGE, "agent", "bot", 2)];
    const event = eventIn(withTaught(built, entries), PAGE);
    expect(event).toMatchObject({ label: "normal", why: [] });
  });
});

test("host/taught.ts foretells what the filter does, for every label, scope and line", () => {
  for (const line of [CONSOLE, MONITOR, LOGIN, FAULT, PAGE])
    for (const scope of ["client", "template", "agent"] as const)
      for (const label of LABELS) {
        const { keys, hit } = keysOf(line);
        if (keys[scope] === undefined) continue;
        const entry = entryOf(line, scope, label);
        const before = eventIn(built, line);
        const { label: after } = eventIn(withTaught(built, [entry]), line);
        expect(after, `${label} by ${scope}: ${line}`).toBe(holds(entry, before, hit) ? label : before.label);
      }
});

test("a head that is off labels by an entry all the same", () => {
  const off = changeSettings(taughtModule(PAGE, "client", "attack"), { on: { threat: false } });
  expect(eventIn(off, PAGE)).toMatchObject({ label: "attack", threat: 0 });
});
