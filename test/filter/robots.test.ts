/** Robots are told apart by their names and by what they do. */
import { describe, expect, it } from "vitest";
import { robotNames } from "../../crawlers/names.ts";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { Random } from "../../simulate/lib/random.ts";
import { browserAgent } from "../../simulate/web/agents/index.ts";
import { listedBrowsers } from "../../simulate/web/agents/listed.ts";
import { BROWSER, START, score, web } from "./traffic.ts";

const called = (agent: string, target = "/products") =>
  score(Filter.load(), web("203.0.113.7", target, START, 200, { agent }));
const classOf = ({ why }: SmartlogEvent) => why?.find((reason) => reason.startsWith("bot:"));

describe("a welcome robot", () => {
  it.each([
    ["a search engine", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"],
    [
      "an AI crawler behind a browser's",
      `${BROWSER}; compatible; OAI-SearchBot/1.3; +https://openai.com/searchbot`,
    ],
    ["an AI crawler's name alone behind a browser's", `${BROWSER} Perplexity-User/1.0`],
    ["a monitor", "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)"],
    ["a monitor with a headless browser", `${BROWSER.replace("Chrome", "HeadlessChrome")} Checkly`],
    ["a preview", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"],
    [
      "a mail program's image proxy",
      "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    ],
    [
      "a feed reader",
      "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)",
    ],
    ["an archive", "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)"],
  ])("%s matters little", (_, agent) => {
    const event = called(agent);
    expect(event).toMatchObject({ label: "bot", severity: "low" });
    expect(classOf(event)).toBe("bot:welcome");
  });
});

describe("a tool", () => {
  it.each([
    "curl/8.5.0",
    "python-requests/2.32.3",
    "Go-http-client/2.0",
    BROWSER.replace("Chrome", "HeadlessChrome"),
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    `${BROWSER} python-requests/2.28`,
  ])("is %s", (agent) => {
    const event = called(agent);
    expect(event.label).toBe("bot");
    expect(["low", "medium"]).toContain(event.severity);
    expect(classOf(event)).toBe("bot:tool");
  });
});

describe("a hostile robot", () => {
  it.each(["Mozilla/5.0 zgrab/0.x", `${BROWSER} libredtail-http`, "Hello, World"])("is %s", (agent) => {
    const event = called(agent);
    expect(event).toMatchObject({ label: "bot", severity: "medium" });
    expect(classOf(event)).toBe("bot:hostile");
  });

  it.each([
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; SomeBot/1.0; +https://bot.example/)",
  ])("is one that probes: %s", (agent) => {
    const filter = Filter.load();
    let event: SmartlogEvent | undefined;
    for (const target of ["/.env", "/.git/config", "/backup.sql", "/a.bak", "/", "/contact"])
      event = score(filter, web("203.0.113.7", target, START, 404, { agent }));
    expect(event?.label === "attack" || classOf(event as SmartlogEvent) === "bot:hostile").toBe(true);
    expect(classOf(event as SmartlogEvent)).not.toBe("bot:welcome");
  });
});

describe("a robot's name", () => {
  it("makes a client a bot wherever it stands in a browser's user agent", () => {
    const filter = Filter.load();
    const places = [
      (name: string) => `${BROWSER} ${name}/1.0`,
      (name: string) => BROWSER.replace("x64)", `x64; ${name})`),
      (name: string) => `${BROWSER}; compatible; ${name}`,
    ];
    const anywhere = robotNames().filter(({ atStart }) => !atStart);
    expect(anywhere.length).toBeGreaterThan(400);
    anywhere.forEach(({ name }, n) => {
      for (const place of places) {
        const agent = place(name);
        const ip = `198.51.${n >> 8}.${n & 255}`;
        const { bot } = score(filter, web(ip, "/products", START, 200, { agent }));
        expect(bot, agent).toBeGreaterThanOrEqual(0.95);
      }
    });
  });

  it("counts as a whole word, and at the start where it has to stand there", () => {
    for (const agent of [
      "Mozilla/5.0 (Linux; Android 9; Sogou webview) AppleWebKit/537.36 Chrome/74.0.3729.186 Mobile Safari/537.36",
      `${BROWSER} WhatsApp/2.24`,
    ])
      expect(classOf(called(agent)), agent).toBeUndefined();
    expect(classOf(called("WhatsApp/2.23.20.0 A"))).toBe("bot:welcome");
  });

  it("is in no browser's user agent", () => {
    const names = robotNames().map(({ name, atStart }) => {
      const [first = "", second] = name.split("-");
      const word = (text: string) => `(?<![a-z0-9_])${text}(?![a-z0-9_])`;
      const both = second === undefined ? word(first) : `${word(first)}[^a-z0-9_]+${word(second)}`;
      return atStart ? `^${both}` : both;
    });
    const any = new RegExp(names.join("|"), "i");
    const rng = new Random(4);
    const agents = [
      ...listedBrowsers.items.map(({ userAgent }) => userAgent),
      ...Array.from({ length: 20_000 }, () => browserAgent(rng).userAgent),
    ];
    expect(agents.filter((agent) => any.test(agent))).toEqual([]);
  });
});
