import { describe, expect, it } from "vitest";
import { attackPayload } from "../../simulate/attacks/index.ts";
import { pathTrick } from "../../simulate/attacks/path-tricks.ts";
import { pageRequest, probeRequest } from "../../simulate/attacks/probe-request.ts";
import { productPage } from "../../simulate/attacks/product-pages.ts";
import { productRequest } from "../../simulate/attacks/products.ts";
import { attackRequest } from "../../simulate/attacks/request.ts";
import { overlong, spelledText } from "../../simulate/attacks/spellings.ts";
import { Random } from "../../simulate/lib/random.ts";
import { hardNegativeValue } from "../../simulate/values/index.ts";

function many<T>(count: number, make: (rng: Random) => T, seed = 5): T[] {
  const rng = new Random(seed);
  return Array.from({ length: count }, () => make(rng));
}

function counted(texts: string[], shape: RegExp): number {
  return texts.filter((text) => shape.test(text)).length;
}

describe("attack shapes", () => {
  it.each([
    ["a separator and a word", /^\w*[;|&]+\s?(?:id|whoami|uname|ls|ps|w)$/],
    ["a substitution", /`\w+`|\$\(\w+\)/],
    ["a set without blanks", /\{\w+,[^}]+\}/],
    ["blanks that the shell puts in", /\$\{?IFS/],
    ["a glob", /\/[\w?[\]]*\?[\w?[\]]*\//],
    ["a line break", /[\n]|%0a/i],
  ])("brief commands hold %s", (_, shape) => {
    expect(
      counted(
        many(3000, (rng) => attackPayload(rng, "brief").payload),
        shape,
      ),
    ).toBeGreaterThan(30);
  });

  it.each([
    ["an equation of numbers", /^-?\d+\)* (?:and|or) \(*\d+=\d+/i],
    ["an unequal one", /\b(?:and|or) (\d{4})=(?!\1)\d{4}/i],
    ["an order by a number", /order by \d+/i],
  ])("SQL injections hold %s without a quote", (_, shape) => {
    expect(
      counted(
        many(6000, (rng) => attackPayload(rng, "sqli").payload),
        shape,
      ),
    ).toBeGreaterThan(30);
  });

  it("overlong forms are what a decoder that only masks bits makes of them, and no UTF-8", () => {
    for (const bytes of [2, 3, 4] as const) {
      for (let code = 0; code < 128; code++) {
        const spelt = overlong(code, bytes);
        const units = [...spelt.matchAll(/%(..)/g)].map(([, hex]) => Number.parseInt(hex as string, 16));
        expect(units).toHaveLength(bytes);
        const bits = units
          .slice(1)
          .reduce((sum, unit) => (sum << 6) | (unit & 0x3f), (units[0] as number) & 0x7);
        expect(bits & 0x7f).toBe(code);
        expect(() => decodeURIComponent(spelt)).toThrow(URIError);
      }
    }
  });

  it("a spelling leaves nothing of the marks that it disguises in most payloads", () => {
    const spelt = many(500, (rng) => spelledText(rng, "../../'\"<>"));
    expect(counted(spelt, /\.\.\/\.\.\//)).toBeLessThan(50);
  });

  it("path tricks hide the way to a private page", () => {
    const paths = many(3000, pathTrick);
    expect(new Set(paths).size).toBeGreaterThan(2000);
    for (const path of paths) expect(path).toMatch(/^\/[\x21-\x7e]+$/);
    expect(counted(paths, /\.\.;/)).toBeGreaterThan(600);
    expect(counted(paths, /;(?!\/)[^/]*$/)).toBeGreaterThan(100);
  });

  it("payloads stand in front of a referer's address, too", () => {
    const referers = many(20_000, attackRequest).flatMap((request) => request.referer ?? []);
    expect(counted(referers, /^(?!https?:).+(?:https:|:\/\/)/)).toBeGreaterThan(50);
  });
});

describe("requests for products", () => {
  it.each([
    ["attacks on them", productRequest, 2000],
    ["pages of theirs", productPage, 1500],
  ])("%s vary and are request lines", (_, make, least) => {
    const requests = many(4000, make);
    for (const { method, target } of requests) {
      expect(method).toMatch(/^[A-Z]+$/);
      expect(target).toMatch(/^\/[\x21\x23-\x7e]*$/);
      expect(target).not.toMatch(/[«»]|#/);
    }
    expect(new Set(requests.map(({ target }) => target)).size).toBeGreaterThan(least);
  });

  it("are answered as by a server that hasn't, or has, the product", () => {
    const failed = (requests: { status: number }[]) =>
      requests.filter(({ status }) => status >= 400).length / requests.length;
    expect(failed(many(4000, probeRequest))).toBeGreaterThan(0.7);
    expect(failed(many(4000, pageRequest))).toBeLessThan(0.1);
  });
});

describe("hard negatives", () => {
  it.each([
    ["lists between bars", /^\w+\|\w+\|\w+/],
    ["parameters of a segment", /;\w+=|;jsessionid=/],
    ["sets", /^\{\w+,\w+\}$/],
    ["globs", /\*\.\w+$/],
    ["filters of APIs", /\b(?:eq|gt|ge|ne) ['\d]/],
    ["addresses of an application on one's own machine", /^http:\/\/(?:localhost|127\.0\.0\.1):\d+\//],
    ["places left unfilled", /^\$\{[A-Z_\d]+\}$|^%%\w+%%$/],
    ["prices", /^\$\d+/],
  ])("hold %s", (_, shape) => {
    expect(
      counted(
        many(12_000, (rng) => hardNegativeValue(rng).value),
        shape,
      ),
    ).toBeGreaterThan(20);
  });
});
