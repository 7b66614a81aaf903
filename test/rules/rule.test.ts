import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writtenOut } from "../../rules/lib/examples.ts";
import { loadRules } from "../../rules/lib/load.ts";
import { readRule } from "../../rules/lib/rule.ts";
import { tell } from "../../rules/lib/told.ts";
import { inWords, sizeInWords } from "../../rules/lib/units.ts";

const rule = (more: string) => readRule("mine", `title: Mine\ndo: Look.\n${more}`);

describe("a rule", () => {
  test("has defaults that work", () => {
    expect(rule("match: { kind: web, status: 5xx }\nper: site")).toMatchObject({
      class: "mine",
      off: false,
      ways: [
        {
          from: "events",
          per: ["site"],
          least: [{ events: 1 }],
          within: 600,
          quiet: 1800,
          severity: "medium",
          told: "Mine: {events|event|events} in {span}, {site}",
          match: [
            [
              { field: "kind", not: false, values: [{ is: "web" }] },
              { field: "status", not: false, values: [{ from: 500, to: 599 }] },
            ],
          ],
        },
      ],
    });
  });

  test.each([
    ["match: { colour: red }", /match names colour, which events do not have; they have kind, /],
    ["match: { source: example.org }", /match\.source has to be an address or a network/],
    ["match: { status: many }", /match\.status has to be a number, a range/],
    ["per: source", /match is missing/],
    ["match: {}\nper: sources", /per has to be one of source, network/],
    ["match: {}\nleast: { hits: 3 }", /least\[0\] has to be one of events, sources/],
    ["match: {}\nleast: { share: 10% }", /least\[0\]\.share is known of answers alone/],
    ["match: {}\nwithin: 10", /within has to be a duration such as 90s/],
    ["match: {}\nwithin: 2d", /within has to be from 1 minute to 1 day/],
    ["match: {}\ntold: 'from {who}'", /told has \{who\}: name one of/],
    ["match: {}\nraise: [{ to: grave, events: 3 }]", /raise\[0\]\.to has to be one of low, medium/],
    ["match: {}\ncolour: red", /the rule has no field colour; it may have title/],
    ["match: {}\nfrom: answers\nper: source", /per can be site alone where it counts answers/],
    ["from: answers\nmatch: { path: /x }", /match\.path is not known of answers/],
    ["match: {}\nways: [{ per: site }, { per: site }]", /two of the ways have the same per/],
    ["match: { kind: web", /line \d+: /],
    ["match: &a { kind: web }\ngrave: *a", /alias/i],
  ])("%j is refused with the field and what it has to be", (text, message) => {
    expect(() => rule(text)).toThrow(message);
  });

  test("of a site takes the place of one of the same name, is named with its path in errors, and can be off", () => {
    const folder = mkdtempSync(join(tmpdir(), "smartlog-rules-"));
    writeFileSync(join(folder, "scan.yaml"), "title: Ours\ndo: Nothing.\nmatch: { label: attack }\n");
    writeFileSync(
      join(folder, "crawl.yaml"),
      "title: Ours\ndo: Nothing.\nmatch: { label: bot }\noff: true\n",
    );
    const rules = loadRules([folder]);
    expect(rules.find((each) => each.class === "scan")?.title).toBe("Ours");
    expect(rules.some((each) => each.class === "crawl")).toBe(false);
    writeFileSync(join(folder, "bad.yaml"), "title: 3\n");
    expect(() => loadRules([folder])).toThrow(`${join(folder, "bad.yaml")}: title has to be text`);
  });
});

test("titles count in words, and clean what comes out of logs", () => {
  const facts = {
    span: 240,
    users: 37,
    succeeded: 0,
    source: "203.0.113.7",
    site: "web1\n\u001b[31m\u202ex",
    bytes: 1.23e9,
  };
  expect(
    tell(
      "{users|name|names} tried on {site} from {source} in {span}, {succeeded|none|one|#} succeeded".replace(
        "|#}",
        "|#}",
      ),
      facts,
    ),
  ).toBe("37 names tried on web1  [31m x from 203.0.113.7 in 4 minutes, none succeeded");
  expect(tell("{users|name|names}", { span: 0, users: 1 })).toBe("1 name");
  expect(tell("{succeeded|none|one|# of them}", { span: 0, succeeded: 1234 })).toBe("1,234 of them");
  expect(tell("{user} {bytes}", { ...facts })).toBe("unknown 1.2 GB");
  expect([inWords(0), inWords(90), inWords(7200), inWords(200_000)]).toEqual([
    "1 second",
    "90 seconds",
    "2 hours",
    "2 days",
  ]);
  expect(sizeInWords(999)).toBe("999 bytes");
});

test("ranges in examples' lines are written out together", () => {
  expect(writtenOut(["a {08..10} b {1..9}", "c"])).toEqual(["a 08 b 1", "a 09 b 2", "a 10 b 3", "c"]);
});
