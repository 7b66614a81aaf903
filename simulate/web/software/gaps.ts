/** Gaps of the applications' templates, beside those that `fill` knows. */
import { deflateRawSync } from "node:zlib";
import { formEncode, type Gaps } from "../../lib/fill.ts";
import { capital, domain, email, login, slug } from "../../lib/names.ts";
import type { Random } from "../../lib/random.ts";
import { hex, magnitude } from "../../lib/tokens.ts";
import {
  branch,
  codefile,
  dotfile,
  fileName,
  imageName,
  name,
  personName,
  prose,
  repository,
  searched,
} from "./words.ts";

const encoded = (rng: Random, text: string) => formEncode(text, rng.chance(0.55));
const degrees = (rng: Random, most: number) => ((rng.float() * 2 - 1) * most).toFixed(rng.int(3, 8));

/** Four coordinates, in degrees or in metres of a projection. */
function box(rng: Random, comma: string): string {
  const isDegrees = rng.chance(0.4);
  const decimals = rng.int(1, 12);
  const value = () => (isDegrees ? (rng.float() * 2 - 1) * 90 : (rng.float() * 2 - 1) * 9_000_000);
  return Array.from({ length: 4 }, () => value().toFixed(decimals)).join(comma);
}

/** The path of a page. */
function pagePath(rng: Random): string {
  const folders = Array.from({ length: rng.int(0, 3) }, () =>
    rng.chance(0.5) ? name(rng) : slug(rng, 1, 4),
  );
  const tail = rng.weighted([
    ["", 40],
    ["/", 25],
    [".html", 15],
    [".php", 5],
    [`?id=${magnitude(rng, 1, 99999)}`, 6],
    [`?utm_source=${name(rng)}&utm_medium=${name(rng)}`, 4],
    [`?page=${name(rng)}&${name(rng)}=${name(rng)}`, 3],
    [`#${name(rng)}`, 3],
  ]);
  return `/${folders.join("/")}${tail}`;
}

const address = (rng: Random, host: string) => `http${rng.chance(0.9) ? "s" : ""}://${host}${pagePath(rng)}`;

const METRICS = (rng: Random) =>
  `${name(rng)}_${name(rng)}_${rng.pick(["total", "bytes", "seconds_bucket", "count", "ratio"])}`;
const label = (rng: Random) =>
  `${name(rng)}${rng.pick(["=", "=~", "!=", "!~"])}"${rng.pick([name(rng), ".*", "5..", `${name(rng)}|${name(rng)}`, "$node"])}"`;

/** A query of Prometheus' language. */
function promql(rng: Random): string {
  const selector = `${METRICS(rng)}{${Array.from({ length: rng.int(1, 3) }, () => label(rng)).join(",")}}`;
  const range = `[${rng.pick(["1m", "5m", "1h", "$__rate_interval", "30s"])}]`;
  return rng.pick([
    selector,
    `sum(rate(${selector}${range})) by (${name(rng)})`,
    `histogram_quantile(0.${rng.int(5, 99)}, sum(rate(${selector}${range})) by (le, ${name(rng)}))`,
    `100 - (avg by (${name(rng)}) (irate(${selector}${range})) * 100)`,
    `${selector} == ${rng.int(0, 9)} or absent(${METRICS(rng)})`,
    `${selector} / on(${name(rng)}) group_left ${METRICS(rng)} > bool 0.${rng.int(1, 9)}`,
    `label_replace(${selector}, "${name(rng)}", "$1", "${name(rng)}", "(.*)-.*")`,
    `topk(${rng.int(3, 20)}, increase(${selector}${range}))`,
  ]);
}

/** A request for authentication as SAML's redirect binding packs it: deflated, in base64, encoded. */
function samlRequest(rng: Random): string {
  const xml =
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_${hex(rng, 40)}" Version="2.0" ` +
    `IssueInstant="20${rng.int(18, 26)}-0${rng.int(1, 9)}-${rng.int(10, 28)}T1${rng.int(0, 9)}:${rng.int(10, 59)}:${rng.int(10, 59)}Z" ` +
    `Destination="${address(rng, domain(rng))}" AssertionConsumerServiceURL="${address(rng, domain(rng))}" ` +
    `ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"><saml:Issuer ` +
    `xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${address(rng, domain(rng))}</saml:Issuer>` +
    `<samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:1.1:nameid-format:${rng.pick(["unspecified", "emailAddress"])}" AllowCreate="true"/></samlp:AuthnRequest>`;
  return encodeURIComponent(deflateRawSync(xml).toString("base64"));
}

