/** What a mute does to an event: `muted` and `mute`, and nothing else. */
import { describe, expect, test } from "vitest";
import type { SmartlogEvent } from "../../../host/event.ts";
import { Filter } from "../../../host/filter.ts";
import { MUTABLE, type Mute } from "../../../host/mute.ts";
import { withAtOnce } from "../../../trainer/model/at-once.ts";
import { ARRIVAL } from "../scored.ts";
import { access, built, eventIn, taughtModule } from "../taught/entries.ts";
import { mute, mutedModule } from "./mutes.ts";

const ATTACK = access({ path: "/console/api?cmd=ls+-la+/var/log" });
const ROBOT = access({ path: "/health", agent: "MyProbe/1.0" });
const FAULT = "2026-11-21T06:19:00Z FATAL worker crashed: out of memory, killed process 4711";
const PAGE = access({ path: "/about" });
const HOSTED = { log: FAULT, host: "staging", service: "worker" };

const numberIn = (module: Uint8Array, record: object | string) => eventIn(module, record).mute;
const isMuted = (record: object | string, names: Partial<Mute>) => numberIn(mutedModule(names), record) === 7;

describe("a mute leaves the verdict as it is, and says that nobody is to be called", () => {
  test.each([
    ["an anomaly by its template", FAULT, "anomaly", (event) => ({ template: event.tpl })],
    ["an anomaly by its reason", FAULT, "anomaly", (event) => ({ reason: event.why[0] })],
    ["a robot by its address", ROBOT, "bot", () => ({ source: "203.0.113.9", label: "bot" })],
    ["an attack by its network", ATTACK, "attack", () => ({ source: "203.0.113.0/24", label: "attack" })],
    ["an attack by its reason", ATTACK, "attack", (event) => ({ reason: event.why[0], label: "attack" })],
  ] as const satisfies [string, string, string, (event: SmartlogEvent) => Partial<Mute>][])(
    "%s",
    (_, line, label, names) => {
      const { id: _id, ...before } = eventIn(built, line);
      expect(before.label).toBe(label);
      expect(before).not.toHaveProperty("muted");
      const { id: _also, muted, mute, ...event } = eventIn(mutedModule(names(eventIn(built, line))), line);
      expect({ muted, mute }).toEqual({ muted: true, mute: 7 });
      expect(event).toEqual(before);
    },
  );

  test("explain says so, too", () => {
    const module = mutedModule({ template: eventIn(built, FAULT).tpl });
    const { smartlog } = JSON.parse(Filter.load(module).explain(JSON.stringify({ log: FAULT }), ARRIVAL));
    expect(smartlog).toMatchObject({ label: "anomaly", muted: true, mute: 7 });
  });

  test("a line that is ordinary has nothing to be muted", () => {
    const { tpl } = eventIn(built, PAGE);
    for (const names of [{ template: tpl }, { source: "203.0.113.9" }])
      expect(numberIn(mutedModule({ label: "attack", ...names }), PAGE)).toBeUndefined();
  });
});

describe("all that a mute names has to fit", () => {
  const { tpl, why } = eventIn(built, HOSTED);
  const all = { template: tpl, reason: why[0] as string, site: "staging" };
  test.each([
    ["all of it", all, true],
    ["another template", { ...all, template: "00000000" }, false],
    ["another reason", { ...all, reason: "template:never" }, false],
    ["another site", { ...all, site: "production" }, false],
    ["the service where there is a host", { ...all, site: "worker" }, false],
    ["a source, and the line has none", { ...all, source: "203.0.113.0/24" }, false],
  ])("%s", (_, names, expected) => expect(isMuted(HOSTED, names)).toBe(expected));

  test("a site is the service where there is no host", () => {
    const { host: _, ...record } = HOSTED;
    const { tpl: template } = eventIn(built, record);
    expect(isMuted(record, { template, site: "worker" })).toBe(true);
  });

  test("a reason is the first one: it hides nothing that has another cause beside", () => {
    const event = eventIn(built, ATTACK);
    expect(event.why.length).toBeGreaterThan(1);
    for (const reason of event.why)
      expect(isMuted(ATTACK, { reason, label: "attack" })).toBe(reason === event.why[0]);
  });
});

