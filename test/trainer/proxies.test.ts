/** Trusted proxies travel in the model, and outlive new weights, new settings and a new module. */
import { readFileSync } from "node:fs";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { CDNS } from "../../trainer/model/cdn-ranges.ts";
import { withFormats, withLineKeys } from "../../trainer/model/formats.ts";
import { DEFAULT_PROXIES, trustedProxies, withTrustedProxies } from "../../trainer/model/proxies.ts";
import { readModel, sameWeights, withWeights } from "../../trainer/model/read.ts";
import { changeSettings } from "../../trainer/model/settings.ts";

const built = readFileSync(defaultModulePath());
const CLIENT = "203.0.113.9";
const given = { proxies: ["198.51.100.0/24", "192.0.2.1"], cdns: ["fastly"], own: true };
const trusting = withTrustedProxies(built, given);

function ipOf(module: Uint8Array, peer: string): string | undefined {
  const record = { remote_addr: peer, x_forwarded_for: CLIENT, method: "GET", path: "/", status: 200 };
  return JSON.parse(Filter.load(module).score(JSON.stringify(record))).smartlog.ip;
}

test("a module has none but one's own network's at first", () => {
  expect(trustedProxies(built)).toEqual(DEFAULT_PROXIES);
  expect(ipOf(built, "10.0.0.2")).toBe(CLIENT);
  expect(ipOf(built, "198.51.100.7")).toBe("198.51.100.7");
});

describe("trusted proxies", () => {
  test("are those that are named, and the networks of a CDN", () => {
    expect(trustedProxies(trusting)).toEqual(given);
    for (const peer of ["198.51.100.7", "192.0.2.1", "151.101.3.4", "10.0.0.2"])
      expect(ipOf(trusting, peer), peer).toBe(CLIENT);
    for (const peer of ["198.51.101.7", "192.0.2.2", "104.16.3.4"])
      expect(ipOf(trusting, peer), peer).toBe(peer);
  });

  test("outlive new settings, formats, keys of the line and weights", () => {
    const changed = withLineKeys(withFormats(changeSettings(trusting, { zoneMinutes: 60 })), ["shop"]);
    expect(trustedProxies(changed)).toEqual(given);
    expect(ipOf(changed, "192.0.2.1")).toBe(CLIENT);
    const promoted = withWeights(trusting, readModel(built).blob);
    expect(trustedProxies(promoted)).toEqual(given);
    expect(ipOf(promoted, "192.0.2.1")).toBe(CLIENT);
  });

  test("come along into a module that was just built", () => {
    const upgraded = withWeights(built, readModel(trusting).blob);
    expect(trustedProxies(upgraded)).toEqual(given);
    expect(ipOf(upgraded, "151.101.3.4")).toBe(CLIENT);
  });

  test("can be taken away, and are no part of the weights", () => {
    expect(sameWeights(readModel(built).blob, readModel(trusting).blob)).toBe(true);
    const none = withTrustedProxies(trusting, { proxies: [], cdns: [], own: false });
    for (const peer of ["192.0.2.1", "151.101.3.4", "10.0.0.2"]) expect(ipOf(none, peer), peer).toBe(peer);
    expect(trustedProxies(withWeights(none, readModel(trusting).blob)).own).toBe(false);
  });

  test("change by parts", () => {
    expect(trustedProxies(withTrustedProxies(trusting, { cdns: ["cloudflare"] }))).toEqual({
      ...given,
      cdns: ["cloudflare"],
    });
  });

  test.each([
    "",
    "10",
    "10.0.0",
    "10.1/16",
    "10.0.0.0/33",
    "2001:db8::/129",
    "proxy.example",
    "10.0.0.1-10.0.0.9",
  ])("are refused where one is %j", (proxy) => {
    expect(() => withTrustedProxies(built, { proxies: [proxy] })).toThrow(/no address and no network/);
  });

  test("are refused where a CDN is not known, or they are too many", () => {
    expect(() => withTrustedProxies(built, { cdns: ["akamai"] })).toThrow(/no CDN akamai is known/);
    const many = Array.from({ length: 257 }, (_, i) => `203.${i >> 7}.${(i & 127) * 2}.1`);
    expect(() => withTrustedProxies(built, { proxies: many })).toThrow(/256 is the most/);
    expect(ipOf(withTrustedProxies(built, { proxies: many.slice(1) }), "203.2.0.1")).toBe(CLIENT);
  });
});

describe("networks of a CDN", () => {
  test.each(Object.entries(CDNS))(
    "of %s are sound: all of both ends, none beside",
    (name, { ranges, asOf, source }) => {
      expect(asOf).toMatch(/^2026-\d\d-\d\d$/);
      expect(source).toMatch(/^https:/);
      const module = withTrustedProxies(built, { cdns: [name], own: false });
      for (const range of ranges) {
        expect(ipaddr.isValidCIDR(range), range).toBe(true);
        const kind = range.includes(":") ? ipaddr.IPv6 : ipaddr.IPv4;
        const first = kind.networkAddressFromCIDR(range).toString();
        expect(first, range).toBe(ipaddr.parse(range.split("/")[0] as string).toString());
        expect(ipOf(module, first), range).toBe(CLIENT);
      }
      expect(ipOf(module, "10.0.0.2")).toBe("10.0.0.2");
    },
  );
});
