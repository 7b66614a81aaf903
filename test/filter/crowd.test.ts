/** Many sources, each of them little: who guesses or probes so is found; ordinary crowds are not called. */
import { describe, expect, it } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { Random } from "../../simulate/lib/random.ts";
import { BROWSER, START, score, web } from "./traffic.ts";

const HOUR = 3600;
const SITE = "https://site.example";
const AGENTS = [
  BROWSER,
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
  "Mozilla/5.0 (Linux; Android 15; SM-S938B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
];
const APP = "ShopApp/3.2 (iPhone; iOS 18.3)";

interface Asked {
  at: number;
  ip: string;
  target: string;
  status?: number;
  method?: string;
  agent?: string;
  referer?: string;
}

/** Addresses far from each other. */
const address = (i: number) =>
  `${20 + ((i * 37) % 180)}.${(i * 101) & 255}.${(i * 59) & 255}.${1 + ((i * 7) % 250)}`;

function line({ at, ip, target, status = 200, method = "GET", agent, referer = "-" }: Asked): string {
  return web(ip, target, at, status, { agent: agent ?? BROWSER, referer }).replace('"GET', `"${method}`);
}

/** The events of requests, in order of their times. */
function play(asked: Asked[], filter = Filter.load()): (SmartlogEvent & { asked: Asked })[] {
  return asked
    .sort((a, b) => a.at - b.at)
    .map((request) => ({ ...score(filter, line(request)), asked: request }));
}

const isCrowd = (event: SmartlogEvent) => event.why.includes("source:crowd");
const isCalled = (event: SmartlogEvent) => event.label === "attack" || event.label === "bot";

/** What a browser loads of a page. */
function pageView(ip: string, at: number, path: string, agent: string, status = 200): Asked[] {
  const own = { ip, agent, referer: `${SITE}${path}` };
  return [
    { at, ip, agent, target: path, status },
    { ...own, at: at + 0.2, target: "/css/site.css" },
    { ...own, at: at + 0.3, target: "/js/site.js" },
    { ...own, at: at + 0.4, target: "/img/logo.png" },
  ];
}

describe("slow guessing from 94 addresses, each every half hour, where a failed login answers 200", () => {
  const attack = (target: string, agents: string[], hours = 12) => {
    const rng = new Random(1);
    return Array.from({ length: 94 }, (_, i) => i).flatMap((i) =>
      Array.from({ length: hours * 2 }, (_, round) => ({
        at: START + (round + rng.float()) * 1800,
        ip: address(i),
        target,
        method: "POST",
        agent: agents[i % agents.length] as string,
      })),
    );
  };

  it.each([
    ["one agent", "/wp-login.php", [BROWSER]],
    ["many agents", "/index.php/login", AGENTS],
    ["sign-ups", "/user/register", AGENTS],
  ])("is found after the first: %s", (_what, target, agents) => {
    const events = play(attack(target, agents));
    const late = events.slice(40);
    expect(late.filter((event) => event.label === "attack").length).toBeGreaterThan(late.length * 0.99);
    expect(late.filter(isCrowd).length).toBeGreaterThan(0);
    expect(late.every((event) => event.why[0] === "attack:brute-force")).toBe(true);
  });

  it("is found at a form whose path names no login, by what all of them have in common", () => {
    const form = (asked: Asked) => line(asked).replace(" 153 ", " 12838 ");
    const filter = Filter.load();
    for (let i = 0; i < 40; i++)
      score(filter, line({ at: START - 60, ip: address(500 + i), target: "/a.css", referer: SITE }));
    const tried = attack("/phpmyadmin/", [BROWSER], 1).sort((a, b) => a.at - b.at);
    const late = tried.map((asked) => score(filter, form(asked))).slice(40);
    expect(late.filter((event) => event.label === "attack").length).toBeGreaterThan(late.length * 0.99);
    // An app of many that sends what it has is none: its name is its own, or its answers are short.
    const others = Filter.load();
    for (let i = 0; i < 40; i++)
      score(others, line({ at: START - 60, ip: address(500 + i), target: "/a.css", referer: SITE }));
    for (const asked of attack("/collect/", [BROWSER], 1))
      expect(isCrowd(score(others, line(asked)))).toBe(false);
    for (const asked of attack("/sync/", [APP], 1)) expect(isCrowd(score(others, form(asked)))).toBe(false);
  });

  it("does not make attackers of those who log in meanwhile", () => {
    const people = Array.from({ length: 60 }, (_, i) => {
      const ip = address(1000 + i);
      const at = START + 7200 + i * 500;
      const agent = AGENTS[i % 4] as string;
      const login = { ip, agent, target: "/wp-login.php", method: "POST", referer: `${SITE}/wp-login.php` };
      return [
        ...pageView(ip, at, "/", agent),
        ...pageView(ip, at + 20, "/wp-login.php", agent),
        ...(i % 3 ? [] : [{ ...login, at: at + 30 }]),
        { ...login, at: at + 40, status: 302 },
        ...pageView(ip, at + 41, "/wp-admin/", agent),
      ];
    }).flat();
    const events = play([...attack("/wp-login.php", AGENTS), ...people]);
    const own = new Set(people.map(({ ip }) => ip));
    expect(events.filter((event) => own.has(event.asked.ip) && isCrowd(event))).toEqual([]);
  });

  it("is over when it is over", () => {
    const filter = Filter.load();
    play(attack("/wp-login.php", [BROWSER]), filter);
    const later = START + 80 * HOUR;
    const events = play(
      Array.from({ length: 5 }, (_, i) => ({
        at: later + i * 60,
        ip: address(2000 + i),
        target: "/wp-login.php",
        method: "POST",
      })),
      filter,
    );
    expect(events.filter(isCrowd)).toEqual([]);
  });
});

