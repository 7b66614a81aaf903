/** Referers as browsers send them: none, the site itself, search engines and social sites with their own parameters. */
import { ordinaryRequestTarget } from "../../simulate/encode.ts";
import type { Random } from "../../simulate/random.ts";
import { statefulTarget } from "./state.ts";

const HOSTS = ["www.example.org", "shop.example.net", "example.com", "intranet.example.net", "10.0.0.5:8080"];
/** Share of pages that carry their state in their address. */
const STATEFUL_SHARE = 0.06;
const COUNTRIES = ["com", "de", "co.uk", "fr", "com.br", "es", "it", "co.in", "ru", "pl", "ca"];
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function token(rng: Random, length: number): string {
  return Array.from({ length }, () => LETTERS[rng.int(0, LETTERS.length - 1)]).join("");
}

function words(rng: Random): string {
  const target = ordinaryRequestTarget(rng);
  return encodeURIComponent(target.replace(/[^A-Za-z]+/g, " ").trim()).replace(/%20/g, "+");
}

function page(rng: Random): string {
  if (rng.chance(STATEFUL_SHARE)) return `https://${rng.pick(HOSTS)}${statefulTarget(rng)}`;
  const scheme = rng.chance(0.7) ? "https" : "http";
  return `${scheme}://${rng.pick(HOSTS)}${rng.chance(0.4) ? "/" : ordinaryRequestTarget(rng)}`;
}

/** What search engines and social sites say of where a visitor comes from. */
const ELSEWHERE: readonly ((rng: Random) => string)[] = [
  (rng) => `https://www.google.${rng.pick(COUNTRIES)}/`,
  (rng) => `https://www.google.${rng.pick(COUNTRIES)}/search?q=${words(rng)}&hl=en&ie=UTF-8`,
  (rng) =>
    `http://www.google.${rng.pick(COUNTRIES)}/url?sa=t&rct=j&q=${rng.chance(0.5) ? "" : words(rng)}&esrc=s&source=web` +
    `&cd=${rng.int(1, 20)}&ved=0C${token(rng, 7)}&url=${encodeURIComponent(page(rng))}&ei=${token(rng, 22)}` +
    `&usg=AFQj${token(rng, 30)}${rng.chance(0.5) ? `&bvm=bv.${rng.int(40000000, 90000000)},d.${token(rng, 3)}` : ""}`,
  (rng) =>
    `https://www.bing.com/search?q=${words(rng)}&form=QBLH&sp=-1&pq=${words(rng)}&sc=0-${rng.int(1, 20)}&cvid=${token(rng, 32)}`,
  (rng) => `https://duckduckgo.com/?q=${words(rng)}`,
  (rng) => `https://yandex.ru/clck/jsredir?from=yandex.ru;search/;web;;&text=&etext=${token(rng, 40)}&uuid=`,
  (rng) => `https://l.facebook.com/l.php?u=${encodeURIComponent(page(rng))}&h=AT${token(rng, 40)}&s=1`,
  (rng) => `https://t.co/${token(rng, 10)}`,
  (rng) => `https://www.reddit.com/r/${token(rng, 8)}/comments/${token(rng, 6)}/`,
  () => "android-app://com.google.android.googlequicksearchbox/",
];

/** A referer, or `-`. */
export function referer(rng: Random): string {
  if (rng.chance(0.5)) return "-";
  return rng.chance(0.6) ? page(rng) : rng.pick(ELSEWHERE)(rng);
}
