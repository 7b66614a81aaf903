import type { Random } from "../../lib/random.ts";
import type { Agent } from "./agent.ts";
import { inApp } from "./apps.ts";
import { desktopBrowser } from "./desktop.ts";
import { electronApp } from "./electron.ts";
import { mobileBrowser } from "./mobile.ts";
import { oddBrowser } from "./odd-browsers.ts";
import { oldBrowser } from "./old-browsers.ts";

/** A browser of 2000 to 2026 from a grammar: every device and program that people look at the web with. */
export function browserFromGrammar(rng: Random): Agent {
  return rng.weighted([
    [desktopBrowser, 40],
    [mobileBrowser, 34],
    [inApp, 14],
    [oddBrowser, 12],
    [oldBrowser, 8],
    [electronApp, 4],
  ])(rng);
}
