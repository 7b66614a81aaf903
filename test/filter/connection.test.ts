/** Lines that look like a robot's, or a scanner's, by what they lack, and are none. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BROWSER, START, score, web } from "./traffic.ts";

const TIME = "[21/Nov/2026:06:00:00 +0000]";
const scored = (line: string) => score(Filter.load(), line);

describe("Apache's wake-up call", () => {
  const call = (ip: string, target = "*") =>
    `${ip} - - ${TIME} "OPTIONS ${target} HTTP/1.0" 200 126 "-" "Apache/2.4.57 (Debian) OpenSSL/3.0.11 (internal dummy connection)"`;

  it.each(["127.0.0.1", "::1", "10.0.3.7"])("of %s is no robot's", (ip) => {
    expect(scored(call(ip)).label).not.toBe("bot");
  });

  it("is none from elsewhere, or for another target", () => {
    expect(scored(call("203.0.113.7")).label).toBe("bot");
    expect(scored(call("127.0.0.1", "/")).label).toBe("bot");
  });
});

it.each([400, 408])("a connection that ends before a request is no robot's: %i", (status) => {
  expect(scored(`203.0.113.7 - - ${TIME} "-" ${status} 0 "-" "-"`).label).not.toBe("bot");
});

describe("TLS spoken to a port without it", () => {
  const hello = (ip: string) =>
    `${ip} - - ${TIME} "\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xFC" 400 157 "-" "-"`;

  it("is a scan of who asks for nothing else", () => {
    expect(score(Filter.load(), hello("203.0.113.7")).label).toMatch(/attack|bot/);
  });

  it("is a slip of a person", () => {
    const filter = Filter.load();
    for (const target of ["/", "/a.css", "/b.js", "/c.png"])
      score(filter, web("203.0.113.7", target, START, 200, { referer: "https://site.example/" }));
    for (let i = 0; i < 10; i++) expect(score(filter, hello("203.0.113.7")).label).not.toMatch(/attack|bot/);
  });

  it("leaves no trace at a person", () => {
    const filter = Filter.load();
    for (let i = 0; i < 20; i++) score(filter, hello("203.0.113.7"));
    for (const target of ["/", "/a.css", "/b.js", "/c.png", "/about"])
      expect(
        score(filter, web("203.0.113.7", target, START, 200, { referer: "https://site.example/" })).label,
      ).toBe("normal");
  });

  it("is a scanner's where he looks for holes besides", () => {
    const filter = Filter.load();
    for (const target of ["/.env", "/.git/config", "/shell.php", "/phpinfo.php", "/wp-login.php", "/a.sql"])
      score(filter, web("203.0.113.66", target, START));
    expect(score(filter, hello("203.0.113.66")).label).toMatch(/attack|bot/);
  });
});

describe("robots.txt, asked for from an address that people share", () => {
  const robot = "Mozilla/5.0 (compatible; ExampleBot/1.0; +https://bot.example/)";

  /** Score of a person's page, after some client of the address asked for robots.txt. */
  function botScore(asker: string, target: string): number {
    const filter = Filter.load();
    score(filter, web("203.0.113.7", "/about", START, 200, { agent: asker }));
    score(filter, web("203.0.113.7", target, START + 5, 200, { agent: asker }));
    for (let i = 0; i < 5; i++) score(filter, web("203.0.113.7", `/a/${i}`, START + 10 + i, 200));
    return score(filter, web("203.0.113.7", "/contact", START + 30, 200)).bot ?? 0;
  }

  it("says nothing of the address's other clients", () => {
    expect(botScore(robot, "/robots.txt")).toBeLessThan(botScore(BROWSER, "/robots.txt"));
  });
});

describe("what a log leaves out is not what a client did not send", () => {
  const DOES_NOT_APPLY = -1;
  const feature = (line: string, name: string): number | undefined => {
    const { features } = JSON.parse(Filter.load().explain(JSON.stringify({ log: line }))) as {
      features: { name: string; value: number }[];
    };
    return features.find((found) => found.name === name)?.value;
  };
  const traefik = (texts: string) =>
    `203.0.113.7 - - ${TIME} "GET /api/overview HTTP/2.0" 200 486 ${texts} 74 "dashboard@docker" "-" 0ms`;

  it("in Traefik's log, which has no headers unless told to keep them", () => {
    for (const name of ["ua_shape", "ua_length", "referer"]) {
      expect(feature(traefik('"-" "-"'), name)).toBe(DOES_NOT_APPLY);
      expect(feature(traefik('"-" "curl/8.5.0"'), name)).toBeGreaterThanOrEqual(0);
      expect(feature(web("203.0.113.7", "/", START, 200, { agent: "-" }), name)).toBe(0);
    }
  });

  it("in an error log, which has no user agent", () => {
    const line =
      '2026/11/21 06:00:00 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: a.example, request: "GET /a HTTP/2.0", upstream: "http://10.0.0.2:80/a", host: "a.example"';
    for (const name of ["ua_shape", "ua_length"])
      expect([DOES_NOT_APPLY, undefined]).toContain(feature(line, name));
  });
});
