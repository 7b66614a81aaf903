/** A host in the request line is the site's own, or somebody else's. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";

const compiled = Filter.compile();
const NOW = { seconds: 1795241940, nanoseconds: 0 };
const line = (target: string, status = 200, ip = "203.0.113.7") =>
  `${ip} - - [21/Nov/2026:06:19:00 +0000] "GET ${target} HTTP/1.0" ${status} 5 "-" "Mozilla/5.0"`;

/** The feature of each line. */
function absolute(lines: readonly string[]): number[] {
  const filter = Filter.load(compiled);
  const place = filter.schema.dense.indexOf("absolute_target");
  return lines.map((text) => filter.features(recordOfLine(Buffer.from(text)), NOW)?.dense[place] as number);
}

const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const OWN = 3;
const FOREIGN = 1;

describe("a host in the request line", () => {
  it("is the site's own once many of its paths were answered", () => {
    const values = absolute(many(60, (i) => line(`http://www.example.com/page-${i}?a=${i}`)));
    expect(values[0]).toBe(FOREIGN);
    expect(values.slice(-20)).toEqual(many(20, () => OWN));
  });

  it("is a foreign one where the same is asked again and again, by whomever", () => {
    const seen = many(300, (i) => line("http://azenv.example.net/azenv.php", 200, `203.0.113.${i % 250}`));
    expect(new Set(absolute(seen))).toEqual(new Set([FOREIGN]));
  });

  it("is a foreign one where nothing is answered", () => {
    const values = absolute(many(200, (i) => line(`http://other.example.net/page-${i}`, 404)));
    expect(new Set(values)).toEqual(new Set([FOREIGN]));
  });

  it("stays the site's own while others are tried, however many", () => {
    const own = many(80, (i) => line(`http://www.example.com/page-${i}`));
    const others = many(500, (i) => line(`http://host-${i}.example.net/`, 400));
    expect(absolute([...own, ...others, line("http://www.example.com/page-3")]).at(-1)).toBe(OWN);
  });

  it("leaves other targets as they are", () => {
    expect(absolute([line("/"), line("*"), line("example.com:443")])).toEqual([0, 2, 2]);
  });
});

describe("requests for other sites", () => {
  const labels = (lines: readonly string[]) => {
    const filter = Filter.load(compiled);
    return lines.map((text) => filter.event(recordOfLine(Buffer.from(text)), NOW)?.label);
  };
  const browser = (target: string, ip = "203.0.113.7") =>
    `${ip} - - [21/Nov/2026:06:19:00 +0000] "GET ${target} HTTP/1.1" 200 625 "${target}" "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)"`;
  const pages = many(100, (i) => browser(`/page-${i}`, `198.51.100.${i}`));

  it("seek an open proxy, where the site's own name no host", () => {
    const sought = labels([...pages, ...many(12, (i) => browser(`http://www.site-${i}.example/`))]).slice(
      100,
    );
    expect(sought.slice(4)).toEqual(many(8, () => "attack"));
  });

  it("are the sites behind a proxy that writes all targets so", () => {
    const hosted = many(300, (i) =>
      browser(`http://www.site-${i % 6}.example/page-${i % 9}`, `198.51.100.${i % 200}`),
    );
    expect(labels(hosted)).not.toContain("attack");
  });

  it("may be a site's own, where it is one of two in a log", () => {
    const both = many(300, (i) =>
      browser(i % 3 ? `/page-${i}` : `http://www.example.com/page-${i}`, `198.51.100.${i % 200}`),
    );
    expect(labels(both)).not.toContain("attack");
  });

  it("make no attack of an error about another request, whose host is not counted", () => {
    const error = `2026/11/21 06:19:00 [error] 12#34: *56 open() "/srv/x" failed (2: No such file or directory), client: 198.51.100.77, server: a, request: "GET http://www.elsewhere.example/about/ HTTP/1.1", host: "h"`;
    const sought = [...pages, ...many(12, (i) => browser(`http://www.site-${i}.example/`))];
    // An error may be an anomaly; it is no attack.
    expect(labels([error])).not.toContain("attack");
    expect(labels([...sought, error]).slice(-2)).toEqual(["attack", expect.not.stringMatching("attack")]);
  });
});
