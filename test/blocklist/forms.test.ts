import { describe, expect, test } from "vitest";
import { FORM_NAMES, FORMS } from "../../blocklist/forms/index.ts";
import { EMPTY, FULL, HOSTILE, LARGE } from "./lists.ts";

const written = (name: keyof typeof FORMS, list = FULL) => FORMS[name].write(list);

test("plain is an address a line, the most severe first; of IPv6 a /64", () => {
  expect(written("plain")).toBe(
    "127.0.0.2\n203.0.113.7\n203.0.113.6\n2001:db8:1:2::/64\n2001:db8:1:3::/64\n",
  );
});

test("cidr has neighbours as one network", () => {
  expect(written("cidr")).toBe("127.0.0.2/32\n203.0.113.6/31\n2001:db8:1:2::/63\n");
});

test("JSON has the evidence", () => {
  const { entries } = JSON.parse(written("json"));
  expect(entries).toHaveLength(5);
  expect(entries[3]).toEqual({
    address: "2001:db8:1:2::/64",
    addresses: ["2001:db8:1:2::7"],
    class: "scan",
    severity: "high",
    incidents: ["12"],
    title: HOSTILE,
    events: 37,
    succeeded: 0,
    first: "2026-11-30T11:00:00.000Z",
    last: "2026-11-30T12:00:00.000Z",
    until: "2026-11-30T13:00:00.000Z",
  });
});

describe.each(FORM_NAMES.filter((name) => name !== "json"))("%s", (name) => {
  test("has nothing in it that is out of a log", () => {
    const text = written(name);
    expect(text).not.toMatch(/[^\n\t\u0020-\u007e]|owned|ACCEPT|<script/);
  });

  test("is lines, each ended, also with no entry and with 10,000", () => {
    for (const list of [EMPTY, FULL, LARGE]) expect(written(name, list)).toMatch(/^$|\n$/);
    expect(written(name, LARGE).split("\n").length).toBeLessThan(10_100);
  });

  test("is the same while the list is: no time in it but what is left", () => {
    const minuteLater = { ...FULL, at: new Date(FULL.at.getTime() + 60_000) };
    const hasTimeouts = ["nftables", "ipset"].includes(name);
    expect(written(name, minuteLater) === written(name)).toBe(!hasTimeouts);
  });
});
