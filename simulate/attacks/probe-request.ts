/**
 * Single requests that a path alone gives away, and those that resemble them: a scanner's one shot at a product that is
 * not there, and what an installed product's own people send. The answer and the referer tell the one from the other
 * where the path is the same.
 */
import { grammar } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { pathTrick } from "./path-tricks.ts";
import { probePath } from "./probes.ts";
import { productPage } from "./product-pages.ts";
import { productRequest } from "./products.ts";

const PROXY = grammar({
  ...LEXICON,
  start: [
    ["CONNECT «asked»:«443|443|25|80|587|465|6667|«port»»", 4],
    ["GET http://«asked»/", 3],
    ["GET http://«asked»«:«port»|»/«rnd»«.php|.html|.txt|»", 1],
    ["GET http://«judge»", 3],
    ["HEAD http://«judge»", 0.5],
    ["POST http://«asked»/", 0.5],
  ],
  asked: [
    "www.google.com",
    "www.baidu.com",
    "www.bing.com",
    "api.ipify.org",
    "ip.«rnd».«tld»",
    "mail.«rnd».«com|net»",
    "smtp.«rnd».com",
    "«host»",
    "«ip»",
    "www.«rnd».«com|ru|cn|net»",
  ],
  judge: [
    "«azenv.net|www.proxy-listen.de|proxyjudge.us|mojeip.net.pl|«rnd».«com|net|info»»/«azenv|judge|env|proxyheader|echo|pj».php",
    "«httpbin.org/ip|api.ipify.org/?format=json|ip-api.com/json|ipinfo.io/«ip|json»|checkip.amazonaws.com/|ifconfig.me/|www.msftconnecttest.com/connecttest.txt|icanhazip.com/|example.com/|detectportal.firefox.com/success.txt»",
  ],
});

export interface SingleRequest {
  method: string;
  target: string;
  status: number;
  /** Each absent where any will do. */
  referer?: string;
  agent?: string;
}

const NOT_THERE = [
  [404, 66],
  [403, 8],
  [400, 6],
  [301, 6],
  [302, 3],
  [405, 3],
  [200, 4],
  [401, 1],
  [500, 1],
  [444, 1],
] as const;
const THERE = [
  [200, 78],
  [304, 6],
  [302, 6],
  [201, 1],
  [204, 2],
  [401, 4],
  [403, 1],
  [500, 1],
  [207, 1],
] as const;

/** One shot of a scanner. */
export function probeRequest(rng: Random): SingleRequest {
  const kind = rng.weighted([
    ["product", 62],
    ["probe", 20],
    ["trick", 15],
    ["proxy", 3],
  ] as const);
  const single: SingleRequest = { ...asked(rng, kind), status: rng.weighted(NOT_THERE) };
  if (rng.chance(0.85)) single.referer = "-";
  if (rng.chance(0.12)) single.agent = "-";
  return single;
}

function asked(rng: Random, kind: "product" | "probe" | "trick" | "proxy") {
  switch (kind) {
    case "product":
      return productRequest(rng);
    case "trick":
      return { method: rng.chance(0.85) ? "GET" : "POST", target: pathTrick(rng) };
    case "proxy": {
      const [method, target] = PROXY(rng).split(" ") as [string, string];
      return { method, target };
    }
    default:
      return { method: rng.chance(0.9) ? "GET" : "POST", target: probePath(rng).target };
  }
}

/** One request of a product's own people or machines. */
export function pageRequest(rng: Random): SingleRequest {
  const single: SingleRequest = { ...productPage(rng), status: rng.weighted(THERE) };
  if (rng.chance(0.4)) single.referer = "-";
  if (rng.chance(0.04)) single.agent = "-";
  return single;
}
