/** Rules: what makes an incident of many events. One class a file; rules/README.md has the form. */
import { parse, YAMLParseError } from "yaml";
import { RuleError } from "./error.ts";
import { type Condition, type Field, readMatch } from "./match.ts";
import { COUNTS, type Count, checkTold, PER, type Per } from "./told.ts";
import { readCount, readDuration } from "./units.ts";

/** The least grave first; the host's, without none. */
export const RULE_SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type RuleSeverity = (typeof RULE_SEVERITIES)[number];

/** What is counted: single events, or requests by site and minute out of the rollups (share of all, response times). */
export const ORIGINS = ["events", "answers"] as const;
export type Origin = (typeof ORIGINS)[number];

/** All of its counts are reached. share: of all requests, 0..1; slower: times the usual response time. */
export type Threshold = Partial<Record<Count | "share" | "slower", number>>;

/** One way to find incidents of a class. */
export interface Way {
  from: Origin;
  /** What counts: one of these has to hold. */
  match: Condition[];
  /** One incident for each; empty: one for all. */
  per: Per[];
  /** Opens where one of these is reached within the window. */
  least: Threshold[];
  /** Window, seconds. */
  within: number;
  /** Pause after which it is over, seconds. */
  quiet: number;
  /** At first; `event`: that of its gravest event. */
  severity: RuleSeverity | "event";
  raise: { to: RuleSeverity; at: Threshold }[];
  /** Which of the events got what they wanted. */
  succeeded: Condition[];
  /** Which of the events are worse than others. */
  grave: Condition[];
  /** Template of an incident's title (told.ts). */
  told: string;
}

export interface Rule {
  /** The file's name without its suffix; incidents carry it. */
  class: string;
  /** What it finds, for lists. */
  title: string;
  /** What to do about it: one or two sentences. */
  do: string;
  /** Ways that group by the same make one incident of a key; others have keys of their own. */
  ways: Way[];
  /** What values of keys are called in titles. */
  words: Record<string, string>;
  /** Classes whose incidents become part of one of this, where they have its source. */
  absorbs: string[];
  /** Who looks after it, by a name in watch.yaml. */
  owner?: string;
  /** Channels of watch.yaml in place of the owner's. */
  channels?: string[];
  /** Switched off. */
  off: boolean;
  examples: RuleExamples;
}

/** Lines that a test scores and judges. */
export interface RuleExamples {
  /** Each a list of lines that make one incident at least. */
  found: { lines: string[]; severity?: RuleSeverity; title?: string }[];
  /** Lines that make none, alone or together. */
  ordinary: string[];
}

const CLASS = /^[a-z][a-z0-9-]{0,63}$/;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u;
const OF_RULE = ["title", "do", "ways", "words", "absorbs", "owner", "channels", "off", "examples"];
const OF_WAY = [
  "from",
  "match",
  "per",
  "least",
  "within",
  "quiet",
  "severity",
  "raise",
  "succeeded",
  "grave",
  "told",
];
const SECONDS = { within: { least: 60, most: 86_400 }, quiet: { least: 60, most: 7 * 86_400 } };
/** What the rollups know of a request. */
const OF_ANSWERS: readonly Field[] = ["status", "label", "severity"];
const MOST_WAYS = 5;
/** So that a key has at most 600 characters. */
const MOST_PER = 4;
const MOST_TEXT = 65_536;

type Members = Record<string, unknown>;

/**
 * Reads a rule.
 *
 * @param name its class
 * @throws RuleError with the field and what it has to be
 */
