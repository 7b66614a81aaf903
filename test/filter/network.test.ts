/** Who is one source: by what an address stands for, not by how it is written. */
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { changeSettings } from "../../trainer/model/settings.ts";
import { modulePath } from "./instance.ts";
import { feature, labels, login, packet, START, score, web } from "./traffic.ts";

const GUESSES = 300;
const hex = (value: number) => value.toString(16);
const lines = (line: (i: number) => string, count = GUESSES) =>
  Array.from({ length: count }, (_, i) => line(i));
const guess = (ip: string, i: number) =>
  web(ip, `/${["admin", "backup", "old", "api"][i % 4]}${i}`, START + i);

/** An attacker's addresses, by the request. */
const ATTACKERS: Record<string, (i: number) => string> = {
  "one IPv4 address": () => "203.0.113.7",
  "IPv4 as it is, mapped and translated": (i) =>
    ["203.0.113.7", "::ffff:203.0.113.7", "::FFFF:cb00:7107", "64:ff9b::203.0.113.7"][i % 4] as string,
  "a /64 in full": (i) => `2001:db8:1:2:${hex(i)}:${hex(i * 7)}:1:${hex(i + 3)}`,
  "a /64 in short form": (i) => `2001:db8::${hex(i + 1)}:1`,
  "a /64 in many forms": (i) =>
    [`2001:db8::${hex(i + 1)}`, `2001:0DB8:0:0::${hex(i + 1)}`, `2001:db8:0:0:9:${hex(i + 1)}::`][
      i % 3
    ] as string,
  "a /48, another /64 each time": (i) => `2001:db8:5:${hex(i)}::1`,
};

describe.each(Object.entries(ATTACKERS))("%s", (_name, ip) => {
  it("is one source: who guesses paths from it is an attacker", () => {
    const found = labels(
      Filter.load(),
      lines((i) => guess(ip(i), i)),
    );
    expect((found.attack ?? 0) + (found.bot ?? 0)).toBeGreaterThan(280);
    expect(found.attack).toBeGreaterThan(250);
  });

  it("is one source of refused logins", () => {
    const filter = Filter.load();
    for (let i = 0; i < 60; i++) score(filter, login(ip(i), `user${i}`, START + i * 2));
    expect(score(filter, login(ip(60), "user60", START + 120))).toMatchObject({
      label: "attack",
      why: expect.arrayContaining(["attack:password-spraying"]),
    });
  });

  it("is one source of packets", () => {
    const filter = Filter.load();
    for (let i = 0; i < 60; i++) score(filter, packet(ip(i), 20 + i, START + i));
    expect(score(filter, packet(ip(60), 99, START + 60)).why[0]).toBe("attack:port-scan");
  });
});

test.each([
  ["[2001:db8::1:2]:443", "2001:db8::9"],
  ["2001:db8::1:2%eth0", "2001:db8:0:0:8::"],
  ["203.0.113.7:40022", "203.0.113.7"],
  ["203.0.113.7:40023", "::ffff:cb00:7107"],
])("%s and %s are one source", (one, other) => {
  const filter = Filter.load();
  const event = (ip: string) => JSON.stringify({ remote_addr: ip, method: "GET", path: "/", status: 200 });
  for (let i = 0; i < 10; i++) score(filter, event(i % 2 ? one : other));
  expect(feature(filter, event(one), "source_events")).toBe(11);
});

test.each([
  ["1.1.1.1", "1.1.1.2"],
  ["2001:db8:0:1::1", "2001:db8::1"],
  ["::1", "::ffff:0.0.0.1"],
  ["::203.0.113.7", "203.0.113.7"],
])("%s and %s are two", (one, other) => {
  const filter = Filter.load();
  for (let i = 0; i < 10; i++) score(filter, web(one, "/", START + i, 200));
  expect(feature(filter, web(other, "/", START + 10, 200), "source_events")).toBe(-1);
});

describe("a /48 that a provider gave to many", () => {
  const PAGES = ["/", "/shop", "/css/a.css", "/img/b.png", "/about"];
  const customer = (i: number) => (i * 7919) % 1000;
  /** A thousand people; one request in 25 is for something that is not there. */
  const visits = (ip: (customer: number) => string) =>
    lines((i) => web(ip(customer(i)), PAGES[i % 5] as string, START + i / 10, i % 25 ? 200 : 404), 6000);

  it("is no source: its people are called no more than as many with addresses of IPv4", () => {
    const shared = labels(
      Filter.load(),
      visits((of) => `2001:db8:7:${hex(of)}::5`),
    );
    const apart = labels(
      Filter.load(),
      visits((of) => `198.18.${of >> 8}.${of & 255}`),
    );
    expect(shared.attack ?? 0).toBe(0);
    expect(shared.bot ?? 0).toBeLessThanOrEqual(apart.bot ?? 0);
  });

  it("does not make its people attackers when one of it is", () => {
    const filter = Filter.load();
    for (let i = 0; i < 400; i++) score(filter, guess(`2001:db8:7:${hex(i + 4000)}::5`, i));
    expect(
      labels(
        filter,
        lines((i) => web(`2001:db8:7:${hex(i)}::5`, "/shop", START + 400 + i, 200), 50),
      ),
    ).toEqual({
      normal: 50,
    });
  });
});

describe("an exempt source", () => {
  const module = changeSettings(readFileSync(modulePath()), {
    exempt: [
      "203.0.113.7",
      "2001:db8:1::7",
      "192.168.1.",
      "2001:db8:9:",
      "2001:db8:a:b::",
      "monitor.example",
    ],
  });
  const known = (ip: string) => {
    const filter = Filter.load(module);
    for (let i = 0; i < 10; i++) score(filter, guess(ip, i));
    return feature(filter, guess(ip, 10), "source_events") >= 0;
  };

  it.each(["203.0.113.7", "::ffff:203.0.113.7", "2001:DB8:1:0::7", "192.168.1.77", "::ffff:c0a8:101"])(
    "is exempt as %s",
    (ip) => expect(known(ip)).toBe(false),
  );

  it.each(["2001:db8:9:ffff::1", "2001:0db8:0009::1", "2001:db8:a:b:1:2:3:4", "monitor.example"])(
    "is exempt by its beginning or name as %s",
    (ip) => expect(known(ip)).toBe(false),
  );

  it.each([
    "203.0.113.70",
    "2001:db8:1::8",
    "192.168.10.1",
    "2001:db8:90::1",
    "2001:db8:a:c::1",
    "x.example",
  ])("is not %s", (ip) => expect(known(ip)).toBe(true));
});
