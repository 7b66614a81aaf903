import type { Random } from "./random.ts";
import { hex } from "./tokens.ts";
import { ADJECTIVES, NOUNS, SMALL_WORDS, VERBS } from "./words/english.ts";
import { FIRST_NAMES, LAST_NAMES, SERVICE_ACCOUNTS } from "./words/people.ts";
import { BRAND_ENDS, BRAND_STARTS, CITIES, COUNTRIES, TLDS } from "./words/places.ts";
import { SEARCH_FRAMES, WORDS_BY_SCRIPT } from "./words/world.ts";

const SCRIPTS = Object.keys(WORDS_BY_SCRIPT);

export const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export const noun = (rng: Random) => rng.pick(NOUNS);
export const adjective = (rng: Random) => rng.pick(ADJECTIVES);
export const verb = (rng: Random) => rng.pick(VERBS);
export const city = (rng: Random) => rng.pick(CITIES);

/** A word of some script that isn't plain English; the same script when one is named. */
export function worldWord(rng: Random, script: string = rng.pick(SCRIPTS)): string {
  return rng.pick(WORDS_BY_SCRIPT[script] ?? NOUNS);
}

/** The name of a script that `worldWord` knows. */
export const worldScript = (rng: Random) => rng.pick(SCRIPTS);

/** An invented name of a company or product, lower case: `novaforge`, `bluegarden`, `kestrel-tools`. */
export function brand(rng: Random): string {
  const shape = rng.int(0, 5);
  if (shape <= 2) return rng.pick(BRAND_STARTS) + rng.pick(BRAND_ENDS);
  if (shape === 3) return adjective(rng) + noun(rng);
  if (shape === 4) return `${noun(rng)}-${noun(rng)}`;
  return (
    rng.pick(LAST_NAMES) + rng.pick(["", "group", "online", "-it", "media", "shop", "studio", "consulting"])
  );
}

/** A registered domain. */
export function domain(rng: Random): string {
  return `${brand(rng)}.${rng.weighted(TLDS)}`;
}

/** A page address made of words: `10-best-lamps-for-your-garden`. */
export function slug(rng: Random, least = 1, most = 6): string {
  const words: string[] = [];
  const count = rng.int(least, most);
  for (let i = 0; i < count; i++) {
    const roll = rng.float();
    if (i > 0 && i < count - 1 && roll < 0.25) words.push(rng.pick(SMALL_WORDS));
    else if (roll < 0.7) words.push(noun(rng));
    else if (roll < 0.88) words.push(adjective(rng));
    else words.push(verb(rng));
  }
  return words.join("-");
}

/** What people type into a search box, in one of many languages. */
export function searchPhrase(rng: Random): string {
  return rng.pick(SEARCH_FRAMES).replace(/\{(\w+)\}/g, (_, gap: string) => {
    switch (gap) {
      case "noun":
        return noun(rng);
      case "adj":
        return adjective(rng);
      case "verb":
        return verb(rng);
      case "city":
        return city(rng);
      case "year":
        return `${rng.int(2008, 2026)}`;
      case "number":
        return `${rng.int(1, 1000)}`;
      case "size":
        return `${rng.int(2, 80)}`;
      case "first":
        return rng.pick(FIRST_NAMES);
      case "last":
        return rng.pick(LAST_NAMES);
      default:
        return worldWord(rng);
    }
  });
}

/** A sentence of a few words, as titles and messages have them. */
export function sentence(rng: Random, least = 3, most = 9): string {
  const words: string[] = [];
  const count = rng.int(least, most);
  for (let i = 0; i < count; i++) {
    words.push(
      rng.weighted([
        [rng.pick(SMALL_WORDS), 3],
        [noun(rng), 4],
        [verb(rng), 2],
        [adjective(rng), 2],
      ]),
    );
  }
  return capital(words.join(" "));
}

/** The login of a person: `jsmith`, `anna.berg`, `li42`. */
export function login(rng: Random): string {
  const first = rng.pick(FIRST_NAMES);
  const last = rng.pick(LAST_NAMES);
  switch (rng.int(0, 6)) {
    case 0:
      return first;
    case 1:
      return first.charAt(0) + last;
    case 2:
      return `${first}.${last}`;
    case 3:
      return first + rng.int(1, 99);
    case 4:
      return last + first.charAt(0);
    case 5:
      return `${first}_${last.charAt(0)}`;
    default:
      return first + last;
  }
}

/** An account on a server: a person's or a service's. */
export const account = (rng: Random) => (rng.chance(0.6) ? login(rng) : rng.pick(SERVICE_ACCOUNTS));

export const email = (rng: Random) =>
  `${login(rng)}@${rng.chance(0.5) ? rng.pick(["gmail.com", "outlook.com", "yahoo.com", "gmx.de", "icloud.com", "proton.me", "mail.ru", "qq.com", "hotmail.com", "web.de"]) : domain(rng)}`;

const ROLES = [
  "web",
  "app",
  "db",
  "mail",
  "ns",
  "dns",
  "fw",
  "gw",
  "proxy",
  "cache",
  "node",
  "worker",
  "build",
  "ci",
  "backup",
  "log",
  "mon",
  "vpn",
  "nas",
  "file",
  "api",
  "k8s",
  "master",
  "edge",
  "lb",
  "host",
  "srv",
  "vm",
  "dev",
  "test",
  "prod",
];

/** A machine's name: `web-03`, `ip-10-2-30-4`, `atlas`, `db2.novaforge.io`. */
export function hostName(rng: Random, role: string = rng.pick(ROLES)): string {
  const number = rng.int(1, 24);
  switch (rng.int(0, 9)) {
    case 0:
      return `${role}${number}`;
    case 1:
      return `${role}-${`${number}`.padStart(2, "0")}`;
    case 2:
      return `ip-${rng.pick([10, 172])}-${rng.int(0, 255)}-${rng.int(0, 255)}-${rng.int(1, 254)}`;
    case 3:
      return noun(rng);
    case 4:
      return `${role}${number}.${domain(rng)}`;
    case 5:
      return `${rng.pick(COUNTRIES)}-${rng.pick(["prod", "stage", "dev"])}-${role}${number}`;
    case 6:
      return `${rng.pick(["ubuntu", "debian", "localhost", "vps", "raspberrypi", "centos", "server", "archlinux"])}${rng.chance(0.4) ? `-${rng.int(1, 8)}gb-${rng.pick(CITIES).slice(0, 3)}1` : ""}`;
    case 7:
      return `${role}-${hex(rng, 8)}`;
    case 8:
      return `${brand(rng)}-${role}`;
    default:
      return `vmi${rng.int(100000, 2999999)}`;
  }
}
