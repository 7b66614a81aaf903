import { list as isbotPatterns } from "isbot";
import { fill, type Gaps } from "../../lib/fill.ts";
import { adjective, brand, capital, noun } from "../../lib/names.ts";
import type { Random } from "../../lib/random.ts";
import { letters } from "../../lib/tokens.ts";
import { LAST_NAMES } from "../../lib/words/people.ts";
import type { Agent } from "./agent.ts";
import { SHAPES, TRADES } from "./bot-tables.ts";

const WEIGHTED = SHAPES.map(([family, weight, template]) => [{ family, template }, weight] as const);

/** The plain words among isbot's patterns: names and trades that it knows bots by. */
const KNOWN_WORDS: readonly string[] = isbotPatterns
  .map((pattern) => pattern.replace(/\(\?<?[!=][^)]*\)|\\b|[\^$]/g, ""))
  .filter((pattern) => /^[a-z][a-z0-9-]{3,}$/i.test(pattern));

/** An invented name for a bot, spelt in one of the ways that people spell them. */
function botName(rng: Random): string {
  const trade = rng.pick(TRADES);
  const stem = rng.weighted([
    [brand(rng).replace(/\W/g, ""), 30],
    [noun(rng), 25],
    [adjective(rng) + capital(noun(rng)), 10],
    [letters(rng, rng.int(3, 8)), 8],
    [rng.pick(LAST_NAMES), 4],
    [rng.pick(KNOWN_WORDS), 6],
    [letters(rng, rng.int(2, 4)).toUpperCase(), 5],
  ]);
  const joint = rng.weighted([
    ["", 60],
    ["-", 14],
    [" ", 12],
    ["_", 5],
    [".", 1],
  ]);
  const shape = rng.int(0, 9);
  if (shape <= 5) return capital(stem) + joint + (joint === "" ? capital(trade) : trade);
  if (shape === 6) return (stem + joint + trade).toLowerCase();
  if (shape === 7)
    return capital(stem) + joint + (rng.chance(0.5) ? "Web" : capital(noun(rng))) + joint + trade;
  if (shape === 8) return rng.pick(KNOWN_WORDS) + joint + rng.pick(["", trade]);
  // Some names don't say what they do.
  return capital(stem);
}

/** An invented name that says what its bearer does. */
function tellingName(rng: Random): string {
  const trade = rng.chance(0.5) ? rng.pick(TELLING) : rng.pick(KNOWN_WORDS);
  return rng.chance(0.25)
    ? capital(trade)
    : capital(rng.chance(0.5) ? noun(rng) : brand(rng).replace(/\W/g, "")) + trade;
}

/** The trades that no browser has in its name. */
const TELLING: readonly string[] = TRADES.filter((trade) =>
  /bot|crawl|spider|scrap|check|monitor|fetch|scan|valid|archiv|preview|agent|feed|rss|analy|verif|download|parse|inspect|audit|screenshot/i.test(
    trade,
  ),
);

const OWN: Gaps = {
  Bot: botName,
  Marked: tellingName,
  v: (rng) =>
    fill(
      rng,
      "{{0..3}.{0..20}|{1..9}.{0..9}.{0..30}|{1..20}|1.0|2.0|0.1|{0..9}.{0..9}{a|b|rc1|beta|-dev}|20{10..25}.{1..12}|{1..5}.{0..9}.{0..99}.{0..9999}}",
    ),
  site: (rng) =>
    fill(
      rng,
      "{http|https}://{|www.|}{domain}{|/|/bot|/bot.html|/bot.htm|/bots|/robot|/robot.html|/crawler|/crawler.html|/crawler/|/spider|/webmasters|/about|/faq|/info|/help|/{noun}|/{slug}.html|/en/{noun}/{noun}|/{noun}bot|/support/{slug}|/docs/{noun}}",
    ),
  mail: (rng) =>
    fill(
      rng,
      "{{bot|crawler|info|support|abuse|webmaster|admin|contact|research|spider|hello}@{domain}|mailto:{login}@{domain}|{login}@{domain}|{noun} at {domain}|{email}}",
    ),
};

/** An unlisted bot, from a grammar of names and shapes, or one of the common libraries and tools. */
export function botFromGrammar(rng: Random): Agent {
  const { family, template } = rng.weighted(WEIGHTED);
  return { userAgent: fill(rng, template, OWN), name: family, family };
}

