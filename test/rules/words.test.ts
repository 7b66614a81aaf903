import { expect, test } from "vitest";
import { loadRules } from "../../rules/lib/load.ts";
import { readRule } from "../../rules/lib/rule.ts";
import { ruleWords } from "../../rules/lib/words.ts";

test("a rule says in words what it counts, when it opens, and what makes it graver", () => {
  const rule = readRule(
    "mine",
    `title: Mine
do: Look.
match:
  - { kind: [web, app], status: 5xx, verified: false, user: '*', not: { path: ['/a', '/b*'], source: 10.0.0.0/8 } }
  - { port: '>= 1024', bytes: '<= 10' }
per: [user, site]
least: [{ events: 1, bytes: 2MB }, { sources: 3 }]
within: 90s
quiet: 2h
severity: event
grave: { status: 500 }
raise: [{ to: high, grave: 5, users: 1 }]
`,
  );
  expect(ruleWords(rule)).toEqual([
    {
      counts:
        "Counts events: (kind is web or app, status is 500 to 599, not verified, any user, path is none of /a, /b*, source is not 10.0.0.0/8) or (port is at least 1024, bytes is at most 10). Grave: status is 500.",
      opens:
        "Opens at 1 event and 2.0 MB, or 3 addresses of one user and site within 90 seconds, as grave as its gravest event; over after 2 hours without more.",
      raises: "High at 5 grave ones and 1 different name.",
    },
  ]);
});

test("answers are requests, of all of them where nothing is asked", () => {
  const rule = readRule(
    "slow",
    "title: Slow\ndo: Look.\nfrom: answers\nmatch: {}\nper: site\nleast: { events: 50, share: 10%, slower: 4 }\n",
  );
  expect(ruleWords(rule)).toMatchObject([
    {
      counts: "Counts requests: all.",
      opens: expect.stringMatching(
        /^Opens at 50 requests and 10 % of all requests and answers 4 times slower than usual of one site/,
      ),
    },
  ]);
});

test("each of SmartLog's rules has words", () => {
  for (const rule of loadRules())
    for (const { counts, opens } of ruleWords(rule))
      expect(`${counts} ${opens}`, rule.class).not.toMatch(/undefined|NaN|\[object/);
});
