import type { Random } from "../../lib/random.ts";
import type { Agent } from "./agent.ts";
import { appClient } from "./apps.ts";
import { botFromGrammar, knownBot, markedBrowser } from "./bots.ts";
import { browserFromGrammar } from "./browsers.ts";
import { listedBots, listedBrowsers } from "./listed.ts";

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

export { botOfFamily } from "./bots.ts";