/** A whole browser's user agent with a robot's name put to it: behind, before, among what it says in brackets. */
export function markedBrowser(rng: Random, browser: string): Agent {
  const name = fill(
    rng,
    "{{Marked}/{v}|{Marked}/{v}|{Marked}|{Marked} {v}|{Bot}/{v} ({+|via |}{site})|({Bot}/{v}; +{site})|{Bot} ({site})|(compatible; {Marked}/{v})|{Bot};{site}}",
    OWN,
  );
  const mark = fill(rng, "{{Marked}/{v}|{Marked} {v}|{Marked}|{Marked}|{Bot}/{v}; +{site}}", OWN);
  const userAgent = rng.weighted<() => string>([
    [() => `${browser} ${name}`, 6],
    // As the makers of AI crawlers document theirs.
    [() => `${browser}; compatible; ${fill(rng, "{{Marked}|{Bot}}/{v}{|; +{site}}", OWN)}`, 3],
    [() => browser.replace(/\) .*$/, `) ${name}`), 2],
    [() => `${name} ${browser}`, 1],
    [() => `${fill(rng, "{{Noun}|{noun}|{Marked}}{, |; | - |: }", OWN)}${browser}`, 0.5],
    [() => marked(rng, browser, mark), 5.5],
    [() => browser.replace(/\(.*?\)/, `(${mark})`), 0.7],
  ])();
  return { userAgent, name: "marked browser", family: "marked browser" };
}

/** The plain pieces that isbot looks for, and whether it does so at the very start; without those that people's programs share. */
const PIECES: readonly { text: string; isAtStart: boolean }[] = isbotPatterns
  .map((pattern) => ({
    text: pattern
      .replace(/\(\?<?[!=].*?\)+/g, "")
      .replace(/^\^|\\b|\$$/g, "")
      .replace(/\\([./()])/g, "$1"),
    isAtStart: pattern.startsWith("^"),
  }))
  .filter(
    ({ text }) =>
      /^[\w .\-/;@!]{3,}$/.test(text) &&
      !/^(?:chromeframe|sogou|netsurf|snapchat|tools|time\/|facebook)$/.test(text),
  );

/** A robot with a name that isbot knows it by, in the forms of crawlers, of apps and of marked browsers. */
export function knownBot(rng: Random, browser: string): Agent {
  const { text, isAtStart } = rng.pick(PIECES);
  const piece = rng.chance(0.6) ? text : capital(text);
  const behind = /\w$/.test(piece)
    ? fill(rng, rng.pick(["", "", "", "{noun}", "{Noun}", "er", "Kit", "-{noun}"]))
    : "";
  const before =
    isAtStart || rng.chance(0.6) ? "" : fill(rng, rng.pick(["{Noun}", "{noun}-", "{Noun}{Noun}", "{az:3}"]));
  const name = before + piece + behind;
  const versioned = /[ /]$/.test(name) ? `${name}{v}` : `${name}{/| }{v}`;
  const lone = [
    `${versioned}`,
    `${versioned}`,
    `${name}`,
    `${versioned} ({iPhone|iPad|iPod touch}; iOS {8..18}.{0..6}; Scale/{2|3}.00)`,
    `${versioned} ({iPad|iPhone}; iPhone OS {5..12}.{0..3}{|.1}; en_US)`,
    `${versioned} CFNetwork/{600..3860}{|.{0..9}}{|.{0..9}} Darwin/{12..25}.{0..6}.0{| (x86_64){| (MacBookPro{5..18}%2C{1..4})}}`,
    `${name} (unknown version) CFNetwork/{600..3860}{|.{0..9}} Darwin/{12..25}.{0..6}.0`,
    `${versioned} ({Linux|Windows|Macintosh|X11|{noun}}{|; {en|de|en-us}})`,
    `${versioned} {libwww/5.{2..4}.{0..9}|({site})|+{site}|{noun}/{v}}`,
  ];
  const within = [
    `Mozilla/5.0 (compatible; ${versioned}{|; +{site}})`,
    `Mozilla/5.0 (${name}{|/{v}}) AppleWebKit/537.36 (KHTML, like Gecko)`,
  ];
  const userAgent = rng.weighted<() => string>([
    [() => fill(rng, rng.pick(lone), OWN), 5],
    [() => fill(rng, rng.pick(isAtStart ? lone : within), OWN), 2],
    [
      () => (isAtStart ? fill(rng, rng.pick(lone), OWN) : marked(rng, browser, fill(rng, versioned, OWN))),
      2.5,
    ],
  ])();
  return { userAgent, name: text, family: "known robot" };
}

/** A browser with a mark among what it says in brackets, or behind it all. */
function marked(rng: Random, browser: string, mark: string): string {
  const place = rng.int(0, 3);
  if (place === 0 && browser.includes(")")) return browser.replace(")", `; ${mark})`);
  if (place === 1 && browser.includes("(")) return browser.replace("(", `(${mark}; `);
  if (place === 2 && browser.includes("like Gecko)"))
    return browser.replace("like Gecko)", `like Gecko; ${mark})`);
  return `${browser} ${mark}`;
}

const byFamily = new Map<string, readonly (readonly [string, number])[]>();

/** One of a family of the grammar: "library", "scanner", "monitoring", "automation", "load test", "search", …. */
export function botOfFamily(rng: Random, family: string): Agent {
  let shapes = byFamily.get(family);
  if (!shapes) {
    shapes = SHAPES.filter(([name]) => name === family).map(
      ([, weight, template]) => [template, weight] as const,
    );
    byFamily.set(family, shapes);
  }
  return { userAgent: fill(rng, rng.weighted(shapes), OWN), name: family, family };
}
