/** Browsers and systems of people, by their user agents. */
import Bowser from "bowser";
import type { TopCounter } from "../count/top.ts";
import type { Client } from "../web.ts";

export interface BrowserJson {
  name: string;
  /** Requests of people. */
  people: number;
}

export function browsersOf(agents: TopCounter<Client>, most: number): BrowserJson[] {
  return grouped(agents, most, (agent) => Bowser.parse(agent).browser.name);
}

export function systemsOf(agents: TopCounter<Client>, most: number): BrowserJson[] {
  return grouped(agents, most, (agent) => Bowser.parse(agent).os.name);
}

function grouped(
  agents: TopCounter<Client>,
  most: number,
  nameOf: (agent: string) => string | undefined,
): BrowserJson[] {
  const found = new Map<string, number>();
  for (const [agent, { people }] of agents.entries()) {
    if (people === 0) continue;
    const name = (agent === "-" ? undefined : nameOf(agent)) || "others";
    found.set(name, (found.get(name) ?? 0) + people);
  }
  return [...found]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name, people]) => ({ name, people }));
}