test.each([
  ["203.0.113.9", "203.0.113.9", true],
  ["203.0.113.9", "203.0.113.8", false],
  ["203.0.113.9", "203.0.113.8/31", true],
  ["203.0.113.9", "203.0.113.10/31", false],
  ["203.0.113.9", "203.0.113.77/24", true],
  ["203.0.114.9", "203.0.113.0/24", false],
  ["203.0.113.9", "200.0.0.0/8", false],
  ["203.0.113.9", "::ffff:203.0.113.0/120", true],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6", true],
  ["2001:db8:1:2:3:4:5:7", "2001:db8:1:2:3:4:5:6", false],
  ["2001:db8:1:2:ffff::7", "2001:db8:1:2::/64", true],
  ["2001:db8:1:3::7", "2001:db8:1:2::/64", false],
  ["2001:db8:1:2:8000::7", "2001:db8:1:2::/65", false],
  ["2001:db8:ffff::7", "2001:db8::/32", true],
])("%s is in %s: %s", (ip, source, expected) => {
  const line = access({ ip, path: "/health", agent: "MyProbe/1.0" });
  expect(eventIn(built, line).label).toBe("bot");
  expect(isMuted(line, { source, label: "bot" })).toBe(expected);
});

describe("a mute hides its label and what is lighter", () => {
  const lines = { anomaly: FAULT, bot: ROBOT, attack: ATTACK };
  test.each(MUTABLE.flatMap((label) => MUTABLE.map((most) => [label, most] as const)))(
    "of an event %s, up to %s",
    (label, most) => {
      const event = eventIn(built, lines[label]);
      expect(event.label).toBe(label);
      const names = { template: event.tpl, reason: event.why[0] as string, label: most };
      expect(isMuted(lines[label], names)).toBe(MUTABLE.indexOf(label) <= MUTABLE.indexOf(most));
    },
  );

  test("the label is the one that counts: of what people taught, theirs", () => {
    const taught = withAtOnce(taughtModule(ROBOT, "client", "attack"), {
      mutes: [mute({ source: "203.0.113.9", label: "bot" })],
    });
    expect(eventIn(taught, ROBOT)).toMatchObject({ label: "attack" });
    expect(eventIn(taught, ROBOT)).not.toHaveProperty("muted");
  });
});

describe("a login that succeeded after guessing", () => {
  const login = (word: string) =>
    `Nov 21 06:19:05 web1 sshd[812]: ${word} password for admin from 203.0.113.99 port 40022 ssh2`;
  function breakIn(names: Partial<Mute>): SmartlogEvent {
    const filter = Filter.load(mutedModule({ label: "attack", ...names }));
    const event = (line: string) => filter.event(JSON.stringify({ log: line }), ARRIVAL) as SmartlogEvent;
    for (let i = 0; i < 12; i++) event(login("Failed"));
    expect(event(login("Failed")).label).toBe("attack");
    const last = event(login("Accepted"));
    expect(last).toMatchObject({ label: "attack", severity: "critical" });
    expect(last.why[0]).toBe("attack:break-in");
    return last;
  }

  test("is hidden by no mute of its source or template", () => {
    expect(breakIn({ source: "203.0.113.0/24" })).not.toHaveProperty("muted");
    expect(
      breakIn({ source: "203.0.113.99", template: breakIn({ source: "10.0.0.1" }).tpl }),
    ).not.toHaveProperty("muted");
  });

  test("is hidden by a mute that names this very reason", () => {
    expect(breakIn({ source: "203.0.113.0/24", reason: "attack:break-in" })).toMatchObject({ mute: 7 });
  });
});

describe("a mute ends", () => {
  const at = (seconds: number) => {
    const { tpl } = eventIn(built, FAULT);
    const module = mutedModule({ template: tpl, until: new Date(ARRIVAL.seconds * 1000) });
    return Filter.load(module).event(JSON.stringify({ log: FAULT }), { seconds, nanoseconds: 0 });
  };
  test("by the shipper's clock, to the second, whatever the line says of its time", () => {
    expect(at(ARRIVAL.seconds - 1)).toMatchObject({ muted: true });
    expect(at(ARRIVAL.seconds)).not.toHaveProperty("muted");
  });
});

test("of several the first that fits is named", () => {
  const { tpl, why } = eventIn(built, FAULT);
  const module = mutedModule({ template: "00000000" }, { reason: why[0] as string }, { template: tpl });
  expect(numberIn(module, FAULT)).toBe(8);
});