const ZONES =
  "Europe/Berlin Europe/Paris Europe/London Europe/Moscow America/New_York America/Chicago America/Sao_Paulo America/Argentina/Buenos_Aires Asia/Tokyo Asia/Shanghai Asia/Kolkata Asia/Ho_Chi_Minh Australia/Sydney Africa/Lagos Pacific/Auckland UTC Etc/GMT+3".split(
    " ",
  );
const LOCALES =
  "en-US en-GB en_GB de-DE de fr-FR fr es-ES pt-BR pt_BR it-IT nl-NL pl-PL ru-RU ja-JP zh-CN zh_Hans_CN ko-KR tr-TR cs-CZ sv-SE uk-UA ar".split(
    " ",
  );

/** A site's own host is `{site}`: the caller has it. */
export const SOFTWARE_GAPS: Gaps = {
  noun: name,
  Noun: (rng) => capital(name(rng)),
  NOUN: (rng) => name(rng).toUpperCase(),
  snake: (rng) => `${name(rng)}_${name(rng)}`,
  repo: repository,
  branch,
  dotfile,
  dotfilepct: (rng) => encodeURIComponent(dotfile(rng)),
  codefile,
  file: (rng) => encodeURI(fileName(rng).replaceAll(" ", "_")).replace(/[?#;]/g, ""),
  filepct: (rng) => encodeURIComponent(fileName(rng)),
  imgfile: imageName,
  person: (rng) => encoded(rng, personName(rng)),
  q: (rng) => encoded(rng, searched(rng)),
  prose: (rng) => encoded(rng, prose(rng)),
  email,
  emailpct: (rng) => (rng.chance(0.8) ? encodeURIComponent(email(rng)) : email(rng)),
  login: (rng) => (rng.chance(0.85) ? login(rng) : name(rng)),
  urlraw: (rng) => address(rng, domain(rng)).split("#")[0] as string,
  urlpct: (rng) => encodeURIComponent(address(rng, domain(rng))),
  selfpct: (rng) => encodeURIComponent(address(rng, domain(rng))),
  promql: (rng) => encoded(rng, promql(rng)),
  saml: samlRequest,
  lat: (rng) => degrees(rng, 75),
  lon: (rng) => degrees(rng, 179),
  bbox: (rng) => box(rng, ","),
  bboxpct: (rng) => box(rng, "%2C"),
  bboxsp: (rng) => box(rng, "+"),
  tz: (rng) => encodeURIComponent(rng.pick(ZONES)),
  lang: (rng) => rng.pick(LOCALES),
  lang2: (rng) => (rng.pick(LOCALES) as string).slice(0, 2),
  iso: (rng) =>
    encodeURIComponent(
      new Date(rng.int(1_300_000_000, 1_790_000_000) * 1000)
        .toISOString()
        .replace(/\.000Z$/, rng.pick(["Z", ".000Z", "+00:00"])),
    ),
  clockpct: (rng) => `${rng.int(10, 23)}%3A${rng.int(10, 59)}%3A${rng.int(10, 59)}`,
  open: "{",
  close: "}",
};

/** The same for an application at `host`. Its users, repositories and branches are a few, as they are there. */
export function gapsAt(rng: Random, host: string): Gaps {
  const few = (draw: (r: Random) => string, least: number, most: number) => {
    const all = Array.from({ length: rng.int(least, most) }, () => draw(rng));
    return (r: Random) => all[r.zipf(all.length, 0.8)] as string;
  };
  return {
    ...SOFTWARE_GAPS,
    site: host,
    user: few(login, 2, 40),
    repo: few(repository, 2, 30),
    branch: few(branch, 2, 8),
    selfpct: (r) => encodeURIComponent(address(r, host)),
  };
}
