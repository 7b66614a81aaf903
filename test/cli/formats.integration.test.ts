import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../folder.ts";
import { smartlog } from "./command.ts";

const folder = temporaryFolder();
const LINE = "<<shop>> ada bought 3 from 203.0.113.7 in 12.5 s";
const SHOP = `name: shop
title: Our shop
kind: app
patterns: ['<<shop>> {user:word} bought {:number} from {ip} in {ms:s} s']
examples: [{ line: '${LINE}', event: { kind: app, ip: 203.0.113.7, user: ada, ms: 12500 } }]
`;

/** A file of this name in a folder of its own. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const shop = file("own/shop.yaml", SHOP);
const own = join(folder, "own");

describe("smartlog formats", () => {
  test("list has the built-in formats by kind, and a folder's first", async () => {
    const { code, stdout } = await smartlog(["formats", "list", "--dir", own]);
    const [head, first] = stdout.split("\n").map((line) => line.split(/ {2,}/));
    expect([code, head, first]).toEqual([0, ["name", "kind", "reads"], ["shop", "app", "Our shop", "own"]]);
    expect(stdout).toMatch(/\ngin +web +/);
  });

  test("show gives the file, or names what is near", async () => {
    const { stdout } = await smartlog(["formats", "show", "shop", "--dir", own]);
    expect(stdout).toBe(SHOP);
    const { code, stderr } = await smartlog(["formats", "show", "gi"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("there is no format gi. Near: gin")]);
  });

  test("test runs a file's examples, and says which field differs", async () => {
    const good = await smartlog(["formats", "test", shop]);
    expect([good.code, good.stderr]).toEqual([0, `smartlog: ${shop}: 1 example is read as the file says\n`]);
    const wrong = file("wrong/shop.yaml", SHOP.replace("user: ada", "user: ida, host: null, status: 200"));
    const bad = await smartlog(["formats", "test", wrong]);
    expect(bad.code).toBe(1);
    expect(bad.stdout.split("\n").slice(1, 4)).toEqual([
      '  user is "ada", the file says "ida"',
      "  status is absent, the file says 200",
      "  this format read it",
    ]);
  });

  test.each([
    ["a pattern that is none", SHOP.replace("{ip}", "{ipp}"), "there is no field ipp"],
    ["no YAML", "name: [", "it is no YAML"],
    [
      "another name than the file's",
      SHOP.replace("name: shop", "name: store"),
      "has to be called store.yaml",
    ],
  ])("test refuses %s", async (_, text, why) => {
    const { code, stderr } = await smartlog(["formats", "test", file("refused/shop.yaml", text)]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(why)]);
  });

  test("test says which format reads how many lines of a log, and what is near the others", async () => {
    const log = file("shop.log", `${LINE}\n${LINE}\n<<shop>> ada bought nothing\n\nlorem ipsum\n`);
    const { code, stdout } = await smartlog(["formats", "test", log, "--dir", own]);
    expect(code).toBe(0);
    expect(stdout).toContain("read 2 of 4 lines");
    expect(stdout).toMatch(/shop +app +2 +50\.0 %\n/);
    expect(stdout).toContain(
      '1 unread, nearest is shop, which stops at "nothing":\n  <<shop>> ada bought nothing',
    );
    expect(stdout).toContain("1 unread, no format is near:\n  lorem ipsum");
  });

  test("guess writes the file of a configuration's format, and what it read of the log", async () => {
    const line = (status: number) =>
      `shop.example 203.0.113.7 - - [21/Nov/2026:06:19:02 +0000] "GET /a HTTP/1.1" ${status} 5 0.012`;
    const configuration = file(
      "nginx.conf",
      `log_format other '$status';\nlog_format timed '$host $remote_addr - $remote_user [$time_local] "$request" '\n  '$status $body_bytes_sent $request_time';\naccess_log /x timed;\n`,
    );
    const log = file("access.log", `${line(200)}\n${line(404)}\nlorem ipsum\n`);
    const guess = ["formats", "guess", configuration, log];
    const { code, stdout, stderr } = await smartlog(guess);
    expect(code).toBe(0);
    expect(stderr).toContain("smartlog: nginx-timed read 2 of 3 lines");
    expect(stderr).toContain("has other formats, too (--pick): other");
    expect(stdout).toContain("ms:s");
    const fresh = join(folder, "new", "place");
    await smartlog([...guess, "--out", `${fresh}/`, "--name", "site"]);
    expect(readdirSync(fresh)).toEqual(["site.yaml"]);
    const written = await smartlog([...guess, "--out", own, "--name", "site"]);
    expect([written.code, written.stdout]).toEqual([0, ""]);
    expect(readFileSync(join(own, "site.yaml"), "utf8")).toBe(stdout.replace("nginx-timed", "site"));
    expect((await smartlog(["formats", "test", join(own, "site.yaml")])).code).toBe(0);
  });

  test("guess takes a format string alone, by a pipe", async () => {
    const { code, stdout } = await smartlog(["formats", "guess", "-"], {
      input: '%h %l %u %t "%r" %>s %b %D\n',
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining("{ms:us}")]);
  });

  test.each([
    [["guess", "-"], "is empty"],
    [["guess", "/nowhere.conf"], "there is no file /nowhere.conf"],
    [["guess", shop, "--name", "A b"], "small letters, digits and dashes"],
    [["show", "nothing-like-it"], "there is no format nothing-like-it"],
    [["list", "--dir", "/nowhere"], "there is no folder /nowhere"],
  ])("%j is wrong use", async (args, why) => {
    const { code, stderr } = await smartlog(["formats", ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
  });
});

describe("smartlog configure --formats", () => {
  const taught = join(folder, "taught.wasm");
  const log = file("lines.log", `${LINE}\n`);
  const put = (...args: string[]) => smartlog(["configure", ...args, "--out", taught]);

  test("puts a folder's formats into a module, where they stay until they are taken out", async () => {
    const alone = file("alone/shop.yaml", SHOP);
    expect(await put("--formats", join(alone, ".."))).toMatchObject({ code: 0, stderr: "" });
    expect((await smartlog(["formats", "list", "--module", taught])).stdout).toMatch(
      /^shop +app +Our shop +own$/m,
    );
    expect((await smartlog(["formats", "test", log, "--module", taught])).stdout).toContain(
      "read 1 of 1 lines",
    );
    expect(await put("--module", taught, "--threshold", "threat=0.8")).toMatchObject({ code: 0 });
    const shown = await smartlog(["configure", "--module", taught]);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      formats: ["shop"],
      thresholds: { threat: expect.closeTo(0.8) },
    });
    expect(await put("--module", taught, "--no-formats")).toMatchObject({ code: 0 });
    expect(JSON.parse((await smartlog(["configure", "--module", taught])).stdout)).toMatchObject({
      formats: [],
    });
  });

  test.each([
    [
      "an example that is read otherwise",
      { shop: SHOP.replace("user: ada", "user: ida") },
      'example 1: <<shop>> ada bought 3 from 203.0.113.7 in 12.5 s: user is "ada"',
    ],
    [
      "two formats for one line",
      { shop: SHOP, store: SHOP.replace("name: shop", "name: store") },
      "example 1 is read by store.yaml, too",
    ],
    [
      "a pattern that is none",
      { shop: SHOP.replace("{ip}", "{ip:text}") },
      "patterns, entry 1: pattern, column 44: ip can't be any text",
    ],
    ["a file of another name", { store: SHOP }, "has to be called shop.yaml"],
    ["a folder without any", {}, "there is no format file (.yaml)"],
  ])("refuses %s", async (name, files, why) => {
    const dir = join(folder, name.replaceAll(" ", "-"));
    mkdirSync(dir, { recursive: true });
    for (const [base, text] of Object.entries(files)) writeFileSync(join(dir, `${base}.yaml`), text);
    const { code, stderr } = await put("--formats", dir);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(why);
  });
});
