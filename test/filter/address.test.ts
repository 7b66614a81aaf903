import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scored } from "./scored.ts";

const ip = (client: string) => scored({ remote_addr: client, method: "GET", path: "/", status: 200 }).ip;

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["203.0.113.7:40022", "203.0.113.7"],
  ["2001:db8::7", "2001:db8::7"],
  ["[2001:DB8::7]:443", "2001:DB8::7"],
  ["::ffff:203.0.113.7", "::ffff:203.0.113.7"],
  ["fe80::1%eth0", "fe80::1"],
  ["::", "::"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
])("%s is the address %s", (client, expected) => {
  expect(ip(client)).toBe(expected);
});

test.each([
  "crawl-66.example.net",
  "203.0.113.256",
  "203.0.113",
  "203.0.113.7.8",
  "203.0.113.7, 10.0.0.1",
  "1:2:3",
  "1:2:3:4:5:6:7:8:9",
  "1::2::3",
  ":",
  ":::",
  "1:",
  "12345::",
  "::203.0.113",
  "localhost",
  "0x7f.1",
  "' or 1=1",
])("%s is none", (client) => {
  expect(ip(client)).toBeUndefined();
});

test("any text: an `ip` is one that Node takes for an address, and no address is left out", () => {
  const near = fc.stringMatching(/^[0-9a-f:.]{1,24}$/);
  fc.assert(
    fc.property(fc.oneof(near, fc.ipV4(), fc.ipV6()), (client) => {
      const found = ip(client);
      if (isIP(client)) expect(found).toBe(client);
      else if (found !== undefined) expect(isIP(found)).not.toBe(0);
    }),
    { numRuns: 5000 },
  );
});
