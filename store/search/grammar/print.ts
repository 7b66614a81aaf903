/** A query as a line that reads back as the same query. */
import type { Match, Pattern, Query } from "./ast.ts";
import { RECORD } from "./fields.ts";

/** What means itself in a word, wherever it stands. */
const PLAIN = /^[\p{L}\p{N}_/.@%+=~#$&;'^?[\]{}|-]+$/u;
/** In a value a colon is nothing more than that, too, but at its beginning: `http://` and `std::` are texts. */
const PLAIN_VALUE = /^(?!:|\/\/)[\p{L}\p{N}_/.@%+=~#$&;'^?[\]{}|:-]+$/u;
const SLASHES = /^\/\//;
const OPERATOR = /^(AND|OR|NOT|and|or|&&|\|\|?)$/;
/** Of a name in a record's path. */
const PLAIN_NAME = /^[^\s:."()\\]+$/;

export function print(query: Query): string {
  switch (query.type) {
    case "all":
      return "";
    case "and":
      return query.members
        .map((member) => (member.type === "or" ? `(${print(member)})` : print(member)))
        .join(" ");
    case "or":
      return query.members.map(print).join(" OR ");
    case "not":
      return ["text", "field", "record"].includes(query.member.type)
        ? `-${print(query.member)}`
        : `-(${print(query.member)})`;
    case "text":
      return query.pattern.length === 1
        ? quoted(PLAIN, query.pattern[0] as string)
        : query.pattern.map(escaped).join("*");
    case "field":
      return `${query.field}:${query.matches.map(value).join(",")}`;
    case "record":
      return `${[RECORD, ...query.path.map(name)].join(".")}:${query.matches.map(value).join(",")}`;
  }
}

/** A field with one value, for a link that filters by it. */
export function term(field: string, wanted: string): string {
  return `${field}:${literal(wanted)}`;
}

function value(match: Match): string {
  switch (match.is) {
    case "any":
      return "*";
    case "text":
      return text(match.pattern);
    case "number":
      return number(match.value);
    case "compared":
      return `${match.by}${number(match.value)}`;
    case "range":
      return `${number(match.low)}..${number(match.high)}`;
    case "ranked":
      return `${match.by}${match.value}`;
    case "network":
      return match.network;
  }
}

function number(value: number): string {
  return value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 15 });
}

function text(pattern: Pattern): string {
  return pattern.length === 1
    ? literal(pattern[0] as string)
    : pattern.map(escaped).join("*").replace(SLASHES, "\\//");
}

/** A field's value as a query says it: in quotes where it needs them. */
export function literal(wanted: string): string {
  return quoted(PLAIN_VALUE, wanted);
}

function quoted(plain: RegExp, wanted: string): string {
  const isPlain = plain.test(wanted) && !/^-|\.\./.test(wanted) && !OPERATOR.test(wanted);
  return isPlain ? wanted : `"${wanted.replace(/["\\]/g, "\\$&")}"`;
}

function escaped(stretch: string): string {
  return [...stretch].map((each) => (PLAIN.test(each) && each !== "-" ? each : `\\${each}`)).join("");
}

function name(segment: string): string {
  return PLAIN_NAME.test(segment) ? segment : `"${segment.replace(/["\\]/g, "\\$&")}"`;
}
