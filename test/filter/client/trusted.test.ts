/** Who the client is behind the trusted proxies of the settings, and whom its requests count for. */
import { describe, expect, test } from "vitest";
import { Filter } from "../../../host/filter.ts";
import { withTrustedProxies } from "../../../trainer/model/proxies.ts";
import { behindCdn, built, CLIENT, FORGED, json, nginx, own, PROXY } from "./records.ts";

describe("trusted proxies of the settings", () => {
  test.each<[string, string, string]>([
    ["198.51.100.4", `${FORGED}, ${CLIENT}`, CLIENT],
    ["104.16.3.4", `${FORGED}, ${CLIENT}`, CLIENT],
    ["2606:4700::1", `${FORGED}, 2001:db8::7`, "2001:db8::7"],
    ["2001:db8:ff::1", CLIENT, CLIENT],
    // through several of them
    ["198.51.100.4", `${FORGED}, ${CLIENT}, 104.16.3.4, ${PROXY}`, CLIENT],
    [PROXY, `${FORGED}, ${CLIENT}, ::ffff:198.51.100.250`, CLIENT],
    // at their edges
    ["198.51.101.0", CLIENT, "198.51.101.0"],
    ["198.51.99.255", CLIENT, "198.51.99.255"],
    ["104.15.255.255", CLIENT, "104.15.255.255"],
    ["104.28.0.0", CLIENT, "104.28.0.0"],
    ["2001:db8:100::", CLIENT, "2001:db8:100::"],
  ])("%s with %s", (peer, list, ip) => {
    expect(own(json(peer, list), behindCdn).ip).toBe(ip);
    expect(own(nginx(peer, list), behindCdn).ip).toBe(ip);
  });

  test("may leave out one's own network, whose people send headers, too", () => {
    const none = Filter.load(withTrustedProxies(built, { own: false }));
    expect(own(json(PROXY, FORGED), none)).toMatchObject({ ip: PROXY });
    expect(own(json(PROXY, FORGED), none)).not.toHaveProperty("peer");
  });
});

describe("a source that headers name", () => {
  test("is counted for itself: people behind a proxy are no crowd", () => {
    const filter = Filter.load(built);
    const scan = (ip: string, i: number) =>
      own({ ...json(PROXY, ip), path: `/.env.${i}`, status: 404 }, filter);
    for (let i = 0; i < 30; i++) scan(FORGED, i);
    const of = (ip: string) => own({ ...json(PROXY, ip), path: "/" }, filter);
    expect(of(FORGED).why.some((reason) => reason.startsWith("source:"))).toBe(true);
    expect(of(CLIENT)).toMatchObject({ label: "normal", ip: CLIENT });
  });
});
