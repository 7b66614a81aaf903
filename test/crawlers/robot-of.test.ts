/** Which robot a user agent names: as the filter finds it. */
import { createRequire } from "node:module";
import { describe, expect, it, test } from "vitest";
import { robotOf } from "../../crawlers/robot-of.ts";
import { Filter } from "../../host/filter.ts";
import { listedBrowsers } from "../../simulate/web/agents/listed.ts";
import { BROWSER, START, score, web } from "../filter/traffic.ts";

const listed = createRequire(import.meta.url)("crawler-user-agents") as { instances: string[] }[];

describe("the robot that a user agent names", () => {
  it.each([
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot", "search"],
    [`${BROWSER}; compatible; OAI-SearchBot/1.3; +https://openai.com/searchbot`, "OAI-SearchBot", "ai"],
    ["Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details)", "archive-org_bot", "archive"],
    ["curl/8.5.0", "curl", "tool"],
    ["Mozilla/5.0 zgrab/0.x", "zgrab", "hostile"],
  ])("%s", (agent, written, group) => {
    expect(robotOf(agent)).toMatchObject({ written, group });
  });

  it("is the hostile one of several, then one of its own, then the first", () => {
    expect(robotOf("LinkedInBot/1.0 (compatible; Apache-HttpClient)")).toMatchObject({
      written: "LinkedInBot",
    });
    expect(robotOf("curl/8 Googlebot/2.1 sqlmap/1.7")).toMatchObject({ written: "sqlmap" });
    expect(robotOf("Googlebot/2.1 bingbot/2.0")).toMatchObject({ written: "Googlebot" });
  });

  it("is none where the name is a part of a word, or has to stand at the start", () => {
    for (const agent of ["", "MyGooglebotty/1.0", `${BROWSER} WhatsApp/2.24`])
      expect(robotOf(agent)).toBeUndefined();
    expect(robotOf("WhatsApp/2.23.20.0 A")).toMatchObject({ written: "WhatsApp", group: "preview" });
  });

  it("is none of a browser", () => {
    expect(listedBrowsers.items.filter(({ userAgent }) => robotOf(userAgent))).toEqual([]);
  });
});

test("the filter calls the robots of a public list by the same classes", () => {
  const filter = Filter.load();
  const agents = listed.flatMap(({ instances }) => instances).filter((agent) => !/["\\]/.test(agent));
  expect(agents.length).toBeGreaterThan(1_000);
  const others: string[] = [];
  let named = 0;
  for (const [n, agent] of agents.entries()) {
    const robot = robotOf(agent);
    if (!robot) continue;
    named++;
    const ip = `198.51.${n >> 8}.${n & 255}`;
    const { why } = score(filter, web(ip, "/products", START, 200, { agent }));
    const byFilter = why?.find((reason) => reason.startsWith("bot:"));
    if (byFilter && byFilter !== `bot:${robot.class}`)
      others.push(`${robot.name} ${robot.class}: ${agent} ${why}`);
  }
  expect(named).toBeGreaterThan(700);
  expect(others).toEqual([]);
});
