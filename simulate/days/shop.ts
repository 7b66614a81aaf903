/** A small web shop and its office: machines, services, people. The same whatever the seed. */
import type { Site } from "../web/site.ts";
import { hashText } from "../web/site.ts";
import type { SiteKind } from "../web/site-kinds.ts";
import { accessFormat } from "./access-format.ts";

export const SHOP_HOST = "lampenladen.example";
export const OFFICE_ADDRESS = "91.26.44.10";
/** First octets of the office's network; its machines are .20 to .59. */
export const OFFICE_NETWORK = "10.20.0";
export const SERVER_NETWORK = "10.20.1";
export const GATEWAY_ADDRESS = "80.147.12.9";

/** Who may log in to the servers, and where from. */
export const ADMINS: readonly (readonly [user: string, addresses: readonly string[]])[] = [
  ["mira", [OFFICE_ADDRESS, "87.123.40.17"]],
  ["jonas", [OFFICE_ADDRESS, "2003:e5:1f00:8a01::27"]],
  ["tariq", [OFFICE_ADDRESS, "178.8.77.201"]],
];

export const MAIL_USERS = ["mira", "jonas", "tariq", "info", "rechnung", "lager", "sofia", "bewerbung"].map(
  (name) => `${name}@${SHOP_HOST}`,
);

/** Machines on which timers run and people log in. */
export const MACHINES = ["web1", "app1", "db1", "mail1", "bastion"] as const;
export type Machine = (typeof MACHINES)[number];

export const SERVICES = ["accounts", "catalog", "orders", "payments", "search"] as const;
export type Service = (typeof SERVICES)[number];

const KIND: SiteKind = {
  name: "shop",
  weight: 0,
  pages: [
    "/",
    "/category/{ceiling|floor|table|garden|led}",
    "/category/{ceiling|floor|table|garden|led}?page={2..9}",
    "/product/{100..399}",
    "/product/{100..399}",
    "/search?q={lamp|led|e27|dimmer|table+lamp|outdoor|warm+white|shade|spot}",
    "/cart",
    "/checkout",
    "/account/orders",
    "/pages/{about|contact|shipping|returns|faq}",
  ],
  assets: ["/static/app.4f1c.css", "/static/app.4f1c.js", "/static/logo.svg", "/favicon.ico"],
  media: ["/media/product/{100..399}.webp", "/media/banner-{1..6}.webp"],
  forms: [
    "POST /cart/items 303",
    "POST /cart/items 303",
    "POST /checkout/address 303",
    "POST /checkout/pay 303",
  ],
};

const PAGES = [
  "/",
  ...["ceiling", "floor", "table", "garden", "led"].map((name) => `/category/${name}`),
  ...Array.from({ length: 60 }, (_, n) => `/product/${100 + n * 5}`),
  "/search?q=lamp",
  "/search?q=led",
  "/search?q=dimmer",
  "/cart",
  "/pages/shipping",
];

/** Bytes of an answer, least and most, by what it is. */
const SIZES: readonly (readonly [RegExp, number, number])[] = [
  [/original/, 250_000, 900_000],
  [/\.webp/, 9_000, 70_000],
  [/\.(js|css)/, 30_000, 90_000],
  [/\.(svg|ico)/, 900, 4_000],
  [/^/, 6_000, 24_000],
];
const SALT = 0x811c9dc5;

/** The public site, behind nginx on web1. */
export const SITE: Site = {
  kind: KIND,
  facts: { host: SHOP_HOST, offset: 0, tls: true },
  origin: `https://${SHOP_HOST}`,
  format: accessFormat,
  pages: PAGES,
  assets: KIND.assets,
  media: Array.from({ length: 60 }, (_, n) => `/media/product/${100 + n * 5}.webp`),
  gaps: {},
  catchAll: false,
  loginPath: undefined,
  missing: 404,
  isAbsolute: false,
  page: (rng) => PAGES[rng.zipf(PAGES.length, 0.9)] as string,
  answer: (target) => {
    const part = (hashText(target, SALT) % 1000) / 1000;
    const [, least, most] = SIZES.find(([shape]) => shape.test(target)) as (typeof SIZES)[number];
    return { bytes: Math.round(least + part * (most - least)), ms: serviceOf(target) ? 25 + part * 60 : 1 };
  },
};

/** The service behind a path; undefined of files, which nginx has itself. */
export function serviceOf(target: string): Service | undefined {
  if (target === "/" || target.startsWith("/category/") || target.startsWith("/product/")) return "catalog";
  if (target.startsWith("/search")) return "search";
  if (target.startsWith("/checkout/pay")) return "payments";
  if (target.startsWith("/cart") || target.startsWith("/checkout")) return "orders";
  return target.startsWith("/account") ? "accounts" : undefined;
}
