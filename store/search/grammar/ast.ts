/**
 * What a query line says, as a tree. In normal form: no `and` is a member of an `and`, no `or` of an `or`, and each has two
 * members or more. So a tree that is printed (print.ts) and read again (parse.ts) is the same tree.
 */
import type { FieldName } from "./fields.ts";

export type Query =
  | { type: "all" }
  | { type: "and" | "or"; members: Query[] }
  | { type: "not"; member: Query }
  /** Somewhere in the line, in any case. */
  | { type: "text"; pattern: Pattern }
  | { type: "field"; field: FieldName; matches: Match[] }
  /** A member of the record itself; the names lead to it, the outermost first. */
  | { type: "record"; path: string[]; matches: Match[] };

/** The literal stretches of a text; whatever may stand between two of them. One stretch: the text itself. */
export type Pattern = readonly string[];

export type Comparison = ">" | ">=" | "<" | "<=";

/** One of a field's values after the other: any of them fits. */
export type Match =
  | { is: "any" }
  | { is: "text"; pattern: Pattern }
  | { is: "number"; value: number }
  | { is: "compared"; by: Comparison; value: number }
  /** Both ends included. */
  | { is: "range"; low: number; high: number }
  /** A value of an ordered list, and all beyond it. */
  | { is: "ranked"; by: Comparison; value: string }
  /** An address or a network, as `203.0.113.0/24`. */
  | { is: "network"; network: string };