describe("holes looked for", () => {
  const WORDS = ["backup", "old", "portal", "manage", "console", "test", "dev", "store"];
  const probes = (ip: (i: number) => string, agent = BROWSER) =>
    Array.from({ length: 120 }, (_, i) => ({
      at: START + i * 97,
      ip: ip(i),
      target: `/${WORDS[i % 8]}/${WORDS[(i * 3) % 8]}${i}`,
      status: 404,
      agent,
    }));

  it("from a /24, an address for each request, each with another agent", () => {
    const events = play(
      probes((i) => `198.51.100.${1 + i}`).map((asked, i) => ({ ...asked, agent: `${BROWSER} v${i}` })),
    );
    expect(events.slice(40).filter(isCrowd).length).toBeGreaterThan(75);
  });

  it("from everywhere, with one browser's agent", () => {
    expect(play(probes(address)).slice(40).filter(isCrowd).length).toBeGreaterThan(75);
  });
});

describe("an ordinary crowd is none:", () => {
  const rng = new Random(7);
  const calm = (asked: Asked[]) => {
    const events = play(asked);
    expect(events.filter(isCrowd).map(({ asked }) => asked)).toEqual([]);
    return events;
  };

  it("an office behind one address: fifty people log in at eight, some mistype", () => {
    const ip = "203.0.113.80";
    calm(
      Array.from({ length: 50 }, (_, i) => {
        const at = START + rng.float() * 900;
        const agent = AGENTS[i % 4] as string;
        const login = { ip, agent, target: "/login", method: "POST", referer: `${SITE}/login` };
        return [
          ...pageView(ip, at, "/login", agent),
          ...(i % 4 ? [] : [{ ...login, at: at + 9 }]),
          { ...login, at: at + 14, status: 302 },
          ...pageView(ip, at + 15, "/desk", agent),
        ];
      }).flat(),
    );
  });

  it("a carrier's addresses: five hundred phones, each request from another one of a /24", () => {
    const events = calm(
      Array.from({ length: 500 }, (_, i) => {
        const ip = () => `198.51.100.${rng.int(1, 250)}`;
        const at = START + rng.float() * 4 * HOUR;
        const agent = AGENTS[3] as string;
        return pageView(
          "",
          at,
          rng.pick(["/", "/news/1", "/news/2", "/gone"]),
          agent,
          i % 12 ? 200 : 404,
        ).map((asked) => ({
          ...asked,
          ip: ip(),
        }));
      }).flat(),
    );
    expect(events.filter((event) => event.label === "attack").length).toBe(0);
  });

  it("a page that a newspaper links to: two thousand readers, and the link is dead", () => {
    calm(
      Array.from({ length: 2000 }, (_, i) => ({
        at: START + rng.float() * 2 * HOUR,
        ip: address(i),
        target: "/report-2026",
        status: 404,
        agent: AGENTS[i % 4] as string,
        referer: i % 3 ? "https://paper.example/" : "-",
      })),
    );
  });

  it("a site that has moved: readers of old links, who see the error's page and go", () => {
    calm(
      Array.from({ length: 400 }, (_, i) => {
        const ip = address(i);
        const agent = AGENTS[i % 4] as string;
        const at = START + rng.float() * 6 * HOUR;
        return pageView(ip, at, `/old/article-${i % 90}.html`, agent, 404);
      }).flat(),
    );
  });

  it("a provider's browsers, which open connections ahead and close them without a request", () => {
    const filter = Filter.load();
    const events = Array.from({ length: 400 }, (_, i) => {
      const at = START + i * 30;
      score(filter, web(address(i), `/article-${i}`, at));
      const said = web(`203.0.113.${i % 40}`, "/", at + 1, 408)
        .replace(/"GET [^"]*"/, '"-"')
        .replace(BROWSER, "-");
      return score(filter, said);
    });
    expect(events.filter((event) => event.label === "attack")).toEqual([]);
  });

  it("a phone's app, whose clients log in by an API, mistype, and poll it", () => {
    calm(
      Array.from({ length: 300 }, (_, i) => {
        const ip = address(i);
        const at = START + rng.float() * 6 * HOUR;
        const own = { ip, agent: APP };
        return [
          ...(i % 5 ? [] : [{ ...own, at, target: "/api/v2/login", method: "POST", status: 401 }]),
          { ...own, at: at + 5, target: "/api/v2/login", method: "POST" },
          ...Array.from({ length: 10 }, (_, n) => ({
            ...own,
            at: at + 6 + n * 30,
            target: "/api/v2/state",
            status: n % 5 ? 200 : 404,
          })),
        ];
      }).flat(),
    );
  });

  it("an app whose server is down: every call of every phone fails", () => {
    calm(
      Array.from({ length: 300 }, (_, i) =>
        Array.from({ length: 6 }, (_, n) => ({
          at: START + rng.float() * 3 * HOUR,
          ip: address(i),
          agent: APP,
          target: `/api/v2/${["state", "orders", "login", "feed"][n % 4]}`,
          method: n % 4 === 2 ? "POST" : "GET",
          status: 503,
        })),
      ).flat(),
    );
  });
});

