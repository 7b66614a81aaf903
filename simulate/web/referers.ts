/** Search engines as referers, with what they append: short today, of hundreds of bytes once and in Russia still. */
import { formEncode } from "../lib/fill.ts";
import { domain, searchPhrase, slug } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { base64url, hex } from "../lib/tokens.ts";

const typed = (rng: Random) => formEncode(searchPhrase(rng), rng.chance(0.6));
const COUNTRIES = "com de fr co.uk co.jp com.br ru it es pl co.in nl com.tr ca com.au".split(" ");
const result = (rng: Random) => encodeURIComponent(`http://${domain(rng)}/${slug(rng)}`);

const ENGINES: readonly ((rng: Random) => string)[] = [
  (rng) => `https://www.google.${rng.pick(COUNTRIES)}/`,
  (rng) =>
    `https://www.bing.com/search?q=${typed(rng)}&form=${rng.pick(["QBLH", "QBRE", "EDGEAR", "WNSGPH"])}&cvid=${hex(rng, 32)}`,
  (rng) => `https://duckduckgo.com/${rng.chance(0.3) ? `?q=${typed(rng)}&t=h_&ia=web` : ""}`,
  (rng) =>
    `http://www.google.${rng.pick(COUNTRIES)}/url?sa=t&rct=j&q=${rng.chance(0.5) ? "" : typed(rng)}&esrc=s&source=web&cd=${rng.int(1, 20)}&ved=0C${base64url(rng, 8)}&url=${result(rng)}&ei=${base64url(rng, 22)}&usg=AFQj${base64url(rng, 30)}&bvm=bv.${rng.int(40_000_000, 90_000_000)},d.${base64url(rng, 3)}`,
  (rng) =>
    `https://www.google.${rng.pick(COUNTRIES)}/search?q=${typed(rng)}&oq=${typed(rng)}&aqs=chrome.${rng.int(0, 3)}.69i57j0l${rng.int(2, 7)}.${rng.int(900, 9999)}j${rng.int(0, 9)}j${rng.int(1, 9)}&client=${rng.pick(["ms-android-samsung-rev2", "firefox-b-d", "safari", "ubuntu"])}&sourceid=chrome&ie=UTF-8`,
  // Yandex' way to a result, with its state.
  (rng) =>
    `http${rng.chance(0.6) ? "s" : ""}://yandex.${rng.pick(["ru", "ru", "ru", "by", "kz", "ua", "com"])}/clck/jsredir?` +
    `${rng.chance(0.4) ? `bu=${base64url(rng, 6)}&` : ""}from=yandex.ru%3B${rng.pick(["search", "yandsearch", "images%2Fsearch"])}%2F%3Bweb%3B%3B&text=${rng.chance(0.3) ? typed(rng) : ""}` +
    `&etext=${rng.int(1000, 2999)}.${base64url(rng, rng.int(40, 190))}.${hex(rng, 40)}&uuid=` +
    (rng.chance(0.7)
      ? `&state=${base64url(rng, rng.int(60, 280))}%2C%2C&&cst=${base64url(rng, rng.int(40, 200))}&data=${base64url(rng, rng.int(60, 300))}&sign=${hex(rng, 32)}&keyno=0&b64e=2&ref=${base64url(rng, rng.int(60, 120))}&l10n=ru&cts=${rng.int(1_400_000_000, 1_790_000_000)}000&mc=${rng.int(1, 5)}.${rng.int(1, 999_999_999)}`
      : ""),
  (rng) =>
    `https://yandex.ru/search/?text=${typed(rng)}&lr=${rng.int(1, 300)}&clid=${rng.int(100_000, 2_999_999)}&win=${rng.int(10, 500)}`,
  (rng) =>
    `https://r.search.yahoo.com/_ylt=${base64url(rng, 40)}/RV=2/RE=${rng.int(1_400_000_000, 1_790_000_000)}/RO=10/RU=${result(rng)}/RK=2/RS=${base64url(rng, 27)}-`,
  (rng) => `https://www.baidu.com/link?url=${base64url(rng, rng.int(40, 70))}&wd=&eqid=${hex(rng, 24)}`,
  (rng) =>
    `https://m.baidu.com/from=${rng.int(1000, 999_999)}b/bd_page_type=1/ssid=0/uid=0/pu=usm%40${rng.int(0, 9)}%2Csz%40320_1001/baiduid=${hex(rng, 32).toUpperCase()}/w=0_10_/t=iphone/l=1/tc?ref=www_iphone&lid=${rng.int(1_000_000, 99_999_999)}&order=${rng.int(1, 9)}&waplogo=1&tj=www_normal_${rng.int(1, 9)}_0_10_title&vit=osres&m=8&srd=1&cltj=cloud_title&asres=1&nt=wnor&title=${typed(rng)}&dict=${rng.int(20, 40)}&sec=${rng.int(10_000, 40_000)}&di=${hex(rng, 16)}&bdenc=1&nsrc=${base64url(rng, 80)}`,
  (rng) =>
    `https://search.naver.com/search.naver?where=nexearch&sm=top_hty&fbm=1&ie=utf8&query=${typed(rng)}`,
  (rng) => `https://go.mail.ru/search?fm=1&q=${typed(rng)}&frm=web`,
  (rng) => `https://www.ecosia.org/search?method=index&q=${typed(rng)}`,
];

/** The page of a search engine from which a visitor comes. */
export const searchReferer = (rng: Random): string => rng.pick(ENGINES)(rng);
