import { list as isbotPatterns } from "isbot";
import { fill, type Gaps } from "../../fill.ts";
import { adjective, brand, capital, noun } from "../../names.ts";
import type { Random } from "../../random.ts";
import { letters } from "../../tokens.ts";
import { LAST_NAMES } from "../../words/people.ts";
import type { Agent } from "../agents.ts";
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

/** A bot nobody has seen, from a grammar of names and shapes, and the libraries and tools that everybody sees. */
export function botFromGrammar(rng: Random): Agent {
  const { family, template } = rng.weighted(WEIGHTED);
  return { userAgent: fill(rng, template, OWN), name: family, family };
}

/** A whole browser's user agent with a robot's name put to it: behind it, in its engine's place, or before it. */
export function markedBrowser(rng: Random, browser: string): Agent {
  const name = fill(
    rng,
    "{{Marked}/{v}|{Marked}/{v}|{Marked}|{Marked} {v}|{Bot}/{v} ({+|via |}{site})|({Bot}/{v}; +{site})|{Bot} ({site})|(compatible; {Marked}/{v})|{Bot};{site}}",
    OWN,
  );
  const userAgent = rng.weighted<() => string>([
    [() => `${browser} ${name}`, 6],
    [() => browser.replace(/\) .*$/, `) ${name}`), 2],
    [() => `${name} ${browser}`, 1],
  ])();
  return { userAgent, name: "marked browser", family: "marked browser" };
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
