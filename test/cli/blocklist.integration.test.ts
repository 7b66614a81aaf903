import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ATTACK, DAY_MS, HOUR_MS, incident, LOGIN, PAGE, seen } from "../blocklist/incidents.ts";
import { HOSTILE } from "../blocklist/lists.ts";
import { temporaryFolder } from "../folder.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { smartlog } from "./command.ts";

let store: TestStore;
const folder = temporaryFolder();
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.incidents cascade");
});

const run = (...args: string[]) =>
  smartlog(["blocklist", ...args], { env: { DATABASE_URL: store.url, SMARTLOG_BLOCKLIST: undefined } });

describe("smartlog blocklist", () => {
  test("prints the list, and says in a sentence how long it is and what was kept off", async () => {
    await incident(store.pool, ["203.0.113.7", "10.0.0.1", "203.0.113.9", "104.16.0.1"]);
    await seen(store.pool, "203.0.113.9", LOGIN);
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([0, "203.0.113.7\n"]);
    expect(stderr).toBe("smartlog: 1 address on the list, 3 kept off it (special 1, proxy 1, login 1)\n");
    expect((await run("--quiet")).stderr).toBe("");
  });

  test("writes the file where the list changed, and says whether", async () => {
    await incident(store.pool, ["203.0.113.7"]);
    const path = join(folder, "list");
    expect((await run("--format", "nginx-deny", "--output", path)).stderr).toContain(`written to ${path}`);
    expect(readFileSync(path, "utf8")).toContain("deny 203.0.113.7;\n");
    const { mtimeMs } = statSync(path);
    expect((await run("--format", "nginx-deny", "--output", path)).stderr).toContain("is so already");
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
  });

  test("leaves the file as it was where the store can't be reached", async () => {
    const path = join(folder, "kept");
    writeFileSync(path, "deny 203.0.113.1;\n");
    const away = await smartlog(["blocklist", "--format", "nginx-deny", "--output", path], {
      env: { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" },
    });
    expect(away.code).toBe(1);
    expect(readFileSync(path, "utf8")).toBe("deny 203.0.113.1;\n");
  });

  test("goes by the policy's file, and by options before it", async () => {
    await incident(store.pool, ["203.0.113.1"], { severity: "low" });
    await incident(store.pool, ["203.0.113.2"], { class: "port-scan", severity: "high" });
    await incident(store.pool, ["203.0.113.3"], {
      class: "port-scan",
      severity: "high",
      last: 2 * HOUR_MS,
      first: DAY_MS,
    });
    const policy = join(folder, "policy.yaml");
    writeFileSync(policy, "classes: { port-scan: high }\nexpiry: 1h\nallow: []\n");
    expect((await run("--policy", policy)).stdout).toBe("203.0.113.2\n");
    expect((await run("--policy", policy, "--expiry", "7d")).stdout).toBe("203.0.113.2\n203.0.113.3\n");
    expect((await run("--policy", policy, "--class", "scan")).stdout).toBe("203.0.113.1\n");
    expect((await run("--policy", policy, "--allow", "203.0.113.0/30")).stdout).toBe("");
    const allowed = join(folder, "allowed");
    writeFileSync(allowed, "# offices\n\n203.0.113.2 # ours\n");
    expect((await run("--policy", policy, "--allow-file", allowed)).stdout).toBe("");
  });

  test("says where in a file something is wrong, and that the use is", async () => {
    const policy = join(folder, "wrong.yaml");
    const faults: [string, RegExp][] = [
      ["expiry: soon\n", /wrong\.yaml:1: "soon" is no time/],
      ["\nclasses:\n  scan: grave\n", /wrong\.yaml:3: "grave" is no severity/],
      ["allow:\n  - 203.0.113.1\n  - office\n", /wrong\.yaml:3: "office" is no address/],
      ["allowed: []\n", /wrong\.yaml:1: there is no "allowed"/],
      ["- scan\n", /wrong\.yaml: it has to be names and values/],
      ["a: {\n", /wrong\.yaml:/],
    ];
    for (const [text, said] of faults) {
      writeFileSync(policy, text);
      const { code, stderr } = await run("--policy", policy);
      expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
    }
    for (const args of [
      ["--days", "3"],
      ["--dry-run", "--output", "x"],
      ["--expiry", "40d"],
      ["--most", "0"],
      ["--class", "Scan"],
    ])
      expect((await run(...args)).code, args.join(" ")).toBe(2);
  });

  test("its example of a policy is the default", async () => {
    await incident(store.pool, ["203.0.113.1"], { severity: "low" });
    await incident(store.pool, ["203.0.113.2"], { class: "crowd", severity: "low" });
    expect((await run("--policy", "deploy/blocklist/blocklist.yaml")).stdout).toBe((await run()).stdout);
  });
});

describe("a dry run", () => {
  test("tells what would not have come, and whom it would have hit", async () => {
    // Scans for two hours, three days ago, then one of its people logs in.
    await incident(store.pool, ["203.0.113.1"], {
      title: HOSTILE,
      first: 3 * DAY_MS,
      last: 3 * DAY_MS - 2 * HOUR_MS,
    });
    await seen(store.pool, "203.0.113.1", ATTACK, { times: 50, ago: 3 * DAY_MS - HOUR_MS });
    await seen(store.pool, "203.0.113.1", LOGIN, { ago: 3 * DAY_MS - 3 * HOUR_MS });
    // After its time was over.
    await seen(store.pool, "203.0.113.1", LOGIN, { ago: DAY_MS });
    await incident(store.pool, ["203.0.113.2"]);
    await seen(store.pool, "203.0.113.2", ATTACK, { times: 7, ago: HOUR_MS / 2 });
    // Visitors were there before it.
    await incident(store.pool, ["203.0.113.3"]);
    await seen(store.pool, "203.0.113.3", PAGE, { times: 30, ago: 2 * DAY_MS });
    const { code, stdout } = await run("--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain("In the last 7 days 2 addresses would have been blocked (scan 2).");
    expect(stdout).toContain("58 would not have come: 57 flagged, 0 ordinary requests, 1 logins.");
    expect(stdout).toMatch(/People it would have hit, at 1 address:.*\n.*\n {2}203\.0\.113\.1 /);
    expect(stdout).toMatch(
      /Kept off the list: 1 address\.\n.*\n {2}203\.0\.113\.3 +visitors come from there/,
    );
    expect(stdout).toContain("Nothing was blocked.");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028]/);
    const found = JSON.parse((await run("--dry-run", "--format", "json")).stdout);
    expect(found.blocked).toHaveLength(2);
    expect(found.blocked.find((each: { address: string }) => each.address === "203.0.113.1")).toMatchObject({
      hitsPeople: true,
      stopped: { flagged: 50, logins: 1 },
      title: HOSTILE,
    });
  });

  test("of a store without incidents says so", async () => {
    expect((await run("--dry-run")).stdout).toContain(
      "In the last 7 days 0 addresses would have been blocked.",
    );
  });
});