describe("bounded state", () => {
  it("keeps a crowd through thousands of made-up login pages", () => {
    const filter = Filter.load();
    const guess = (i: number, at: number) => ({ at, ip: address(i % 40), target: "/login", method: "POST" });
    play(
      Array.from({ length: 80 }, (_, i) => guess(i, START + i * 60)),
      filter,
    );
    play(
      Array.from({ length: 5000 }, (_, i) => ({
        at: START + 4900 + i / 10,
        ip: `203.0.113.${1 + (i % 250)}`,
        target: `/x${i}/login`,
        method: "POST",
      })),
      filter,
    );
    const [event] = play([guess(0, START + 5500)], filter);
    expect(event?.label).toBe("attack");
  });

  it("holds behind one proxy's address: forty people and a scanner, the guesses among them go unseen but no one is called", () => {
    const ip = "192.0.2.1";
    const rng = new Random(3);
    const asked = Array.from({ length: 40 }, (_, i) => {
      const at = START + rng.float() * 600;
      return [
        ...pageView(ip, at, `/p/${i}`, AGENTS[i % 4] as string),
        { at: at + 5, ip, target: "/login", method: "POST", agent: AGENTS[i % 4] as string },
      ];
    }).flat();
    const events = play(asked);
    expect(events.filter((event) => event.why.includes("attack:brute-force") && isCalled(event))).toEqual([]);
  });

  it("counts on when a source has come more often than a number holds", { timeout: 120_000 }, () => {
    const filter = Filter.load();
    const guess = (i: number) => ({ at: START + i * 5, ip: "203.0.113.7", target: "/login", method: "POST" });
    const MORE = 66_000;
    for (let i = 0; i < MORE; i++) filter.score(recordOfLine(Buffer.from(line(guess(i)))));
    expect(score(filter, line(guess(MORE))).why[0]).toBe("attack:brute-force");
    score(filter, line({ ...guess(MORE + 1), target: "/desk", method: "GET" }));
    expect(score(filter, line(guess(MORE + 2))).why).not.toContain("attack:brute-force");
  });

  it.each([
    ["back by a day", -86_400],
    ["ahead by a year", 31_536_000],
  ])("survives a clock that jumps %s", (_how, jump) => {
    const filter = Filter.load();
    const guess = (i: number, at: number) => ({ at, ip: address(i % 30), target: "/login", method: "POST" });
    for (let i = 0; i < 60; i++) score(filter, line(guess(i, START + i * 60)));
    for (let i = 0; i < 10; i++)
      expect(score(filter, line(guess(i, START + jump + i * 60))).why).not.toContain("source:crowd");
    for (let i = 0; i < 60; i++) score(filter, line(guess(i, START + jump + 600 + i * 60)));
    expect(isCrowd(score(filter, line(guess(1, START + jump + 4300))))).toBe(true);
  });
});
