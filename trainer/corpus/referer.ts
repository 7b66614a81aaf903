/** Referers as browsers send them: none, the site itself, search engines and social sites with their own parameters. */
import { ordinaryRequestTarget } from "../../simulate/attacks/request.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { hex } from "../../simulate/lib/tokens.ts";
import { searchReferer } from "../../simulate/web/referers.ts";
import { softwarePage } from "../../simulate/web/software/request.ts";
import { longTarget } from "./long.ts";
import { ordinaryPath } from "./paths.ts";
import { statefulTarget } from "./state.ts";

const HOSTS = ["www.example.org", "shop.example.net", "example.com", "intranet.example.net", "10.0.0.5:8080"];
/** Share of pages that carry their state in their address. */
const STATEFUL_SHARE = 0.06;
/** Share of pages with a long query. */
const LONG_SHARE = 0.15;
const COUNTRIES = ["com", "de", "co.uk", "fr", "com.br", "es", "it", "co.in", "ru", "pl", "ca"];
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function token(rng: Random, length: number): string {
  return Array.from({ length }, () => LETTERS[rng.int(0, LETTERS.length - 1)]).join("");
}

function words(rng: Random): string {
  const target = ordinaryRequestTarget(rng);
  return encodeURIComponent(target.replace(/[^A-Za-z]+/g, " ").trim()).replace(/%20/g, "+");
}

/** Share of pages that are an application's. */
const SOFTWARE_SHARE = 0.15;

function page(rng: Random): string {
  if (rng.chance(SOFTWARE_SHARE)) return softwarePage(rng);
  if (rng.chance(STATEFUL_SHARE)) return `https://${rng.pick(HOSTS)}${statefulTarget(rng)}`;
  const scheme = rng.chance(0.7) ? "https" : "http";
  if (rng.chance(LONG_SHARE)) return `${scheme}://${rng.pick(HOSTS)}${longTarget(rng)}`;
  return `${scheme}://${rng.pick(HOSTS)}${rng.chance(0.4) ? "/" : ordinaryRequestTarget(rng)}`;
}

/** What search engines and social sites say of where a visitor comes from. */
const ELSEWHERE: readonly ((rng: Random) => string)[] = [
  searchReferer,
  searchReferer,
  searchReferer,
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
  (rng) =>
    `http://www.google.${rng.pick(COUNTRIES)}/url?q=${encodeURIComponent(page(rng))}&sa=D&sntz=1&usg=AFQj${token(rng, 30)}`,
  (rng) =>
    `http://www.google.${rng.pick(COUNTRIES)}/search?client=${rng.pick(["ms-android-samsung", "firefox-b-d", "safari", "ms-opera-mini", "ubuntu", "opera"])}` +
    `&biw=${rng.int(320, 1920)}&bih=${rng.int(300, 1100)}&site=webhp&tbm=isch&sa=1&ei=${token(rng, 22)}&q=${words(rng)}&oq=${words(rng)}` +
    `&gs_l=mobile-gws-serp.${rng.int(1, 12)}..${rng.int(0, 9)}j0i${rng.int(1, 99)}l${rng.int(1, 9)}.${rng.int(100, 90000)}.${rng.int(100, 99000)}.0.${rng.int(100, 99000)}.${rng.int(1, 40)}.${rng.int(1, 20)}...0...1c.${rng.int(1, 64)}.${token(rng, 11)}`,
  (rng) => {
    const host = rng.pick(HOSTS);
    return (
      `http://www.google.${rng.pick(COUNTRIES)}/imgres?imgurl=http://${host}${ordinaryPath(rng)}&imgrefurl=http://${host}${ordinaryPath(rng)}` +
      `&h=${rng.int(100, 2000)}&w=${rng.int(100, 2000)}&tbnid=${token(rng, 14)}:&zoom=1&docid=${token(rng, 14)}&ei=${token(rng, 22)}&tbm=isch` +
      `&ved=0C${token(rng, 10)}&iact=rc&uact=3&dur=${rng.int(100, 9000)}&page=${rng.int(1, 9)}&start=${rng.int(0, 200)}&ndsp=${rng.int(10, 50)}`
    );
  },
  (rng) =>
    `http://www.google.com/cse?cx=${rng.int(10000, 99999)}${token(rng, 16)}%3A${token(rng, 11).toLowerCase()}&ie=UTF-8&q=${words(rng)}&siteurl=${rng.pick(HOSTS)}%2F&ref=${rng.pick(HOSTS)}%2F&ss=${rng.int(100, 9999)}j${rng.int(1000, 999999)}j${rng.int(1, 30)}`,
  (rng) => `http://yandex.ru/yandsearch?text=${words(rng)}&lr=${rng.int(1, 300)}`,
  (rng) =>
    `http://yandex.ru/clck/jsredir?from=yandex.ru%3Byandsearch%3Bweb%3B%3B%2Fweb%2Fitem%2Ftitle%2Cpos%2Cp${rng.int(1, 9)}%2Csource%2Cweb&text=&etext=${rng.int(100, 999)}.${token(rng, 60)}.${hex(rng, 40)}&uuid=`,
  (rng) =>
    `https://search.yahoo.com/search;_ylt=${token(rng, 24)}?p=${words(rng)}&fr=yfp-t-${rng.int(100, 999)}`,
  (rng) =>
    `http://r.search.yahoo.com/_ylt=${token(rng, 40)}/RV=2/RE=${rng.int(1400000000, 1790000000)}/RO=10/RU=${encodeURIComponent(page(rng))}/RK=0/RS=${token(rng, 27)}-`,
  (rng) => `http://www.baidu.com/link?url=${token(rng, 43)}&wd=&eqid=${hex(rng, 24)}`,
  (rng) =>
    `http://www.baidu.com/s?wd=${words(rng)}&rsv_spt=1&issp=1&f=8&rsv_bp=0&tn=baiduhome_pg&ie=utf-8&inputT=${rng.int(500, 9000)}`,
  (rng) =>
    `http://translate.google.com/translate_c?depth=1&hl=de&sl=en&tl=de&u=http://${rng.pick(HOSTS)}${ordinaryPath(rng)}&usg=ALkJ${token(rng, 30)}`,
  (rng) =>
    `http://webcache.googleusercontent.com/search?q=cache:${token(rng, 12)}:${rng.pick(HOSTS)}${ordinaryPath(rng)}+${words(rng)}&cd=${rng.int(1, 9)}&hl=en&ct=clnk`,
  () => "android-app://com.google.android.googlequicksearchbox/",
];

/** A referer, or `-`. */
export function referer(rng: Random): string {
  if (rng.chance(0.5)) return "-";
  return rng.chance(0.6) ? page(rng) : rng.pick(ELSEWHERE)(rng);
}