export function readRule(name: string, text: string): Rule {
  if (!CLASS.test(name))
    throw new RuleError(
      `${JSON.stringify(name)} is no name of a rule: small letters, digits and -, 64 at most, a letter first`,
    );
  if (text.length > MOST_TEXT) throw new RuleError(`the rule has over ${MOST_TEXT} characters`);
  const members = membersOf(parsed(text), "the rule");
  only(members, [...OF_RULE, ...OF_WAY], "the rule");
  const title = textOf(members.title, "title", 120);
  const shared = Object.fromEntries(
    OF_WAY.filter((each) => each in members).map((each) => [each, members[each]]),
  );
  const ways = members.ways === undefined ? [{}] : listOf(members.ways, "ways");
  if (ways.length === 0 || ways.length > MOST_WAYS)
    throw new RuleError(`ways has to be a list of 1 to ${MOST_WAYS}`);
  const read = ways.map((each, n) => {
    const at = members.ways === undefined ? "" : `ways[${n}].`;
    const own = membersOf(each, `ways[${n}]`);
    only(own, OF_WAY, `ways[${n}]`);
    return readWay({ ...shared, ...own }, title, at);
  });
  if (new Set(read.map(({ per }) => per.join())).size < read.length)
    throw new RuleError("two of the ways have the same per: put what they match into one, as a list");
  return {
    class: name,
    title,
    do: textOf(members.do, "do", 500),
    ways: read,
    words: Object.fromEntries(
      Object.entries(membersOf(members.words ?? {}, "words")).map(([value, word]) => [
        value,
        textOf(word, `words.${value}`, 120),
      ]),
    ),
    absorbs: textsOf(members.absorbs ?? [], "absorbs", CLASS),
    ...(members.owner === undefined ? {} : { owner: nameOf(members.owner, "owner") }),
    ...(members.channels === undefined ? {} : { channels: textsOf(members.channels, "channels", NAME) }),
    off: flagOf(members.off ?? false, "off"),
    examples: readExamples(members.examples ?? {}),
  };
}

function readWay(members: Members, title: string, at: string): Way {
  const from = oneOf(ORIGINS, members.from ?? "events", `${at}from`);
  const per = (Array.isArray(members.per) ? members.per : members.per === undefined ? [] : [members.per]).map(
    (each) => oneOf(PER, each, `${at}per`),
  );
  if (per.length > MOST_PER) throw new RuleError(`${at}per has over ${MOST_PER} names`);
  if (new Set(per).size !== per.length) throw new RuleError(`${at}per names one thing twice`);
  if (from === "answers" && per.some((each) => each !== "site"))
    throw new RuleError(
      `${at}per can be site alone where it counts answers: their counts have no other name`,
    );
  if (members.match === undefined) throw new RuleError(`${at}match is missing: say which events count`);
  const match = readMatch(members.match, `${at}match`);
  const foreign = match.flat().find(({ field }) => !OF_ANSWERS.includes(field));
  if (from === "answers" && foreign)
    throw new RuleError(
      `${at}match.${foreign.field} is not known of answers: they have ${OF_ANSWERS.join(", ")}`,
    );
  const least = (Array.isArray(members.least) ? members.least : [members.least ?? { events: 1 }]).map(
    (each, n) => readThreshold(each, `${at}least[${n}]`, from),
  );
  const told =
    members.told ??
    `${title.replaceAll(/[{}]/g, "")}: {events|event|events} in {span}${per.map((each) => `, {${each}}`).join("")}`;
  if (typeof told !== "string") throw new RuleError(`${at}told has to be text`);
  checkTold(told, `${at}told`);
  return {
    from,
    match,
    per,
    least,
    within: seconds(members.within ?? "10m", "within", at),
    quiet: seconds(members.quiet ?? "30m", "quiet", at),
    severity:
      members.severity === "event"
        ? "event"
        : oneOf(RULE_SEVERITIES, members.severity ?? "medium", `${at}severity`),
    raise: listOf(members.raise ?? [], `${at}raise`).map((each, n) => {
      const { to, ...rest } = membersOf(each, `${at}raise[${n}]`);
      return {
        to: oneOf(RULE_SEVERITIES, to, `${at}raise[${n}].to`),
        at: readThreshold(rest, `${at}raise[${n}]`, from),
      };
    }),
    succeeded: members.succeeded === undefined ? [] : readMatch(members.succeeded, `${at}succeeded`),
    grave: members.grave === undefined ? [] : readMatch(members.grave, `${at}grave`),
    told,
  };
}

