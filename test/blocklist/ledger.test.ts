import { expect, test } from "vitest";
import { type Decision, goDuration, sent } from "../../blocklist/decisions/decision.ts";
import { filterOf } from "../../blocklist/decisions/filter.ts";
import { type Changes, Ledger } from "../../blocklist/decisions/ledger.ts";
import type { Entry } from "../../blocklist/lib/entry.ts";
import { unitOf } from "../../blocklist/lib/network.ts";

const NOON = new Date("2026-11-30T12:00:00Z");
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

function entry(ip: string, until = later(60)): Entry {
  const facts = {
    class: "scan",
    severity: "high",
    incidents: ["1"],
    title: "",
    events: 1,
    succeeded: 0,
  } as const;
  const times = { first: NOON, last: NOON, known: NOON, until };
  return { network: unitOf(ip), addresses: [ip], ...facts, incidents: ["1"], ...times };
}
const values = ({ new: added, deleted }: Changes) => ({
  new: added.map(({ value }) => value).sort(),
  deleted: deleted.map(({ value }) => value).sort(),
});

test("durations are written as Go does", () => {
  const written = [0, 400, 59_000, 60_000, 3_600_000, 14_352_000, 90_000_000].map(goDuration);
  expect(written).toEqual(["0s", "0s", "59s", "1m0s", "1h0m0s", "3h59m12s", "25h0m0s"]);
});

test("a bouncer is told once what came, and once what went", () => {
  const ledger = new Ledger();
  ledger.update({ entries: [entry("203.0.113.1"), entry("203.0.113.2")], over: [], at: NOON });
  expect(values(ledger.all())).toEqual({ new: ["203.0.113.1", "203.0.113.2"], deleted: [] });
  const first = ledger.version;
  ledger.update({ entries: [entry("203.0.113.2"), entry("203.0.113.3")], over: [], at: later(1) });
  expect(values(ledger.since(first))).toEqual({ new: ["203.0.113.3"], deleted: ["203.0.113.1"] });
  const second = ledger.version;
  ledger.update({ entries: [entry("203.0.113.2"), entry("203.0.113.3")], over: [], at: later(2) });
  expect(values(ledger.since(second))).toEqual({ new: [], deleted: [] });
  // One that missed an answer gets both.
  expect(values(ledger.since(first))).toEqual({ new: ["203.0.113.3"], deleted: ["203.0.113.1"] });
});

test("what comes back is new, and deleted no more: never both in one answer", () => {
  const ledger = new Ledger();
  ledger.update({ entries: [entry("203.0.113.1")], over: [], at: NOON });
  const first = ledger.version;
  ledger.update({ entries: [], over: [], at: later(1) });
  ledger.update({ entries: [entry("203.0.113.1")], over: [], at: later(2) });
  expect(values(ledger.since(first))).toEqual({ new: ["203.0.113.1"], deleted: [] });
});

test("an entry that lasts longer is given out anew when its lease is over, and keeps its end until then", () => {
  const ledger = new Ledger();
  ledger.update({ entries: [entry("203.0.113.1", later(60))], over: [], at: NOON });
  const first = ledger.version;
  ledger.update({ entries: [entry("203.0.113.1", later(90))], over: [], at: later(30) });
  expect(values(ledger.since(first))).toEqual({ new: [], deleted: [] });
  expect(ledger.all().new[0]?.until).toEqual(later(60));
  const second = ledger.version;
  ledger.update({ entries: [entry("203.0.113.1", later(90))], over: [], at: later(60) });
  expect(values(ledger.since(second))).toEqual({ new: ["203.0.113.1"], deleted: [] });
  expect(ledger.all().new[0]?.until).toEqual(later(90));
});

test("after a new start what is over is deleted for whoever may still hold it", () => {
  const ledger = new Ledger();
  ledger.update({ entries: [entry("203.0.113.1")], over: [entry("203.0.113.9", later(-5))], at: NOON });
  expect(values(ledger.all())).toEqual({ new: ["203.0.113.1"], deleted: ["203.0.113.9"] });
  const [gone] = ledger.all().deleted as [Decision];
  expect(sent(gone, NOON).duration).toBe("0s");
});

test("of IPv6 go the /64 and the addresses that took part", () => {
  const ledger = new Ledger();
  ledger.update({ entries: [entry("2001:db8::7")], over: [], at: NOON });
  expect(ledger.all().new.map(({ scope, value }) => `${scope} ${value}`)).toEqual([
    "Range 2001:db8::/64",
    "Ip 2001:db8::7",
  ]);
});

test("bouncers get what they ask for", () => {
  const ledger = new Ledger();
  const entries = [
    entry("203.0.113.1"),
    { ...entry("203.0.113.2"), class: "brute-force" },
    entry("2001:db8::7"),
  ];
  ledger.update({ entries, over: [], at: NOON });
  const asked = (parameters: Record<string, string>) =>
    ledger
      .all()
      .new.filter(filterOf(parameters))
      .map(({ value }) => value);
  expect(asked({})).toHaveLength(4);
  expect(asked({ scopes: "IP" })).toEqual(["203.0.113.1", "203.0.113.2", "2001:db8::7"]);
  expect(asked({ scope: "range" })).toEqual(["2001:db8::/64"]);
  expect(asked({ origins: "cscli,crowdsec" })).toEqual([]);
  expect(asked({ origins: "smartlog" })).toHaveLength(4);
  expect(asked({ scenarios_containing: "BRUTE,dns" })).toEqual(["203.0.113.2"]);
  expect(asked({ scenarios_not_containing: "brute" })).toHaveLength(3);
  expect(asked({ ip: "203.0.113.1" })).toEqual(["203.0.113.1"]);
  expect(asked({ ip: "2001:db8::ffff" })).toEqual(["2001:db8::/64"]);
  expect(asked({ range: "203.0.113.0/24" })).toEqual([]);
  expect(asked({ range: "203.0.113.0/24", contains: "false" })).toEqual(["203.0.113.1", "203.0.113.2"]);
  expect(asked({ type: "captcha" })).toEqual([]);
  expect(asked({ value: "203.0.113.2", test: "passed over" })).toEqual(["203.0.113.2"]);
  expect(() => filterOf({ ip: "1.2.3" })).toThrow(/no address/);
});
