/** A query as the condition of a statement over events `e`. All that a query brings is a parameter. */
import { SEVERITIES } from "../../host/event.ts";
import { isTemplate } from "../templates.ts";
import { COLUMNS, LINE, REAL } from "./columns.ts";
import type { Match, Pattern, Query } from "./grammar/ast.ts";
import { FIELDS, type FieldName } from "./grammar/fields.ts";

/** The values of a statement's `$1`, `$2`, …, in the order in which they were named. */
export class Values {
  readonly all: string[] = [];

  /** @returns the parameter, as `$3::inet` */
  add(value: string | number, type: string): string {
    return `$${this.all.push(String(value))}::${type}`;
  }
}

/** @returns an SQL condition, which may be null where it isn't true */
export function condition(query: Query, values: Values): string {
  switch (query.type) {
    case "all":
      return "true";
    case "and":
    case "or":
      return `(${query.members.map((member) => condition(member, values)).join(` ${query.type} `)})`;
    case "not":
      // What has no value does not have this one.
      return `(${condition(query.member, values)}) is not true`;
    case "text":
      return `${LINE} ilike ${values.add(`%${like(query.pattern)}%`, "text")}`;
    case "field":
      return either(query.matches.map((match) => fieldCondition(query.field, match, values)));
    case "record":
      return recordCondition(query.path, query.matches, values);
  }
}

function either(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] as string) : `(${conditions.join(" or ")})`;
}

function fieldCondition(field: FieldName, match: Match, values: Values): string {
  const column = COLUMNS[field];
  switch (match.is) {
    case "any":
      return field === "reason" ? "cardinality(e.why) > 0" : `${column} is not null`;
    case "network":
      // An equal address comes out of its index in the order of time.
      return `${column} ${match.network.includes("/") ? "<<=" : "="} ${values.add(match.network, "inet")}`;
    case "ranked":
      return `array_position(array['${SEVERITIES.join("', '")}'], ${column}) ${match.by} ${rank(match.value)}`;
    case "number":
      return `${column} = ${number(field, match.value, values)}`;
    case "compared":
      return `${column} ${match.by} ${number(field, match.value, values)}`;
    case "range":
      return `${column} between ${number(field, match.low, values)} and ${number(field, match.high, values)}`;
    case "text":
      return textCondition(field, match.pattern, values);
  }
}

function rank(severity: string): number {
  return (SEVERITIES as readonly string[]).indexOf(severity) + 1;
}

function number(field: FieldName, value: number, values: Values): string {
  return values.add(value, REAL.has(field) ? "real" : "numeric");
}

function textCondition(field: FieldName, pattern: Pattern, values: Values): string {
  const column = COLUMNS[field];
  const text = pattern.join("*");
  switch (FIELDS[field].type) {
    case "code":
      return field === "id"
        ? `${column} = smartlog.event_id(${values.add(text, "text")})`
        : isTemplate(values.add(text.padStart(8, "0"), "text"));
    case "long":
      return `${column} ilike ${values.add(`%${like(pattern)}%`, "text")}`;
    case "words":
      if (pattern.length === 1) return `${column} = ${values.add(text, "text")}`;
      break;
    default:
  }
  if (field === "reason") return reasonCondition(pattern, values);
  // What stands behind the question mark counts only where somebody asks for one.
  if (field === "path" && !text.includes("?"))
    return equals(`split_part(${column}, '?', 1)`, pattern, values);
  return equals(column, pattern, values);
}

function equals(column: string, pattern: Pattern, values: Values): string {
  return pattern.length === 1
    ? `lower(${column}) = lower(${values.add(pattern[0] as string, "text")})`
    : `${column} ilike ${values.add(like(pattern), "text")}`;
}

/** All of a reason (`attack:xss`), or one of its halves. */
function reasonCondition(pattern: Pattern, values: Values): string {
  const wanted = values.add(like(pattern), "text");
  const whole = `reason like ${wanted}`;
  const halves = pattern.join("*").includes(":")
    ? ""
    : ` or split_part(reason, ':', 1) like ${wanted} or split_part(reason, ':', 2) like ${wanted}`;
  return `exists (select from unnest(e.why) reason where ${whole}${halves})`;
}

function recordCondition(path: readonly string[], matches: readonly Match[], values: Values): string {
  const member = `(e.record #>> array[${path.map((name) => values.add(name, "text")).join(", ")}])`;
  return either(
    matches.map((match) => {
      switch (match.is) {
        case "any":
          return `${member} is not null`;
        case "text":
          return equals(member, match.pattern, values);
        case "compared":
          return `${numeric(member)} ${match.by} ${values.add(match.value, "numeric")}`;
        case "range":
          return `${numeric(member)} between ${values.add(match.low, "numeric")} and ${values.add(match.high, "numeric")}`;
        default:
          return "false";
      }
    }),
  );
}

/** A member as a number; null where it is none. */
function numeric(member: string): string {
  return `(case when ${member} ~ '^-?\\d{1,30}(\\.\\d{1,30})?$' then ${member}::numeric end)`;
}

/** A pattern of `like` in which only the wildcards mean anything. */
function like(pattern: Pattern): string {
  return pattern.map((stretch) => stretch.replace(/[\\%_]/g, "\\$&")).join("%");
}
