/** nftables, ipset and fail2ban read the forms as docs/blocklist.md says, in a network namespace of the test's own. */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FORMS } from "../../blocklist/forms/index.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { findBinary, Shipper } from "../contract/shipper.ts";
import { temporaryFolder } from "../folder.ts";
import { EMPTY, entry, FULL, LARGE, listOf, snippets } from "./lists.ts";
import { Namespace, whyNoNamespace } from "./namespace.ts";

const noNamespace = whyNoNamespace();
const folder = temporaryFolder();
/** 203.0.113.7 and the /64 of 2001:db8:1:2::7. */
const LISTED = listOf(entry("203.0.113.7"), entry("2001:db8:1:2::ffff"));
const DROPPED = ["203.0.113.7", "2001:db8:1:2::7", "2001:db8:1:2::8"];

let space: Namespace;

describe.skipIf(noNamespace)("in a namespace", () => {
  beforeEach(async () => {
    space = await Namespace.open(folder, 1);
  });
  afterEach(() => space?.close());

  const nft = findBinary("nft", "SMARTLOG_NFT", "nftables") as string;
  test.skipIf(!nft)("nftables drops who is listed once a rule says so, and follows the list", async () => {
    const load = (list = LISTED) => space.run(nft, ["-f", "-"], FORMS.nftables.write(list));
    await load();
    expect(await space.dropped(), "without a rule").toEqual([]);
    await space.run(nft, ["-f", "-"], snippets("nft").join(""));
    expect(await space.dropped()).toEqual(DROPPED);
    expect(await space.run(nft, ["list", "set", "inet", "smartlog", "blocked4"])).toMatch(
      /203\.0\.113\.7 timeout 1h expires 59m5\d/,
    );
    await load(listOf(entry("203.0.113.8")));
    expect(await space.dropped()).toEqual(["203.0.113.8"]);
    await load(EMPTY);
    expect(await space.dropped()).toEqual([]);
    await load(LARGE);
    expect(await space.dropped()).toEqual([]);
    expect(
      (await space.run(nft, ["list", "set", "inet", "smartlog", "blocked4"])).match(/expires/g),
    ).toHaveLength(10_001);
  });

  const ipset = findBinary("ipset", "SMARTLOG_IPSET", "ipset") as string;
  test.skipIf(!ipset)("ipset takes the list whole, and its next in the place of the last", async () => {
    const load = (list = FULL) => space.run(ipset, ["restore"], FORMS.ipset.write(list));
    const members = async (set: string) =>
      (await space.run(ipset, ["list", set, "-output", "save"]))
        .split("\n")
        .filter((line) => line.startsWith("add"));
    await load();
    expect((await members("smartlog4")).map((line) => line.split(" ")[2]).sort()).toEqual([
      "127.0.0.2",
      "203.0.113.6",
      "203.0.113.7",
    ]);
    expect((await members("smartlog6")).map((line) => line.split(" ")[2]).sort()).toEqual([
      "2001:db8:1:2::/64",
      "2001:db8:1:3::/64",
    ]);
    expect((await members("smartlog4"))[0]).toMatch(/timeout (3600|359\d)/);
    await load(LARGE);
    expect(await members("smartlog4")).toHaveLength(10_001);
    expect(await members("smartlog6")).toHaveLength(0);
    await load(EMPTY);
    expect(await members("smartlog4")).toHaveLength(0);
    expect((await space.run(ipset, ["list", "-name"])).trim().split("\n").sort()).toEqual([
      "smartlog4",
      "smartlog6",
    ]);
  });
});

const server = findBinary("fail2ban-server", "SMARTLOG_FAIL2BAN", "fail2ban") as string;
describe.skipIf(!server)("fail2ban", () => {
  test("bans who is listed in the jail of deploy/, again goes on, and no more than the list", async () => {
    const configuration = join(folder, "fail2ban");
    const banned = join(folder, "banned");
    for (const name of ["jail.d", "filter.d", "action.d"])
      mkdirSync(join(configuration, name), { recursive: true });
    const of = (name: string) => join(PACKAGE_ROOT, "deploy/blocklist/fail2ban", name);
    copyFileSync(of("jail.conf"), join(configuration, "jail.d/smartlog.conf"));
    copyFileSync(of("filter.conf"), join(configuration, "filter.d/smartlog.conf"));
    writeFileSync(
      join(configuration, "action.d/write.conf"),
      `[Definition]\nactionban = echo ban <ip> >>${banned}\nactionunban = echo unban <ip> >>${banned}\n`,
    );
    writeFileSync(join(configuration, "jail.conf"), "[DEFAULT]\naction = write\n");
    const files = ["socket", "pidfile", "logtarget", "dbfile"].map((name) => [
      name,
      join(folder, `fail2ban.${name}`),
    ]);
    writeFileSync(
      join(configuration, "fail2ban.conf"),
      `[Definition]\nloglevel = INFO\n${files.map(([name, path]) => `${name} = ${path}`).join("\n")}\n`,
    );
    const options = [
      "-c",
      configuration,
      "-s",
      join(folder, "fail2ban.socket"),
      "-p",
      join(folder, "fail2ban.pidfile"),
    ];
    const running = new Shipper("fail2ban", server, [...options, "-f", "start"]);
    try {
      const client = `${server.replace(/server$/, "client")} ${options.join(" ")}`;
      const feed = (list = FULL) =>
        execFileSync("sh", {
          input: FORMS.fail2ban.write(list).replaceAll("fail2ban-client", client),
          encoding: "utf8",
        });
      await running.until(() => existsSync(join(folder, "fail2ban.socket")));
      await running.until(() => {
        try {
          feed(EMPTY);
          return feed() !== "";
        } catch {
          return false;
        }
      });
      const lines = () => readFileSync(banned, "utf8").trim().split("\n").sort();
      const expected = [
        "127.0.0.2",
        "2001:db8:1:2::/64",
        "2001:db8:1:3::/64",
        "203.0.113.6",
        "203.0.113.7",
      ].map((ip) => `ban ${ip}`);
      await running.until(() => existsSync(banned) && lines().length >= 5);
      const ends = () =>
        execFileSync("sh", { input: `${client} get smartlog banip --with-time`, encoding: "utf8" });
      const before = ends();
      await running.until(() => {
        feed();
        return ends() !== before;
      });
      feed(EMPTY);
      expect(lines()).toEqual(expected);
    } finally {
      await running.stop();
    }
  });
});
