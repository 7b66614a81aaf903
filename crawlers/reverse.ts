/** Forward-confirmed reverse DNS: an address has a name in the domains, and the name leads back to the address. */
import { BlockList, isIP } from "node:net";

/**
 * What is asked of a resolver: `promises.Resolver` of node:dns has it. (Not `reverse`: that says ENOTFOUND, too, where no
 * answer came.)
 */
export interface Resolver {
  resolvePtr(name: string): Promise<string[]>;
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
}

/** What the names of an address say; `away`: no answer came, so that nothing is known. */
export type Names =
  | { is: "confirmed"; host: string }
  /** In the domains, but not leading back. */
  | { is: "unconfirmed"; host: string }
  /** None, or in other domains. */
  | { is: "foreign"; host: string }
  | { is: "away" };

/** Names of an address that are looked at: its owner may give it any number. */
const MOST_NAMES = 8;
/** Answers that say that there is no such name. All other errors are the resolver's own. */
const NO_SUCH = new Set(["ENOTFOUND", "ENODATA"]);

/**
 * Looks up an address' names, and those in the domains back. Never throws.
 *
 * @param domains undefined for any
 */
export async function namesOf(
  address: string,
  domains: readonly string[] | undefined,
  resolver: Resolver,
): Promise<Names> {
  const names = await answer(resolver.resolvePtr(arpaName(address)));
  if (names === undefined) return { is: "away" };
  const ours = names.filter((name) => !domains || isWithin(name, domains)).slice(0, MOST_NAMES);
  if (ours.length === 0) return { is: "foreign", host: names[0] ?? "" };
  let isAway = false;
  for (const host of ours) {
    const back = await answer(isIP(address) === 6 ? resolver.resolve6(host) : resolver.resolve4(host));
    if (back === undefined) isAway = true;
    else if (back.some((each) => isSame(each, address))) return { is: "confirmed", host };
  }
  return isAway ? { is: "away" } : { is: "unconfirmed", host: ours[0] as string };
}

/** Whether a resolver is there: each answers for the loopback address (RFC 6303, section 4.2), if only that there is no name. */
export async function isThere(resolver: Resolver): Promise<boolean> {
  return (await answer(resolver.resolvePtr(arpaName("127.0.0.1")))) !== undefined;
}

/** Name under which an address' names are looked up (RFC 1035, 3.5; RFC 3596, 2.5). */
export function arpaName(address: string): string {
  if (isIP(address) !== 6) return `${address.split(".").reverse().join(".")}.in-addr.arpa`;
  // A URL has the shortest text, and no IPv4 in it.
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = "", tail] = short.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const groups =
    tail === undefined ? [...head] : [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
  const digits = groups.map((group) => group.padStart(4, "0")).join("");
  return `${[...digits].reverse().join(".")}.ip6.arpa`;
}

/** Nothing where there is no such name; undefined where no answer came. */
async function answer(asked: Promise<string[]>): Promise<string[] | undefined> {
  try {
    return await asked;
  } catch (error) {
    return NO_SUCH.has((error as NodeJS.ErrnoException).code ?? "") ? [] : undefined;
  }
}

/** Whether a name is one of the domains, or below one. */
function isWithin(name: string, domains: readonly string[]): boolean {
  const plain = name.toLowerCase().replace(/\.$/, "");
  return domains.some((domain) => plain === domain || plain.endsWith(`.${domain}`));
}

/** An IPv6 address has many texts. */
function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  if (isIP(a) !== 6 || isIP(b) !== 6) return false;
  const list = new BlockList();
  list.addAddress(a, "ipv6");
  return list.check(b, "ipv6");
}
