/**
 * Ordinary paths of sites nobody here has seen: files, articles, projects and folders with names of every make, so that
 * a name which is merely strange does not look like a guess of a scanner's.
 */
import { adjective, brand, city, noun, slug, verb, worldWord } from "../../simulate/names.ts";
import type { Random } from "../../simulate/random.ts";
import { digits, hex, letters, version } from "../../simulate/tokens.ts";

const CONSONANTS = [
  "b",
  "c",
  "d",
  "f",
  "g",
  "gr",
  "h",
  "j",
  "k",
  "kl",
  "l",
  "m",
  "n",
  "p",
  "pr",
  "qu",
  "r",
  "s",
  "sh",
  "st",
  "t",
  "th",
  "tr",
  "v",
  "w",
  "x",
  "z",
];
const VOWELS = ["a", "e", "i", "o", "u", "ee", "oo", "ou", "ia", "y"];
const ENDS = [
  "",
  "",
  "n",
  "r",
  "x",
  "l",
  "sh",
  "tool",
  "ctl",
  "d",
  "fs",
  "db",
  "lib",
  "kit",
  "js",
  "py",
  "ly",
  "ify",
  "rc",
  "conf",
  "con",
];
const FOLDERS =
  `blog posts articles projects files docs doc images img pics photos media assets static css js fonts scripts
  presentations slides talks papers misc about team people events news archive archives tags category categories topics
  products items shop store catalog collections brands support help faq guides tutorials learn wiki pages downloads
  releases software code src examples demo demos test tests lab labs research data datasets reports statistics download
  themes plugins modules components packages vendor lib libs dist build public uploads content articles style styles
  en de fr es pt it ru ja zh m mobile api v1 v2 rest`.split(/\s+/);
const ASSETS = [
  "png",
  "jpg",
  "jpeg",
  "gif",
  "svg",
  "css",
  "js",
  "ico",
  "woff2",
  "webp",
  "mp4",
  "pdf",
  "ttf",
  "map",
];
const PAGES = [
  "html",
  "htm",
  "xhtml",
  "php",
  "aspx",
  "jsp",
  "txt",
  "xml",
  "json",
  "md",
  "rss",
  "tar.gz",
  "zip",
  "gz",
  "py",
  "sh",
  "c",
  "h",
  "pl",
  "rb",
  "conf",
  "pyc",
  "deb",
  "rpm",
  "csv",
];

/** A name as projects and programs have: syllables of no language. */
function coined(rng: Random): string {
  const syllables = Array.from({ length: rng.int(1, 3) }, () => rng.pick(CONSONANTS) + rng.pick(VOWELS));
  return syllables.join("") + rng.pick(ENDS);
}

const NAMES: readonly ((rng: Random) => string)[] = [
  (rng) => slug(rng),
  coined,
  (rng) => `${coined(rng)}-${coined(rng)}`,
  (rng) => `${coined(rng)}-${version(rng)}`,
  (rng) => `${noun(rng)}_${noun(rng)}`,
  (rng) => `${verb(rng)}-${adjective(rng)}-${noun(rng)}`,
  (rng) => `${noun(rng)}${rng.int(1, 2026)}`,
  (rng) => `${brand(rng)}-${rng.int(1998, 2026)}`,
  (rng) => noun(rng),
  (rng) => encodeURIComponent(worldWord(rng)),
  (rng) => city(rng).replace(/\s/g, "-"),
  (rng) => digits(rng, rng.int(1, 9)),
  (rng) => `${letters(rng, rng.int(2, 5))}${rng.int(1, 99)}`,
  (rng) => `${noun(rng)}.${hex(rng, 8)}`,
  (rng) =>
    `${rng.int(2000, 2026)}${String(rng.int(1, 12)).padStart(2, "0")}${String(rng.int(1, 28)).padStart(2, "0")}`,
];

/** A path without a query; half of them name a file. */
export function ordinaryPath(rng: Random): string {
  const folders = Array.from({ length: rng.int(0, 4) }, () =>
    rng.chance(0.5) ? rng.pick(FOLDERS) : rng.pick(NAMES)(rng),
  );
  const name = rng.pick(NAMES)(rng);
  const path = `/${[...folders, name].join("/")}`;
  if (rng.chance(0.35)) return `${path}.${rng.pick(ASSETS)}`;
  if (rng.chance(0.25)) return `${path}.${rng.pick(PAGES)}`;
  return rng.chance(0.3) ? `${path}/` : path;
}
