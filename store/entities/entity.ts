/** What has a page of its own: a source or network, a user, a service or site, a path, a template, a user agent. */

import type { Match, Query } from "../search/grammar/ast.ts";
import type { FieldName } from "../search/grammar/fields.ts";

export const ENTITY_KINDS = ["source", "user", "service", "path", "template", "agent"] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export interface Entity {
  kind: EntityKind;
  /** As events have it: hostile text. Of a source an address or a network, as Postgres reads it. */
  name: string;
}

/** Names as events have them are cut at 4,096 characters at most. */
const MOST_CHARACTERS = 4_096;

/** The query that finds its events. A service is whatever says so: a program, or the host of a site. */
export function queryOf({ kind, name }: Entity): Query {
  const wanted = name.slice(0, MOST_CHARACTERS);
  switch (kind) {
    case "source":
      return field("ip", { is: "network", network: wanted });
    case "user":
      return field("user", text(wanted));
    case "service":
      return { type: "or", members: [field("site", text(wanted)), field("service", text(wanted))] };
    case "path":
      return field("path", text(wanted));
    case "template":
      return field("template", text(wanted));
    case "agent":
      return field("agent", text(wanted));
  }
}

function field(name: FieldName, match: Match): Query {
  return { type: "field", field: name, matches: [match] };
}

function text(wanted: string): Match {
  return { is: "text", pattern: [wanted] };
}
