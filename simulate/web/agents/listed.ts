import crawlers from "crawler-user-agents";
import UserAgents from "user-agents";
import type { Random } from "../../lib/random.ts";
import type { Agent } from "./agent.ts";

/** Items drawn by weight in logarithmic time: the browser list has thousands. */
class WeightedList {
  readonly items: readonly Agent[];
  readonly #sums: Float64Array;

  constructor(entries: readonly { agent: Agent; weight: number }[]) {
    this.items = entries.map((entry) => entry.agent);
    this.#sums = new Float64Array(entries.length);
    let sum = 0;
    for (const [i, entry] of entries.entries()) {
      sum += entry.weight;
      this.#sums[i] = sum;
    }
  }

  draw(rng: Random): Agent {
    const sought = rng.float() * (this.#sums.at(-1) ?? 0);
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sums[middle] as number) > sought) high = middle;
      else low = middle + 1;
    }
    return this.items[low] as Agent;
  }
}

/** Automated browsers that found their way into the list of browsers. */
const AUTOMATED = /headless|bot|crawl|spider|lighthouse|ptst|puppeteer|playwright/i;

/** The package's list repeats one user agent for many screen sizes; its weights are kept, flattened a little. */
function browsers(): WeightedList {
  const weights = new Map<string, { weight: number; device: string }>();
  for (const entry of UserAgents.top() as { userAgent: string; weight: number; deviceCategory?: string }[]) {
    if (AUTOMATED.test(entry.userAgent)) continue;
    const known = weights.get(entry.userAgent);
    if (known) known.weight += entry.weight;
    else weights.set(entry.userAgent, { weight: entry.weight, device: entry.deviceCategory ?? "desktop" });
  }
  return new WeightedList(
    [...weights].map(([userAgent, { weight, device }]) => ({
      agent: { userAgent, name: browserName(userAgent), family: device },
      weight: weight ** 0.8,
    })),
  );
}

function browserName(userAgent: string): string {
  const known =
    /(Instagram|FBAN|FBAV|GSA|EdgA?|EdgiOS|OPR|OPT|SamsungBrowser|YaBrowser|Vivaldi|CriOS|FxiOS|DuckDuckGo|Firefox|Chrome|Safari)/.exec(
      userAgent,
    );
  return known?.[1] ?? "other";
}

/** Browsers in use, by weight. */
export const listedBrowsers = browsers();

/** Every instance of every crawler that the package knows. */
export const listedBots: readonly Agent[] = (
  crawlers as { pattern: string; instances: string[]; tags?: string[] }[]
).flatMap((crawler) =>
  crawler.instances
    .filter((userAgent) => userAgent.length > 0)
    .map((userAgent) => ({
      userAgent,
      name: crawler.pattern.replace(/\\/g, ""),
      family: crawler.tags?.[0] ?? "crawler",
    })),
);

/** The listed bots that carry one of the package's tags. */
export const botsTagged = (tag: string): readonly Agent[] => listedBots.filter((bot) => bot.family === tag);
