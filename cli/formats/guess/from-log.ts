/** A draft of a log's format, by what its lines have in common. */
import type { Draft } from "./draft.ts";
import { draftOfMembers, jsonMembers, type Members, type MembersDraft, pairMembers } from "./log/members.ts";
import { textPatterns } from "./log/text.ts";

/** Lines of a log that have to be of one kind: others may be a start's, or a stack trace. */
const MAJORITY = 0.7;

/** RFC 3164's header, with times of other forms, too: program and message. */
const SYSLOG =
  /^(?:<\d+>)?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)) \S+ ([\w./-]+)(?:\[\d+\])?: (.*)$/;

type Body = Pick<Draft, "patterns" | "when" | "keys" | "notes" | "kind" | "programs">;

/** @returns undefined where the lines have nothing in common */
export function draftOfLog(lines: readonly string[], name: string): Omit<Draft, "examples"> | undefined {
  const full = lines.filter((line) => line.trim() !== "");
  const body = ofMembers(full, jsonMembers) ?? ofPairs(full) ?? ofMessages(full) ?? ofText(full);
  return body && { name, title: name, ...body };
}

function ofMembers(lines: readonly string[], read: (line: string) => Members | undefined): Body | undefined {
  const members = lines.map(read).filter((each) => each !== undefined);
  if (members.length === 0 || members.length < MAJORITY * lines.length) return undefined;
  const { keys, when, notes }: MembersDraft = draftOfMembers(members);
  if (Object.keys(keys).length === 0 || when.length === 0) return undefined;
  const fields = Object.values(keys).map((field) => field.split(":")[0]);
  return { keys, when, notes, patterns: [], kind: kindOf(fields) };
}

/** Lines of logfmt: the first pair tells them, the rest are pairs in any order. */
function ofPairs(lines: readonly string[]): Body | undefined {
  const body = ofMembers(lines, pairMembers);
  const firsts = lines.map((line) => /^([\w.@-]+)=("?)/.exec(line));
  const [, first = "", quote = ""] = firsts.find((match) => match !== null) ?? [];
  if (!body || !firsts.every((match) => match?.[1] === first)) return undefined;
  const { [first]: field, ...keys } = body.keys;
  const value = quote
    ? `"{${quote && field === "message" ? "message" : ""}:quoted}`
    : field && !field.startsWith("message")
      ? `{${field}}`
      : "{:word}";
  return { ...body, keys, when: [], patterns: [`${first}=${value} {pairs}`] };
}

/** Messages behind syslog's header: the program that wrote most of them. */
function ofMessages(lines: readonly string[]): Body | undefined {
  const messages = lines.map((line) => SYSLOG.exec(line)).filter((match) => match !== null);
  if (messages.length < MAJORITY * lines.length) return undefined;
  const counts = new Map<string, number>();
  for (const [, program = ""] of messages) counts.set(program, (counts.get(program) ?? 0) + 1);
  const [program] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  const body = ofText(messages.filter((match) => match[1] === program).map((match) => match[2] as string));
  return body && { ...body, programs: [program] };
}

function ofText(lines: readonly string[]): Body | undefined {
  // Lines of JSON between are of another format.
  const found = textPatterns(lines.filter((line) => !line.startsWith("{")));
  if (found.length === 0) return undefined;
  const fields = found.flatMap((each) => [...each.fields]);
  const patterns = [...new Set(found.map(({ pattern }) => pattern))];
  return {
    patterns,
    when: [],
    keys: {},
    notes: [...new Set(found.flatMap(({ notes }) => notes))],
    kind: kindOf(fields),
  };
}

function kindOf(fields: readonly (string | undefined)[]): Draft["kind"] {
  const isWeb = fields.includes("request") || (fields.includes("path") && fields.includes("method"));
  return isWeb ? "web" : "app";
}
