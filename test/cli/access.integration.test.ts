/** Users, tokens and the audit log by the command. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, testStore } from "../store/test-store.ts";
import { smartlog } from "./command.ts";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

const run = (args: readonly string[], input = "") =>
  smartlog(args, { input, env: { DATABASE_URL: store.url, SMARTLOG_WHO: "root" } });
const WORDS = "four words in a row\n";

test("users: added with a password from standard input, listed, changed, removed; the last administrator stays", async () => {
  expect((await run(["user", "list"])).stdout).toMatch(/no user.*--role admin/);
  expect((await run(["user", "add", "Ann", "--role", "admin"], "short\n")).stderr).toMatch(/12 to 200/);
  expect((await run(["user", "add", "Ann", "--role", "admin"], WORDS)).stdout).toMatch(/Added ann as admin/);
  const again = await run(["user", "add", "ann"], WORDS);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("a user of this name already")]);
  await run(["user", "add", "bob"], WORDS);
  await run(["user", "role", "bob", "editor"]);
  expect((await run(["user", "passwd", "bob"], "another row of words\n")).code).toBe(0);
  const list = JSON.parse((await run(["user", "list", "--json"])).stdout);
  expect(list.map(({ name, role }: { name: string; role: string }) => [name, role])).toEqual([
    ["ann", "admin"],
    ["bob", "editor"],
  ]);
  expect(JSON.stringify(list)).not.toContain("argon2");
  expect((await run(["user", "remove", "ann"])).stderr).toMatch(/last administrator/);
  expect((await run(["user", "remove", "carl"])).stderr).toMatch(/no user carl/);
  expect((await run(["user", "remove", "bob"])).code).toBe(0);
});

test("tokens: printed once, listed without the secret, revoked by name; the audit log has it all", async () => {
  const made = await run(["token", "create", "web1", "--scope", "ingest,read", "--days", "3"]);
  expect(made.stdout).toMatch(/^smartlog_[0-9a-z]{8}_[0-9a-f]{64}\n$/);
  expect((await run(["token", "create", "web1", "--scope", "read"])).stderr).toMatch(/of this name already/);
  const list = await run(["token", "list"]);
  expect(list.stdout).toMatch(/web1\s+ingest,read\s+never\s+acts until .*root/);
  expect(list.stdout).not.toContain(made.stdout.trim().slice(18));
  expect((await run(["token", "revoke", "web1"])).stdout).toMatch(/opens nothing/);
  expect((await run(["token", "revoke", "web1"])).code).toBe(1);
  const log = (await run(["audit"])).stdout;
  for (const what of [
    "user.added",
    "user.role",
    "user.password",
    "user.removed",
    "token.created",
    "token.revoked",
  ])
    expect(log).toContain(what);
  expect(log).not.toContain(WORDS.trim());
  expect(JSON.parse((await run(["audit", "--limit", "1", "--json"])).stdout)).toEqual([
    expect.objectContaining({ who: "root", via: "command", what: "token.revoked", ok: true }),
  ]);
});
