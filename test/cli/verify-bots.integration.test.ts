import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { retain } from "../../store/partitions/retain.ts";
import { type NameServer, nameServer } from "../crawlers/name-server.ts";
import { newFolder } from "../folder.ts";
import { record } from "../store/record.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { json, smartlog } from "./command.ts";

const GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const GPTBOT =
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.3; +https://openai.com/gptbot";
const REAL = "66.249.66.1";
const FAKE = "203.0.113.66";
const RECORDS = {
  "PTR 1.66.249.66.in-addr.arpa": ["crawl-66-249-66-1.googlebot.com"],
  "A crawl-66-249-66-1.googlebot.com": [REAL],
  // The owner of an address may give it any name.
  "PTR 66.113.0.203.in-addr.arpa": ["crawl-1-1-1-1.googlebot.com"],
  "A crawl-1-1-1-1.googlebot.com": ["1.1.1.1"],
};

let store: TestStore;
let names: NameServer;
const folder = newFolder();
beforeAll(async () => {
  store = await testStore();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await store?.close();
});
beforeEach(async () => {
  await store.empty();
  names = await nameServer(RECORDS);
});
afterEach(() => names.close());

let made = 0;
/** Stores a request of each client, of some minutes ago. */
async function visited(...clients: [ip: string, ua: string][]): Promise<void> {
  const now = Date.now() / 1000;
  const rows = clients.map(([ip, ua]) => ({
    time: now,
    data: record(++made, { ts: now - 300, ip, ua, label: "bot" }),
  }));
  await ingest(store.pool, "t", rows);
}

interface Printed {
  verified: number;
  impostors: number;
  claimed: number;
  unanswered: number;
  left: number;
  crawlers: { ip: string; crawler: string; status: string; method: string; host: string }[];
}

async function verifyBots(...args: string[]): Promise<Printed & { code: number | null; stderr: string }> {
  const { code, stdout, stderr } = await smartlog(
    ["verify-bots", "--json", "--resolver", names.address, ...args],
    { env: { DATABASE_URL: store.url } },
  );
  return { ...(json<Printed>(stdout)[0] as Printed), code, stderr };
}

/** Lets what was found become old. */
const age = (hours: number) =>
  store.pool.query("update smartlog.crawlers set checked_at = checked_at - $1 * interval '1 hour'", [hours]);
const statuses = async () =>
  (
    await store.pool.query(
      "select host(ip) as ip, crawler, status from smartlog.crawlers c order by c.ip, crawler",
    )
  ).rows;

describe("smartlog verify-bots", () => {
  test("tells a crawler from who only claims to be it, by a real name server", async () => {
    await visited(
      [REAL, GOOGLEBOT],
      [FAKE, GOOGLEBOT],
      [FAKE, GPTBOT],
      ["192.0.2.9", "Mozilla/5.0 (X11) Firefox/140.0"],
      ["10.0.0.7", GOOGLEBOT],
    );
    const first = await verifyBots();
    expect(first).toMatchObject({ code: 0, verified: 1, impostors: 1, claimed: 1, unanswered: 0, left: 0 });
    expect(first.crawlers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ip: REAL,
          crawler: "Googlebot",
          status: "verified",
          method: "reverse-dns",
          host: "crawl-66-249-66-1.googlebot.com",
        }),
        expect.objectContaining({
          ip: FAKE,
          crawler: "Googlebot",
          status: "impostor",
          method: "reverse-dns",
        }),
        expect.objectContaining({ ip: FAKE, crawler: "GPTBot", status: "claimed", method: "none" }),
      ]),
    );
    expect(first.crawlers).toHaveLength(3);
    const asked = names.asked.length;
    expect(await verifyBots()).toMatchObject({ code: 0, verified: 0, impostors: 0, claimed: 0 });
    expect(names.asked).toHaveLength(asked);
  });

  test("looks again after a while", async () => {
    await visited([REAL, GOOGLEBOT], [FAKE, GOOGLEBOT]);
    await verifyBots();
    await age(25);
    expect(await verifyBots()).toMatchObject({ verified: 0, impostors: 1 });
    await age(24 * 8);
    expect(await verifyBots()).toMatchObject({ verified: 1, impostors: 1 });
  });

  test("makes nobody an impostor while the name server keeps silent, keeps what it knows, and fails", async () => {
    await visited([REAL, GOOGLEBOT]);
    await verifyBots();
    await age(24 * 8);
    await visited([FAKE, GOOGLEBOT]);
    names.silence();
    const away = await verifyBots();
    expect(away).toMatchObject({ code: 1, verified: 0, impostors: 0, claimed: 2, unanswered: 2 });
    expect(away.stderr).toContain("the resolver gave no answer for 2 addresses");
    expect(await statuses()).toEqual([
      { ip: REAL, crawler: "Googlebot", status: "verified" },
      { ip: FAKE, crawler: "Googlebot", status: "claimed" },
    ]);
  }, 60_000);

  test("takes a maker's ranges from a file, for clients that were only claimed too", async () => {
    const path = join(folder, "gptbot.json");
    writeFileSync(
      path,
      JSON.stringify({
        creationTime: new Date().toISOString(),
        prefixes: [{ ipv4Prefix: "198.51.100.0/24" }],
      }),
    );
    await visited(["198.51.100.9", GPTBOT], [FAKE, GPTBOT]);
    expect(await verifyBots()).toMatchObject({ claimed: 2 });
    expect(await verifyBots("--ranges", `gptbot=${path}`)).toMatchObject({
      verified: 1,
      impostors: 1,
      claimed: 0,
    });
    expect(names.asked).toEqual([]);
  });

  test("lists impostors for people, with no control characters of their names", async () => {
    await visited([FAKE, GOOGLEBOT]);
    await verifyBots();
    await store.pool.query("update smartlog.crawlers set host = E'evil\\x1b[2J.example'");
    const { code, stdout } = await smartlog(["verify-bots", "--list"], { env: { DATABASE_URL: store.url } });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Known: 1 clients, 0 of them verified, 1 impostors\.\n\naddress .*\n203\.0\.113\.66 +Googlebot +reverse-dns +evil\\x1b\[2J\.example/,
    );
  });

  test.each([
    [["--ranges", "GPTBot"], "takes a crawler's name and a file", 2],
    [["--ranges", "NoSuchBot=x"], "no crawler is called NoSuchBot", 1],
    [["--ranges", "GPTBot=/nowhere/x"], "can't be read", 1],
    [["--resolver", "dns.example"], "is no address of a resolver", 2],
    [["--hours", "0"], "from 1", 2],
  ])("refuses %s", async (args, says, exit) => {
    const { code, stderr } = await smartlog(["verify-bots", ...args], { env: { DATABASE_URL: store.url } });
    expect(stderr).toContain(says);
    expect(code).toBe(exit);
  });

  test("may be run as the server's role; what it found goes with retention", async () => {
    await visited([FAKE, GOOGLEBOT]);
    await verifyBots();
    const { rows } = await store.pool.query(
      "select has_table_privilege('smartlog_serve', 'smartlog.crawlers', 'select, insert') as serve, has_table_privilege('smartlog_read', 'smartlog.crawlers', 'insert') as read",
    );
    expect(rows).toEqual([{ serve: true, read: false }]);
    await age(24 * 34);
    await retain(store.pool, { days: 90 });
    expect(await statuses()).toHaveLength(1);
    await age(24 * 2);
    await retain(store.pool, { days: 90 });
    expect(await statuses()).toEqual([]);
  });
});
