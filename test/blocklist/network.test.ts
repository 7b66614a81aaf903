import { describe, expect, test } from "vitest";
import {
  bounds,
  cidr,
  merged,
  type Network,
  NetworkSet,
  networkOf,
  shortest,
  unitOf,
} from "../../blocklist/lib/network.ts";

const read = (text: string) => networkOf(text) as Network;

describe("an address", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7/32"],
    ["198.51.100.77/24", "198.51.100.0/24"],
    ["2001:DB8:0:0::1", "2001:db8::1/128"],
    ["2001:db8:1:2:3::/64", "2001:db8:1:2::/64"],
    ["::ffff:203.0.113.7", "203.0.113.7/32"],
    ["::ffff:203.0.113.0/120", "203.0.113.0/24"],
    ["0.0.0.0/0", "0.0.0.0/0"],
  ])("%s is read as %s", (text, expected) => {
    expect(cidr(read(text))).toBe(expected);
  });

  test.each(["", "203.0.113", "1.2.3.4/33", "::/129", "1.2.3.4;", "fe80::1%eth0", "a.example", "1.2.3.4 5"])(
    "%j is none",
    (text) => {
      expect(networkOf(text)).toBeUndefined();
    },
  );

  test("is blocked alone, one of IPv6 with its /64", () => {
    expect(shortest(unitOf("203.0.113.7"))).toBe("203.0.113.7");
    expect(shortest(unitOf("2001:db8:1:2:aaaa:bbbb:cccc:dddd"))).toBe("2001:db8:1:2::/64");
  });

  test("of a network is between its first and last", () => {
    expect(bounds(read("10.1.16.0/20"))).toEqual(["10.1.16.0", "10.1.31.255"]);
    expect(bounds(unitOf("2001:db8::1"))).toEqual(["2001:db8::", "2001:db8::ffff:ffff:ffff:ffff"]);
  });
});

test("networks next to each other become one, and no address is added or lost", () => {
  const given = [
    ...["203.0.113.4", "203.0.113.5", "203.0.113.6", "203.0.113.7", "203.0.113.9", "203.0.113.6/31"],
    ...["2001:db8:0:1::/64", "2001:db8::/64", "2001:db8:0:3::/64"],
  ];
  expect(merged(given.map(read)).map(cidr)).toEqual([
    "203.0.113.4/30",
    "203.0.113.9/32",
    "2001:db8::/63",
    "2001:db8:0:3::/64",
  ]);
});

test("a set of networks is touched by what lies in it, and by a /64 that one of its addresses lies in", () => {
  const set = new NetworkSet(["2001:db8::5", "10.0.0.0/8", "2001:db8:5::/48"].map(read));
  const touched = ["2001:db8::9", "10.9.9.9", "2001:db8:5:7::1"];
  const free = ["11.0.0.1", "2001:db8:0:1::5", "2001:db8:6::1"];
  expect(touched.map((ip) => set.touches(unitOf(ip)))).toEqual([true, true, true]);
  expect(free.map((ip) => set.touches(unitOf(ip)))).toEqual([false, false, false]);
});
