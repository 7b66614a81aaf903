/** Whether robots are who they say, by what was found of their addresses. */
import { expect, test } from "vitest";
import { identityText, robotsOf } from "../../../report/store/robots.ts";
import type { CrawlerCheck } from "../../../store/report/agents.ts";

const check = (crawler: string, other: Partial<CrawlerCheck>): CrawlerCheck => ({
  crawler,
  verified: 0,
  claimed: 0,
  impostors: 0,
  impostorRequests: 0,
  impostorBytes: 0,
  ...other,
});
const agent = (ua: string, bytes: number | null = 10) => ({ ua, requests: 1, bytes });

test.each<[string, string, Partial<CrawlerCheck> | undefined, string]>([
  ["Googlebot/2.1", "Googlebot", { verified: 3, claimed: 1 }, "verified"],
  ["Googlebot/2.1", "Googlebot", { verified: 3, impostors: 1 }, "verified, besides 1 impostor"],
  ["Googlebot/2.1", "Googlebot", { impostors: 2 }, "an impostor"],
  ["Googlebot/2.1", "Googlebot", { claimed: 2 }, "can't be told"],
  ["Googlebot/2.1", "Googlebot", undefined, "not checked"],
  ["Googlebot/2.1", "bingbot", { verified: 2 }, "not checked"],
  ["Bytespider", "Bytespider", undefined, "can't be checked"],
  ["curl/8.5.0", "curl", undefined, ""],
])("%s is %s: %j is %j", (ua, crawler, found, said) => {
  const [robot] = robotsOf([agent(ua)], found ? [check(crawler, found)] : []);
  expect(robot && identityText(robot)).toBe(said);
});

test("user agents of one robot are one, those that took most come first, browsers are none", () => {
  const found = robotsOf(
    [
      agent("GPTBot/1.0", 5),
      agent("GPTBot/1.2", 6),
      agent("Firefox/138.0", 99),
      agent("curl/7", 20),
      agent("AhrefsBot", null),
    ],
    [],
  );
  expect(found.map(({ name, bytes, requests }) => [name, bytes, requests])).toEqual([
    ["curl", 20, 1],
    ["GPTBot", 11, 2],
    ["AhrefsBot", null, 1],
  ]);
});