function readThreshold(value: unknown, field: string, from: Origin): Threshold {
  const members = membersOf(value, field);
  const threshold: Threshold = {};
  for (const [name, least] of Object.entries(members)) {
    if (name === "share" || name === "slower") {
      if (from !== "answers")
        throw new RuleError(`${field}.${name} is known of answers alone: say from: answers`);
      const number = Number(String(least).replace(/\s?%$/, ""));
      if (!(number > 0))
        throw new RuleError(
          `${field}.${name} has to be ${name === "share" ? "such as 10%" : "a number such as 3"}`,
        );
      threshold[name] = name === "share" && /%$/.test(String(least)) ? number / 100 : number;
    } else threshold[oneOf(COUNTS, name, field)] = readCount(least, `${field}.${name}`);
  }
  if (Object.keys(threshold).length === 0)
    throw new RuleError(`${field} has to say how many, such as { events: 20 }`);
  return threshold;
}

function readExamples(value: unknown): RuleExamples {
  const members = membersOf(value, "examples");
  only(members, ["found", "ordinary"], "examples");
  const found = listOf(members.found ?? [], "examples.found").map((each, n) => {
    const at = `examples.found[${n}]`;
    const { lines, severity, title, ...rest } = membersOf(Array.isArray(each) ? { lines: each } : each, at);
    only(rest, [], at);
    return {
      lines: textsOf(lines, `${at}.lines`),
      ...(severity === undefined ? {} : { severity: oneOf(RULE_SEVERITIES, severity, `${at}.severity`) }),
      ...(title === undefined ? {} : { title: textOf(title, `${at}.title`, 1000) }),
    };
  });
  return { found, ordinary: textsOf(members.ordinary ?? [], "examples.ordinary") };
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (cause) {
    if (cause instanceof YAMLParseError)
      throw new RuleError(`line ${cause.linePos?.[0].line ?? "?"}: ${cause.message.split("\n")[0]}`, {
        cause,
      });
    throw new RuleError(`it is no YAML: ${(cause as Error).message}`, { cause });
  }
}

function membersOf(value: unknown, field: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new RuleError(`${field} has to be a map`);
  return value as Members;
}

function only(members: Members, names: readonly string[], where: string): void {
  const unknown = Object.keys(members).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new RuleError(
      `${where} has no field ${unknown}${names.length > 0 ? `; it may have ${names.join(", ")}` : ""}`,
    );
}

function listOf(value: unknown, field: string): unknown[] {
  if (!Array.isArray(value)) throw new RuleError(`${field} has to be a list`);
  return value;
}

function textOf(value: unknown, field: string, most: number): string {
  if (typeof value !== "string" || value.trim() === "" || value.length > most || value.includes("\0"))
    throw new RuleError(`${field} has to be text of 1 to ${most} characters`);
  return value.trim();
}

function nameOf(value: unknown, field: string): string {
  const name = textOf(value, field, 64);
  if (!NAME.test(name)) throw new RuleError(`${field} has to be a name: letters, digits, blank, . _ @ -`);
  return name;
}

function textsOf(value: unknown, field: string, form?: RegExp): string[] {
  return listOf(value, field).map((each) => {
    if (typeof each !== "string" || each === "" || (form && !form.test(each)))
      throw new RuleError(`${field} has to be a list of ${form ? "names" : "texts"}`);
    return each;
  });
}

function flagOf(value: unknown, field: string): boolean {
  if (typeof value !== "boolean") throw new RuleError(`${field} has to be true or false`);
  return value;
}

function oneOf<T extends string>(names: readonly T[], value: unknown, field: string): T {
  if (!names.includes(value as T)) throw new RuleError(`${field} has to be one of ${names.join(", ")}`);
  return value as T;
}

function seconds(value: unknown, name: keyof typeof SECONDS, at: string): number {
  const read = readDuration(value, `${at}${name}`);
  const { least, most } = SECONDS[name];
  if (read < least || read > most)
    throw new RuleError(`${at}${name} has to be from ${least / 60} minute to ${most / 86_400} day(s)`);
  return read;
}
