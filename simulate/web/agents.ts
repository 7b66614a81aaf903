import type { Random } from "../random.ts";
import { appClient } from "./agents/apps.ts";
import { botFromGrammar, knownBot, markedBrowser } from "./agents/bots.ts";
import { browserFromGrammar } from "./agents/browsers.ts";
import { listedBots, listedBrowsers } from "./agents/listed.ts";

/** A user agent and whose it is. */
export interface Agent {
  userAgent: string;
  /** The browser or bot: "Chrome", "Googlebot". */
  name: string;
  /** Browsers: desktop, mobile, tablet, app, tv, console, text …; bots: crawler, seo, library, scanner …. */
  family: string;
}

/** A person's browser or app: a quarter from the npm package `user-agents` (weighted by use), the rest from a grammar. */
export function browserAgent(rng: Random): Agent {
  return rng.chance(0.25) ? listedBrowsers.draw(rng) : browserFromGrammar(rng);
}

/** Share of robots that are a browser in all but the name that they add. */
const MARKED_SHARE = 0.05;
/** Share of robots made of a name that the package `isbot` knows. */
const KNOWN_SHARE = 0.07;

/** An automated client: from the npm package `crawler-user-agents`, or from a grammar for those never seen. */
export function botAgent(rng: Random): Agent {
  if (rng.chance(MARKED_SHARE)) return markedBrowser(rng, browserAgent(rng).userAgent);
  if (rng.chance(KNOWN_SHARE)) return knownBot(rng, browserAgent(rng).userAgent);
  return rng.chance(0.45) ? rng.pick(listedBots) : botFromGrammar(rng);
}

/** What most visitors of an ordinary site use: mainstream browsers of the last years, rarely an odd one. */
export function visitorAgent(rng: Random): Agent {
  return rng.chance(0.75) ? listedBrowsers.draw(rng) : browserFromGrammar(rng);
}

/** An app that a person uses, fetching by itself: CFNetwork, Dalvik, okhttp, media players, mail programs. */
export const appAgent = (rng: Random): Agent => appClient(rng);

export { botOfFamily } from "./agents/bots.ts";
