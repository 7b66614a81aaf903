/** Who asks an application: its people's browsers, and the programs that come to it by themselves. */
import { fill } from "../../lib/fill.ts";
import type { Random } from "../../lib/random.ts";
import { inApp } from "../agents/apps.ts";
import { electronApp } from "../agents/electron.ts";
import { visitorAgent } from "../agents/index.ts";
import { mobileBrowser } from "../agents/mobile.ts";
import { oldBrowser } from "../agents/old-browsers.ts";
import { SOFTWARE_GAPS } from "./gaps.ts";
import { type AgentKind, type Software, sharedAgents } from "./software.ts";

export interface Caller {
  userAgent: string;
  kind: AgentKind;
}

/** Browsers by the name that the tables have for them. */
const BROWSERS: Readonly<Record<string, (rng: Random) => { userAgent: string }>> = {
  browser: visitorAgent,
  phone: mobileBrowser,
  inapp: inApp,
  old: oldBrowser,
  electron: electronApp,
};

/** The caller of this name. */
export function caller(rng: Random, software: Software, name: string): Caller {
  const browser = BROWSERS[name];
  if (browser) return { userAgent: browser(rng).userAgent, kind: "person" };
  const agent = software.agents[name] ?? sharedAgents()[name];
  if (agent === undefined) throw new Error(`${software.name}: no agent named ${name}`);
  const userAgent = fill(rng, rng.pick(agent.forms), SOFTWARE_GAPS);
  return { userAgent: userAgent === "-" ? "" : userAgent, kind: agent.kind };
}

/** One of the application's people: a browser, or a program of theirs. */
export const ofPeople = (rng: Random, software: Software): Caller =>
  caller(rng, software, rng.pick(software.people));
