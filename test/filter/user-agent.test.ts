/** What a client calls itself decides, whatever it says besides. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { START, score, web } from "./traffic.ts";

const BROWSERS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
];
const SCANNERS =
  `sqlmap/1.7 sqlmap/1.7.2#stable Nikto/2.5.0 nuclei gobuster/3.6 DirBuster-1.0-RC1 ffuf/2.1.0 Wfuzz/3.1.0 WPScan masscan/1.3
  zgrab/0.x nmap Acunetix Nessus OpenVAS w3af.org Arachni/v1.5 Havij feroxbuster/2.10 dirsearch WhatWeb/0.5 commix/3.8
  BurpSuite OWASP_ZAP Netsparker wapiti skipfish/2.10b jaeles CensysInspect/1.1 l9explore/1.2.2 Qualys XSStrike dalfox
  CMSmap ZmEu Metasploit wafw00f LeakIX`.split(/\s+/);
const PLACES: Record<string, (browser: string, tool: string) => string> = {
  behind: (browser, tool) => `${browser} ${tool}`,
  "in front of": (browser, tool) => `${tool} ${browser}`,
  "among the system's names of": (browser, tool) => browser.replace(")", `; ${tool})`),
  "in parentheses behind": (browser, tool) => `${browser} (${tool})`,
  "between the products of": (browser, tool) => browser.replace(") ", `) ${tool} `),
  "joined to": (browser, tool) => `${browser};${tool}`,
};

const called = (agent: string) =>
  score(Filter.load(), web("203.0.113.7", "/products", START, 200, { agent }));

describe.each(Object.entries(PLACES))("a scanner's name %s a browser's", (_place, agent) => {
  it("makes it a bot, and is the reason", () => {
    for (const browser of BROWSERS)
      for (const tool of SCANNERS) {
        const event = called(agent(browser, tool));
        expect(event.bot, agent(browser, tool)).toBeGreaterThanOrEqual(0.95);
        if (event.label === "bot") expect(event.why[0]).toBe("ua:scanner");
      }
  });
});

it.each([
  "Mozilla/5.0 (X11; Linux aarch64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0.4896.127 Odin/100.4896.4.10 Safari/537.36",
  "Mozilla/5.0 (Linux; Android 5.1.1; Vega S95_Pro) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/72.0.3626.96 Safari/537.36",
  ...BROWSERS,
])("a browser is none by a word that scanners share: %s", (agent) => {
  expect(called(agent).label).toBe("normal");
});
