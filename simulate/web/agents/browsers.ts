import type { Random } from "../../lib/random.ts";
import type { Agent } from "./agent.ts";
import { inApp } from "./apps.ts";
import { desktopBrowser } from "./desktop.ts";
import { electronApp } from "./electron.ts";
import { mobileBrowser } from "./mobile.ts";
import { oddBrowser } from "./odd-browsers.ts";
import { oldBrowser } from "./old-browsers.ts";

/** Share of user agents that something on the way has damaged. */
const DAMAGED_SHARE = 0.015;

/** As proxies and logs damage a user agent: without its brackets, or cut off. */
function damaged(rng: Random, userAgent: string): string {
  if (rng.chance(0.4)) return userAgent.replace(/[()]/g, "");
  return userAgent.slice(0, -rng.int(1, Math.ceil(userAgent.length / 4)));
}

/** A browser of 2000 to 2026 from a grammar: every device and program that people look at the web with. */
export function browserFromGrammar(rng: Random): Agent {
  const agent = rng.weighted([
    [desktopBrowser, 40],
    [mobileBrowser, 34],
    [inApp, 14],
    [oddBrowser, 12],
    [oldBrowser, 11],
    [electronApp, 4],
  ])(rng);
  return rng.chance(DAMAGED_SHARE) ? { ...agent, userAgent: damaged(rng, agent.userAgent) } : agent;
}
