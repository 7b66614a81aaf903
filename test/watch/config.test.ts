import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../watch/config/config.ts";
import { CurrentConfig } from "../../watch/config/current.ts";
import { isQuiet, localTime } from "../../watch/config/units.ts";
import { readToken, signToken } from "../../watch/links.ts";
import { temporaryFolder } from "../folder.ts";

const CHANNELS = "channels:\n  chat:\n    type: slack\n    url: https://hooks.example.org/x\n";
const read = (text: string, env: NodeJS.ProcessEnv = {}) => readConfig("watch.yaml", text, env);

describe("watch.yaml", () => {
  test("needs no more than a channel: everyone is told by all of them, with the defaults", () => {
    expect(read(CHANNELS).owners).toMatchObject([
      {
        name: "everyone",
        channels: ["chat"],
        least: "medium",
        budget: 5,
        recovery: true,
        digest: { at: 480, weekday: 1 },
      },
    ]);
  });

  test.each([
    ["channels: [", /^watch\.yaml:\d+: /],
    ["chanels: {}", /^watch\.yaml:1: chanels: there is no such setting/],
    ["", /^watch\.yaml: has to be settings/],
    [`${CHANNELS}    token: x\n`, /^watch\.yaml:5: channels\.chat\.token: there is no such setting/],
    [CHANNELS.replace("slack", "fax"), /^watch\.yaml:3: channels\.chat\.type: has to be one of smtp, /],
    [CHANNELS.replace("https://", "ftp://"), /^watch\.yaml:4: channels\.chat\.url: has to be an address/],
    [
      `${CHANNELS}owners:\n  ops: { channels: [mail] }\n`,
      /^watch\.yaml:6: owners\.ops\.channels\.0: there is no channel mail/,
    ],
    [
      `${CHANNELS}owners:\n  ops:\n    channels: [chat]\n    budget: many\n`,
      /^watch\.yaml:8: owners\.ops\.budget: has to be a number/,
    ],
    [
      `${CHANNELS}owners:\n  ops:\n    channels: [chat]\n    quiet_hours: at night\n`,
      /^watch\.yaml:8: .*two times such as/,
    ],
    [
      `${CHANNELS}owners:\n  ops:\n    channels: [chat]\n    digest: { at: "25:00" }\n`,
      /^watch\.yaml:8: owners\.ops\.digest\.at: has to be a time/,
    ],
    [`${CHANNELS}secret: short\n`, /^watch\.yaml:5: secret: has to have 32 characters/],
    [`${CHANNELS}time_zone: Mars/Base\n`, /^watch\.yaml:5: time_zone: is no time zone/],
    [
      CHANNELS.replace("https://hooks.example.org/x", "${NO_SUCH}"),
      /^watch\.yaml:4: the environment has no NO_SUCH/,
    ],
    [
      CHANNELS.replace("https://hooks.example.org/x", "file:/no/such"),
      /^watch\.yaml:4: \/no\/such can't be read \(ENOENT\)/,
    ],
    [`${CHANNELS}  run: { type: command, command: [tell] }\n`, /whole path/],
    [
      `${CHANNELS}  hook: { type: webhook, url: "https://x.example", body: { a: "{tilte}" } }\n`,
      /no placeholder \{tilte\}/,
    ],
  ])("says where and what is wrong: %#", (text, expected) => {
    expect(() => read(text)).toThrow(expected);
  });

  test("takes secrets from the environment and from files", () => {
    const file = join(temporaryFolder(), "url");
    writeFileSync(file, "https://hooks.example.org/from-file\n");
    const text = `secret: "\${PART}${"x".repeat(32)}"\n${CHANNELS.replace("https://hooks.example.org/x", `file:${file}`)}`;
    expect(read(text, { PART: "abc" }).secret).toBe(`abc${"x".repeat(32)}`);
  });
});

test("quiet hours hold over midnight, by the zone's own clock", () => {
  const night = { from: 22 * 60, to: 7 * 60 };
  const quiet = ["20:59", "21:00", "05:59", "06:00"].map((time) =>
    isQuiet(localTime(new Date(`2026-11-30T${time}:00Z`), "Europe/Berlin"), night),
  );
  expect(quiet).toEqual([false, true, true, false]);
});

describe("a token", () => {
  const secret = "s".repeat(32);
  const made = new Date("2026-11-30T22:00:00Z");
  const token = signToken(secret, { action: "mute", incident: "9223372036854775807" }, made);

  test("gives what was signed, for 14 days", () => {
    expect(readToken(secret, token, made)).toEqual({ action: "mute", incident: "9223372036854775807" });
    expect(readToken(secret, token, new Date(made.getTime() + 14 * 86_400_000))).toBeUndefined();
  });

  test("changed in any place, or signed by another, gives nothing", () => {
    expect(readToken("t".repeat(32), token, made)).toBeUndefined();
    for (let i = 0; i < token.length - 1; i++) {
      const other = token[i] === "a" ? "m" : "a";
      expect(readToken(secret, token.slice(0, i) + other + token.slice(i + 1), made)).toBeUndefined();
    }
  });
});

test("watch.yaml is read anew when it changes; one that can't be used is told once, and what was stays", () => {
  const file = join(temporaryFolder(), "watch.yaml");
  const said: string[] = [];
  writeFileSync(file, CHANNELS);
  const current = new CurrentConfig(file, (text) => said.push(text));
  expect([...current.read().channels.keys()]).toEqual(["chat"]);
  expect(said).toEqual([]);
  writeFileSync(file, CHANNELS.replace("chat", "team"));
  expect([...current.read().channels.keys()]).toEqual(["team"]);
  writeFileSync(file, "chanels: {}\n");
  for (let n = 0; n < 2; n++) expect([...current.read().channels.keys()]).toEqual(["team"]);
  rmSync(file);
  expect([...current.read().channels.keys()]).toEqual(["team"]);
  writeFileSync(file, CHANNELS);
  expect([...current.read().channels.keys()]).toEqual(["chat"]);
  expect(said).toEqual([
    `${file} was read anew`,
    expect.stringMatching(
      /watch\.yaml:1: chanels: there is no such setting.*; what it said before still holds$/,
    ),
    expect.stringContaining("can't be read (ENOENT); what it said before still holds"),
    `${file} was read anew`,
  ]);
});
