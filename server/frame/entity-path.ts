/** Where the pages of sources, users and so on are, and their events in Explore. */
import type { Entity, EntityKind } from "../../store/entities/entity.ts";
import type { Query } from "../../store/search/grammar/ast.ts";
import { MOST_CHARACTERS } from "../../store/search/grammar/parse.ts";
import { print } from "../../store/search/grammar/print.ts";
import type { ShownRange } from "./range.ts";

/** The list of each kind, and how an address of one names it: behind the list's path, or as a parameter. */
export const ENTITY_LISTS: Readonly<
  Record<EntityKind, { path: string; parameter: string; isInPath: boolean }>
> = {
  source: { path: "/sources", parameter: "source", isInPath: true },
  user: { path: "/users", parameter: "user", isInPath: true },
  service: { path: "/services", parameter: "service", isInPath: true },
  path: { path: "/paths", parameter: "path", isInPath: false },
  template: { path: "/templates", parameter: "template", isInPath: true },
  agent: { path: "/agents", parameter: "agent", isInPath: false },
};

/** @param parameters further ones of the address; those without a value are left out */
export function entityPath(
  { kind, name }: Entity,
  parameters: Readonly<Record<string, string | undefined>> = {},
): string {
  const { path, parameter, isInPath } = ENTITY_LISTS[kind];
  // Browsers take `.` and `..` for steps, however they are written.
  const isBehind = isInPath && !/^\.{0,2}$/.test(name);
  const given = Object.entries({ ...(isBehind ? {} : { [parameter]: name }), ...parameters }).flatMap(
    ([key, value]) => (value === undefined ? [] : [[key, value]]),
  );
  const query = given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
  return `${path}${isBehind ? `/${encoded(name)}` : ""}${query}`;
}

/** As people read it: the colons of an address and the slash of a network stay. */
function encoded(name: string): string {
  // A half of a pair of surrogates can't be encoded.
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, "\ufffd"))
    .replaceAll("%3A", ":")
    .replaceAll("%2F", "/");
}

/**
 * Events in Explore.
 *
 * @returns undefined where the query is longer than one may be
 */
export function explorePath(query: Query, { from, to }: { from: string; to: string }): string | undefined {
  const q = print(query);
  return q.length > MOST_CHARACTERS ? undefined : `/explore?${new URLSearchParams({ q, from, to })}`;
}

/** The parameters by which a link keeps the page's range; none where that is the data's own. */
export function keptRange({ isChosen, texts }: ShownRange): { from?: string; to?: string } {
  return isChosen ? {} : texts;
}
