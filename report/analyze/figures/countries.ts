/** Countries of addresses, by the ranges that the registries gave out: where a net is registered. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ipaddr from "ipaddr.js";
import { PACKAGE_ROOT } from "../../../host/module.ts";
import type { TopCounter } from "../count/top.ts";
import type { Client } from "../web.ts";

export interface CountryJson {
  /** Two letters of ISO 3166; empty of an address that no registry gave out. */
  country: string;
  requests: number;
  people: number;
  bytes: number;
}

const FOLDER = join(PACKAGE_ROOT, "node_modules", "@ip-location-db", "asn-country");

/** @returns the country of each address that is held, and what came from each country */
export function countriesOf(hosts: TopCounter<Client>): { of: Map<string, string>; totals: CountryJson[] } {
  const of = new Map<string, string>();
  const places = [...hosts.entries()].flatMap(([name]) => placeOf(name));
  for (const kind of ["ipv4", "ipv6"] as const) {
    const sorted = places
      .filter((place) => place.kind === kind)
      .sort((a, b) => (a.number < b.number ? -1 : 1));
    if (sorted.length > 0) find(sorted, `asn-country-${kind}-num.csv`, of);
  }
  return { of, totals: totalsOf(hosts, of) };
}

interface Place {
  name: string;
  kind: string;
  number: bigint;
}

function placeOf(name: string): Place[] {
  if (!ipaddr.isValid(name)) return [];
  const address = ipaddr.process(name);
  const hex = Buffer.from(address.toByteArray()).toString("hex");
  return [{ name, kind: address.kind(), number: BigInt(`0x${hex}`) }];
}

/** Goes through the ranges once. @param sorted addresses, the lowest first */
function find(sorted: readonly Place[], file: string, of: Map<string, string>): void {
  const text = readFileSync(join(FOLDER, file), "latin1");
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    const [first = "", last = "", country = ""] = line.trim().split(",");
    if (!/^\d+$/.test(first) || !/^\d+$/.test(last)) continue;
    const [from, to] = [BigInt(first), BigInt(last)];
    for (let i = firstFrom(sorted, from); i < sorted.length; i++) {
      const place = sorted[i] as Place;
      if (place.number > to) break;
      of.set(place.name, country.toUpperCase());
    }
  }
}

/** Where the first address stands that is not below a number. */
function firstFrom(sorted: readonly Place[], number: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Place).number < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function totalsOf(hosts: TopCounter<Client>, of: ReadonlyMap<string, string>): CountryJson[] {
  const totals = new Map<string, CountryJson>();
  for (const [name, { count, people, bytes }] of hosts.entries()) {
    const country = of.get(name) ?? "";
    const total = totals.get(country) ?? { country, requests: 0, people: 0, bytes: 0 };
    total.requests += count;
    total.people += people;
    total.bytes += bytes;
    totals.set(country, total);
  }
  return [...totals.values()].sort((a, b) => b.requests - a.requests);
}
