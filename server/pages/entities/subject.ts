/** Which entity an address names, and how people call it. */
import type { FastifyRequest } from "fastify";
import { bounds, type Network, networkOf, shortest } from "../../../blocklist/lib/network.ts";
import type { Entity, EntityKind } from "../../../store/entities/entity.ts";
import { ENTITY_LISTS } from "../../frame/entity-path.ts";
import { one } from "../../frame/time-range.ts";
import { HttpError } from "../../http/error.ts";

/** In the plural, as the lists are called; then one of them. */
export const ENTITY_WORDS: Readonly<Record<EntityKind, readonly [many: string, one: string]>> = {
  source: ["Sources", "Source"],
  user: ["Users", "User"],
  service: ["Services and sites", "Service"],
  path: ["Paths", "Path"],
  template: ["Patterns", "Pattern"],
  agent: ["User agents", "User agent"],
};

/** An address' entity; of a source the network, too. */
export interface Subject extends Entity {
  network?: Network;
}

/**
 * The name behind the list's path, read here since a router takes a `%2F` for something else; or the parameter's.
 *
 * @returns undefined for the list itself
 * @throws HttpError 400 where it isn't UTF-8
 */
export function nameOf({ url, query }: FastifyRequest, kind: EntityKind): string | undefined {
  const { path, parameter } = ENTITY_LISTS[kind];
  const behind = (url.split("?")[0] as string).slice(path.length + 1);
  const given =
    behind === "" ? one((query as Record<string, string | string[]>)[parameter]) : decoded(behind);
  // Texts of Postgres have no NUL.
  const name = given?.replaceAll("\0", "");
  return name === "" ? undefined : name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new HttpError(400, "the name is not UTF-8", "Write it percent-encoded, as %C3%A9 for é.", cause);
  }
}

/** @returns undefined where no event can have such a name: a source that is no address, a template of other than eight hex digits */
export function subjectOf(kind: EntityKind, name: string): Subject | undefined {
  if (kind === "template")
    return /^[0-9a-f]{8}$/i.test(name) ? { kind, name: name.toLowerCase() } : undefined;
  if (kind !== "source") return { kind, name };
  // Of an interface's zone (RFC 4007) no event tells.
  const network = networkOf(name.replace(/%[^/]*/, ""));
  return network && { kind, name: shortest(network), network };
}

/** Whether a source is one address. */
export function isAddress({ name, network }: Subject): boolean {
  return network !== undefined && !name.includes("/");
}

/** First and last address of the network around an address: of IPv4 a /24, of IPv6 a /48. */
export function networkAround({ family, address }: Network): { text: string; low: string; high: string } {
  const network = networkOf(`${address}/${family === 4 ? 24 : 48}`) as Network;
  const [low, high] = bounds(network);
  return { text: shortest(network), low, high };
}
