/**
 * The reader can't be led: a hostile value in any field that a client controls, of any example, changes no other field.
 * A field may be left out instead; a forged address, another's name or outcome may not come up.
 */
import { describe, expect, test } from "vitest";
import type { Example, Format } from "../../formats/lib/format.ts";
import { builtInFormats } from "../../formats/lib/load.ts";
import { Filter } from "../../host/filter.ts";
import { hostileValues } from "./hostile.ts";

/** Fields whose text a client may choose. */
const CLIENT_FIELDS = ["user", "ua", "path", "ref", "qname"] as const;
/** How a blank is written where it has to be escaped: in a request's target, and in a name of DNS (RFC 1035, section 5.1). */
const BLANKS: Partial<Record<(typeof CLIENT_FIELDS)[number], string>> = { path: "%20", qname: "\\032" };
/** Fields that say who did what: what a client must not change. */
const WITNESSES = ["kind", "ip", "user", "outcome", "action", "status", "sport", "dst", "service"] as const;

/** Formats whose names are those of accounts on the machine, which no client chooses. */
const OF_ACCOUNTS = ["sudo"];

const compiled = Filter.compile();

type Members = Record<string, unknown>;

function read(line: string): Members {
  return Filter.load(compiled).event(JSON.stringify({ log: line })) as unknown as Members;
}

/** Whether the value stands in the line, once, so that it can be replaced there. */
function standsOnce(line: string, value: unknown): value is string {
  return typeof value === "string" && value !== "" && line.split(value).length === 2;
}

/** Whether the value stands in quotes, which a program keeps by escaping. */
function isQuoted(line: string, value: string): boolean {
  const at = line.indexOf(value);
  return line.slice(0, at).split('"').length % 2 === 0;
}

/** The JSON object that a line is or ends with, and the text in front of it. */
function jsonOf(line: string): { head: string; members: Members } | undefined {
  const at = line.search(/\{"/);
  if (at < 0 || !line.endsWith("}")) return undefined;
  return { head: line.slice(0, at), members: JSON.parse(line.slice(at)) as Members };
}

/** The text of a line, or of a member, in which the value stands. */
function textAround(line: string, value: string): string {
  let found = line;
  JSON.stringify(jsonOf(line)?.members, (_, member) => {
    if (typeof member === "string" && member.includes(value)) found = member;
    return member;
  });
  return found;
}

/** The line with another value; in JSON as JSON writes it. */
function withValue(line: string, value: string, other: string): string {
  const json = jsonOf(line);
  if (!json || json.head.includes(value)) return line.replace(value, () => other);
  const members = JSON.stringify(json.members, (_, member) =>
    typeof member === "string" ? member.replace(value, () => other) : member,
  );
  return json.head + members;
}

/** Whether the program writes a text of the field without blanks: as a column between blanks or tabs. */
function isWord({ patterns }: Format, field: string): boolean {
  return patterns.some(({ source }) =>
    ["word", "encoded"].some((type) => source.includes(`{${field}:${type}}`)),
  );
}

function problems(format: Format, { line = "" }: Example): string[] {
  const plain = read(line);
  const found: string[] = [];
  for (const field of CLIENT_FIELDS) {
    const value = plain[field];
    if (!standsOnce(line, value) || (field === "user" && OF_ACCOUNTS.includes(format.name))) continue;
    const around = textAround(line, value);
    const isPairs = format.when.length > 0 && !jsonOf(line);
    const quoted = isPairs ? "logfmt" : "quoted";
    const writing = around === value ? "json" : isQuoted(around, value) ? quoted : "plain";
    for (const hostile of hostileValues(format, writing)) {
      // A path in a request line has no blanks: what is sent with some is another request.
      const isOneWord = field in BLANKS || (writing === "plain" && (isPairs || isWord(format, field)));
      const sent = isOneWord ? hostile.replaceAll(/\s/g, BLANKS[field] ?? "%20") : hostile;
      // sshd's names end at the first colon, where the style of the login begins.
      const text = format.programs.includes("sshd") ? (sent.split(":")[0] ?? "") : sent;
      const event = read(withValue(line, value, text));
      for (const witness of WITNESSES) {
        if (witness === field || event[witness] === plain[witness]) continue;
        if (event[witness] === undefined && witness !== "kind") continue;
        found.push(`${field} ${text}: ${witness} ${String(plain[witness])} became ${String(event[witness])}`);
      }
    }
  }
  return found;
}

describe.each(builtInFormats().map((format) => [format.name, format] as const))("%s", (_, format) => {
  const lines = format.examples.filter(({ line }) => line !== undefined);
  test.runIf(lines.length > 0)("can't be led", () => {
    expect(lines.flatMap((example) => problems(format, example))).toEqual([]);
  });
});
