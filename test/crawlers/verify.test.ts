import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CRAWLER_NAMES, claimOf, crawlerNamed } from "../../crawlers/crawlers.ts";
import { robotNames } from "../../crawlers/names.ts";
import { readRanges } from "../../crawlers/ranges.ts";
import { arpaName, type Resolver } from "../../crawlers/reverse.ts";
import { verify } from "../../crawlers/verify.ts";

const folder = mkdtempSync(join(tmpdir(), "smartlog-crawlers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const byArpaName = (table: Record<string, string[] | string>) =>
  Object.fromEntries(Object.entries(table).map(([address, found]) => [arpaName(address), found]));

/** Answers out of tables; a text instead of a list is an error's code. */
function resolver(
  reverse: Record<string, string[] | string>,
  forward: Record<string, string[] | string> = {},
): Resolver {
  const ask = (table: Record<string, string[] | string>) => async (name: string) => {
    const found = table[name] ?? "ENOTFOUND";
    if (typeof found === "string") throw Object.assign(new Error(found), { code: found });
    return found;
  };
  return { resolvePtr: ask(byArpaName(reverse)), resolve4: ask(forward), resolve6: ask(forward) };
}

const google = crawlerNamed("Googlebot");
const feed = crawlerNamed("FeedFetcher-Google");
const openai = crawlerNamed("GPTBot");
const REAL = "66.249.66.1";
const NAME = "crawl-66-249-66-1.googlebot.com";

describe("an address whose user agent claims a crawler with documented domains", () => {
  const check = (given: Resolver, address = REAL, crawler = google) =>
    verify(address, crawler, undefined, given);

  it.each([
    ["its name leads back", { [REAL]: [NAME] }, { [NAME]: [REAL] }],
    ["one of its names leads back", { [REAL]: ["a.example", NAME] }, { [NAME]: ["192.0.2.1", REAL] }],
    [
      "its name is written in another case, with a dot",
      { [REAL]: ["Crawl.GoogleBot.com."] },
      { "Crawl.GoogleBot.com.": [REAL] },
    ],
  ])("is verified where %s", async (_, reverse, forward) => {
    expect(await check(resolver(reverse, forward))).toMatchObject({
      status: "verified",
      method: "reverse-dns",
      away: false,
    });
  });

  it.each([
    ["it has no name", {}, {}],
    ["it has no PTR record", { [REAL]: "ENODATA" }, {}],
    ["its name is another's", { [REAL]: ["host.example"] }, {}],
    ["its name only ends alike", { [REAL]: ["evilgooglebot.com"] }, { "evilgooglebot.com": [REAL] }],
    [
      "its name only begins alike",
      { [REAL]: ["googlebot.com.evil.example"] },
      { "googlebot.com.evil.example": [REAL] },
    ],
    ["its name leads elsewhere", { [REAL]: [NAME] }, { [NAME]: ["192.0.2.1"] }],
    ["its name leads nowhere", { [REAL]: [NAME] }, {}],
  ])("is an impostor's where %s", async (_, reverse, forward) => {
    expect(await check(resolver(reverse, forward))).toMatchObject({
      status: "impostor",
      method: "reverse-dns",
      away: false,
    });
  });

  it.each(["ETIMEOUT", "ESERVFAIL", "EREFUSED", "ECONNREFUSED", "ECANCELLED", "EBADRESP"])(
    "is nobody's where the resolver says %s, at either look-up",
    async (code) => {
      for (const given of [resolver({ [REAL]: code }), resolver({ [REAL]: [NAME] }, { [NAME]: code })])
        expect(await check(given)).toMatchObject({ status: "claimed", away: true });
    },
  );

  it("may be of IPv6, in any text", async () => {
    const given = resolver({ "2001:4860:4801:10::1": [NAME] }, { [NAME]: ["2001:4860:4801:0010:0:0:0:1"] });
    expect(await check(given, "2001:4860:4801:10::1")).toMatchObject({ status: "verified" });
  });

  it("costs a bounded number of look-ups, whatever names it has", async () => {
    let asked = 0;
    const names = Array.from({ length: 500 }, (_, i) => `h${i}.googlebot.com`);
    const given: Resolver = {
      resolvePtr: async () => names,
      resolve4: async () => {
        asked++;
        return [];
      },
      resolve6: async () => [],
    };
    expect(await check(given)).toMatchObject({ status: "impostor" });
    expect(asked).toBeLessThan(10);
  });

  it("stays a claim where the maker's names don't lead back", async () => {
    const baidu = crawlerNamed("Baiduspider");
    const address = "220.181.108.92";
    const name = "baiduspider-220-181-108-92.crawl.baidu.com";
    expect(await check(resolver({ [address]: [name] }), address, baidu)).toMatchObject({
      status: "claimed",
      away: false,
    });
    expect(await check(resolver({ [address]: ["x.example"] }), address, baidu)).toMatchObject({
      status: "impostor",
    });
  });
});

it.each([
  ["192.0.2.10", "10.2.0.192.in-addr.arpa"],
  ["2001:db8::567:89ab", "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"],
  ["::1", `1.${"0.".repeat(31)}ip6.arpa`],
  ["1:2:3:4:5:6:7:8", "8.0.0.0.7.0.0.0.6.0.0.0.5.0.0.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.ip6.arpa"],
  ["::ffff:192.0.2.1", `1.0.2.0.0.0.0.c.f.f.f.f.${"0.".repeat(20)}ip6.arpa`],
])("the names of %s are looked up as %s", (address, name) => {
  expect(arpaName(address)).toBe(name);
});

describe("an address whose crawler publishes ranges", () => {
  const published = {
    creationTime: new Date().toISOString(),
    prefixes: [
      { ipv4Prefix: "192.0.2.0/24" },
      { ipv6Prefix: "2001:db8::/32" },
      { ipv4Prefix: "198.51.100.7/32" },
    ],
  };
  const json = readRanges(file("a.json", JSON.stringify(published)));
  const silent = resolver({});

  it("is verified inside, an impostor's outside, and a claim without a list", async () => {
    for (const address of ["192.0.2.77", "2001:db8:1::1", "198.51.100.7"])
      expect(await verify(address, openai, json, silent)).toMatchObject({
        status: "verified",
        method: "ranges",
      });
    for (const address of ["192.0.3.1", "2001:db9::1", "198.51.100.8"])
      expect(await verify(address, openai, json, silent)).toMatchObject({
        status: "impostor",
        method: "ranges",
      });
    expect(await verify("192.0.3.1", openai, undefined, silent)).toMatchObject({
      status: "claimed",
      method: "none",
    });
  });

  it("is no crawler's by being rented from its maker", async () => {
    const rented = "4.3.2.1.bc.googleusercontent.com";
    const fetcher = "192-178-0-1.gae.googleusercontent.com";
    const given = resolver(
      { "1.2.3.4": [rented], "192.178.0.1": [fetcher] },
      { [rented]: ["1.2.3.4"], [fetcher]: ["192.178.0.1"] },
    );
    expect(await verify("1.2.3.4", feed, undefined, given)).toMatchObject({ status: "impostor" });
    expect(await verify("192.178.0.1", feed, undefined, given)).toMatchObject({ status: "verified" });
  });

  it("is no impostor's by a list that is old", async () => {
    const old = readRanges(
      file("old.json", JSON.stringify({ ...published, creationTime: "2020-01-01T00:00:00" })),
    );
    expect(await verify("192.0.2.1", openai, old, silent)).toMatchObject({ status: "verified" });
    expect(await verify("192.0.3.1", openai, old, silent)).toMatchObject({ status: "claimed" });
    const path = file("old.txt", "192.0.2.0/24\n");
    utimesSync(path, new Date("2020-01-01"), new Date("2020-01-01"));
    expect(await verify("192.0.3.1", openai, readRanges(path), silent)).toMatchObject({ status: "claimed" });
  });

  it("is verified by either way, where there are two", async () => {
    const given = resolver({ [REAL]: [NAME] }, { [NAME]: [REAL] });
    expect(await verify(REAL, google, json, given)).toMatchObject({
      status: "verified",
      method: "reverse-dns",
    });
    expect(await verify("192.0.2.1", google, json, given)).toMatchObject({
      status: "verified",
      method: "ranges",
    });
    expect(await verify("192.0.9.1", google, json, given)).toMatchObject({ status: "impostor" });
  });

  it("may stand in a list of ranges and addresses, with comments", () => {
    const list = readRanges(file("b.txt", "# ours\n192.0.2.0/24 # v4\r\n\n2001:db8::/32\n198.51.100.7\n"));
    expect(list.count).toBe(3);
    expect(["192.0.2.1", "2001:db8::9", "198.51.100.7"].map(list.has)).toEqual([true, true, true]);
    expect(["192.0.1.1", "198.51.100.8", "2001:dc8::1"].map(list.has)).toEqual([false, false, false]);
  });

  it.each([
    ["0.0.0.0/0", "no address range"],
    ["192.0.2.0/33", "no address range"],
    ["192.0.2.0/24/8", "no address range"],
    ["host.example", "no address range"],
    ["", "no address range"],
    ["{", "no JSON"],
    ['{"prefixes":3}', "prefixes"],
    ['{"prefixes":[{"ipv4Prefix":"::/0"}]}', "no address range"],
    ['{"prefixes":[null]}', "no address range"],
  ])("is refused in a file that says %s", (text, says) => {
    expect(() => readRanges(file("wrong", text))).toThrow(says);
  });

  it("is refused in a file that isn't there", () => {
    expect(() => readRanges(join(folder, "none"))).toThrow("can't be read");
  });
});

describe("the crawlers that are known", () => {
  it("are told by name, as a word, whatever browser stands around it", () => {
    expect(claimOf("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")?.name).toBe(
      "Googlebot",
    );
    expect(
      claimOf("Mozilla/5.0 (X11) Chrome/131.0.0.0 Safari/537.36; compatible; OAI-SearchBot/1.3")?.name,
    ).toBe("OAI-SearchBot");
    expect(claimOf("mozilla/5.0 (compatible; BINGBOT/2.0)")?.crawler.maker).toBe("Microsoft");
    expect(claimOf("Mozilla/5.0 (compatible; NotGooglebots/2.1)")).toBeUndefined();
    expect(claimOf("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")).toBeUndefined();
  });

  it("are no claim in what a person's Messages program says", () => {
    const agent =
      "Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0";
    expect(claimOf(agent)).toBeUndefined();
    expect(claimOf("facebookexternalhit/1.1")?.crawler.maker).toBe("Meta");
  });

  it("have a maker's page, domains in lower case, and names that stand once", () => {
    expect(new Set(CRAWLER_NAMES.map((name) => name.toLowerCase())).size).toBe(CRAWLER_NAMES.length);
    for (const name of CRAWLER_NAMES) {
      const { domains, documentation, ranges, maker } = crawlerNamed(name);
      expect(documentation, name).toMatch(/^https:\/\//);
      if (ranges !== undefined) expect(ranges, name).toMatch(/^https:\/\//);
      for (const domain of domains) expect(domain).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      expect(maker).not.toBe("");
    }
    expect(() => crawlerNamed("NoSuchBot")).toThrow("no crawler is called NoSuchBot");
  });

  it("are robots by name for the filter, too", () => {
    const names = new Set(robotNames().map(({ name }) => name));
    for (const name of CRAWLER_NAMES) {
      const words = name.toLowerCase().split("-");
      const isKnown = words.some((word, i) => names.has(word) || names.has(words.slice(i, i + 2).join("-")));
      expect(isKnown || name === "Yeti", name).toBe(true);
    }
  });
});
