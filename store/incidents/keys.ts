/** Keys of incidents: the values of what a rule groups by. */
import pg from "pg";
import type { Rule, Way } from "../../rules/lib/rule.ts";
import type { Per } from "../../rules/lib/told.ts";

const KEY_CHARACTERS = { alone: 500, each: 120 };

const text = pg.escapeLiteral;

const ROBOT =
  "[A-Za-z0-9_.-]*(?:[Bb]ot|BOT|[Cc]rawl|[Ss]pider|[Ss]lurp|externalagent|externalhit|externalfetcher|archiver|[Pp]review|[Mm]onitor|[Ff]etcher)[A-Za-z0-9_-]*";

/** Values that incidents are grouped by, as text. */
const KEYS: Readonly<Record<Per, string>> = {
  source: "host(ip)",
  network:
    "host(network(set_masklen(ip, case family(ip) when 4 then 24 else 48 end))) || case family(ip) when 4 then '/24' else '/48' end",
  agent: "ua",
  robot: `coalesce(substring(ua from '${ROBOT}'), nullif(substring(ua from '^[A-Za-z0-9_.-]+'), 'Mozilla'))`,
  user: "username",
  site: "site",
  service: "coalesce(service, site)",
  template: "tpl",
  reason: "why[1]",
  domain: "lower(substring(qname from '([^.]+[.][^.]+)[.]?$'))",
  kind: "kind",
  subject: "subject",
};

/** What JSON escapes, so that a key stays as long as it is. */
const UNCLEAN = `E'${Array.from({ length: 31 }, (_, n) => `\\x${(n + 1).toString(16).padStart(2, "0")}`).join("")}\\x7f"\\\\'`;

/** Whether keys have to say by what: ways of one rule group by different things. */
function namesWays(rule: Rule): boolean {
  return rule.ways.length > 1;
}

/** SQL of the key of a base row (rows.ts). */
export function keyOf(rule: Rule, way: Way): string {
  const prefix = namesWays(rule) ? `${way.per.join("+")} ` : "";
  if (way.per.length === 0) return text(prefix || "all");
  const clean = (per: Per, most: number) =>
    `translate(left(${KEYS[per]}, ${most}), ${UNCLEAN}, '${"?".repeat(34)}')`;
  const [first = "source"] = way.per;
  if (way.per.length === 1) return `${text(prefix)} || ${clean(first, KEY_CHARACTERS.alone)}`;
  return `${text(prefix)} || jsonb_build_array(${way.per.map((per) => `coalesce(${clean(per, KEY_CHARACTERS.each)}, '')`).join(", ")})::text`;
}

/** The values of a key by name; those that were empty are left out. */
export function partsOf(rule: Rule, n: number, key: string): Partial<Record<Per, string>> {
  const way = rule.ways[n];
  if (!way) return {};
  const values = namesWays(rule) ? key.slice(way.per.join("+").length + 1) : key;
  const list = way.per.length > 1 ? (JSON.parse(values) as string[]) : [values];
  return Object.fromEntries(way.per.flatMap((per, place) => (list[place] ? [[per, list[place]]] : [])));
}
