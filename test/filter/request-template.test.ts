/** Templates of web requests, in words: method, pattern of the path, class of the status, kind of client. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { fnv } from "../../trainer/model/hash.ts";
import { withMask } from "../../trainer/model/mask.ts";
import { access } from "./taught/entries.ts";

/** The pattern of a line, in an instance that saw nothing before. */
const module = Filter.compile();
const patternOf = (line: string) => Filter.load(module).event(recordOfLine(Buffer.from(line)))?.pattern;
const pathOf = (path: string, status = 200) =>
  patternOf(access({ path, status }))?.replace(/^GET | \dxx browser$/g, "");

describe("of a path", () => {
  test.each([
    ["/", "/"],
    ["/products/", "/products/"],
    ["/products/17", "/products/*"],
    ["/products/blue-shirt?colour=red&size=7", "/products/blue-shirt"],
    ["/api/v2/users/ada", "/api/v2/users/ada"],
    ["/api/v200/users", "/api/*/users"],
    ["/2026/11/how-to-bake-a-loaf-of-bread/", "/*/*/*/"],
    ["/item/deadbeefcafe/edit", "/item/*/edit"],
    ["/static/js/app.f83a1c.js", "/static/js/*.js"],
    ["/favicon.ico", "/*.ico"],
    ["/index.php", "/index.php"],
    ["/post-17.html", "/*.html"],
    ["/.git/config", "/.git/config"],
    ["/.env", "/.env"],
    ["/search/%27%20or%201=1", "/search/*"],
    ["/a//b/../c", "/a//b/../c"],
    ["/1/2/3/4/5/6/7/8/9/10", "/*/*/*/*/*/*/*/*/**"],
    ["/notes~", "/notes~"],
    ["/index.php~", "/index.php~"],
    [`/${"x".repeat(25)}`, "/*"],
  ])("%s is %s", (path, pattern) => {
    expect(pathOf(path)).toBe(pattern);
  });

  test.each([
    ["/wp-login.php", "/*.php"],
    ["/old/shop/item.php?id=1", "/*/*/*.php"],
    ["/.env", "/.*"],
    ["/.git/config", "/.*/*"],
    ["/backup.tar.gz", "/*.gz"],
    ["/a/b/c/d/e.php", "/*/*/*/**"],
    ["/a.madeup", "/*"],
  ])("%s that is not there is %s", (path, pattern) => {
    expect(pathOf(path, 404)).toBe(pattern);
    expect(pathOf(path, 410)).toBe(pattern);
  });

  test("the names of one that is refused stay: it may be there", () => {
    expect(pathOf("/admin/login.php", 403)).toBe("/admin/login.php");
  });
});

describe("of a client", () => {
  test.each([
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0", "browser"],
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "robot"],
    ["Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)", "browser"],
    ["curl/8.5.0", "tool"],
    ["python-requests/2.31.0", "tool"],
    ["-", "none"],
    [`Mozilla/5.0 ${"x".repeat(500)}`, "tool"],
  ])("%s is %s", (agent, client) => {
    expect(patternOf(access({ agent }))).toBe(`GET / 2xx ${client}`);
  });

  test("a format without user agents tells of none", () => {
    expect(patternOf('203.0.113.9 - - [21/Nov/2026:06:19:00 +0000] "GET /a HTTP/1.1" 200 512')).toBe(
      "GET /a 2xx",
    );
  });
});

describe("of a method and a target", () => {
  test.each([
    ['"POST /login HTTP/1.1" 302', "POST /login 3xx browser"],
    ['"PROPFIND /dav/ HTTP/1.1" 207', "PROPFIND /dav/ 2xx browser"],
    ['"qwertz /a HTTP/1.1" 405', "* /a 4xx browser"],
    ['"CONNECT shop.example:443 HTTP/1.1" 400', "CONNECT * 4xx browser"],
    ['"GET http://shop.example/a HTTP/1.1" 404', "GET *://* 4xx browser"],
    ['"-" 400', "- 4xx browser"],
  ])("%s", (request, pattern) => {
    const line = access({}).replace(/".*?" \d+/, request);
    expect(patternOf(line)).toBe(pattern);
  });
});

test("a pattern comes with the first event of its template, the same as explained", () => {
  const filter = Filter.load(module);
  const record = recordOfLine(Buffer.from(access({ path: "/orders/17" })));
  const other = recordOfLine(Buffer.from(access({ path: "/orders/18", status: 304 })));
  const { template, smartlog } = JSON.parse(filter.explain(record));
  expect(template).toBe("GET /orders/* 2xx browser");
  expect(smartlog.pattern).toBe(template);
  expect(filter.event(record)?.pattern).toBeUndefined();
  expect(filter.event(other)?.pattern).toBe("GET /orders/* 3xx browser");
});

test("patterns differ where templates do, also where they are cut", () => {
  const filter = Filter.load(module);
  const seen = (end: string) => filter.event(JSON.stringify({ log: `INFO ${"so on ".repeat(60)}${end}é` }));
  const [one, other] = [seen("done"), seen("lost")];
  expect(one?.tpl).not.toBe(other?.tpl);
  expect(one?.pattern).not.toBe(other?.pattern);
  for (const event of [one, other]) {
    expect(event?.pattern).toMatch(new RegExp(`…${event?.tpl}$`));
    expect(Buffer.byteLength(event?.pattern ?? "")).toBeLessThanOrEqual(200);
  }
});

test("a template is the same whatever went before: what is kept of a target knows its answer", () => {
  const statuses = [200, 404, 200, 500, 404, 410, 301];
  const agents = ["-", "curl/8.5.0", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/141.0"];
  const remembering = Filter.load(module);
  for (const path of ["/a/b.php", "/x", "/x?y=1"])
    for (const agent of agents)
      for (const status of statuses) {
        const record = recordOfLine(Buffer.from(access({ path, status, agent })));
        expect(remembering.event(record)?.tpl).toBe(Filter.load(module).event(record)?.tpl);
      }
});

test("a name is masked at a place that the model knows to vary", () => {
  const taught = withMask(readFileSync(defaultModulePath()), [fnv("/products/")]);
  const event = (path: string) => Filter.load(taught).event(recordOfLine(Buffer.from(access({ path }))));
  expect(event("/products/trousers")?.pattern).toBe("GET /products/* 2xx browser");
  expect(event("/products/trousers/edit")?.pattern).toBe("GET /products/*/edit 2xx browser");
  expect(event("/products/trousers")?.tpl).toBe(event("/products/17")?.tpl);
});
