import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveAnnotation } from "../../store/annotations.ts";
import { ingest } from "../../store/ingest.ts";
import { migrate } from "../../store/migrate.ts";
import { openStore, type Store } from "../../store/open.ts";
import { makePool } from "../../store/pool.ts";
import { readOnly } from "../../store/read-only.ts";
import { isAdministrator, serveUrl } from "../../store/roles.ts";
import { assertMigrated } from "../../store/version.ts";
import { type ForeignServer, foreignServer } from "./foreign.ts";
import { PASSWORDS } from "./passwords.ts";
import { NOON, row, rows } from "./record.ts";
import { type OwnStore, ownStore } from "./test-store.ts";

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

describe("on the embedded server", () => {
  let store: OwnStore;
  let client: pg.Client;
  beforeAll(async () => {
    store = await ownStore();
    client = await connect(await serveUrl(store));
  });
  afterAll(async () => {
    await client?.end();
    await store?.close();
  });

  test("the server's role does what the server does: inserts, reads, corrects", async () => {
    expect(await ingest(client, "t", rows(10))).toMatchObject({ stored: 10 });
    const hex = (3).toString(16).padStart(16, "0");
    expect(await saveAnnotation(client, hex, { label: "bot", annotator: "Ann" }, (NOON + 3) * 1000)).toMatch(
      /^\d+$/,
    );
    const pool = makePool({ connectionString: await serveUrl(store) });
    expect((await readOnly(pool, "select count(*) from events")).rows).toEqual([["10"]]);
    await assertMigrated(pool);
    expect(await isAdministrator(pool)).toBe(false);
    await pool.end();
  });

  test.each([
    "copy (select 1) to program 'id'",
    "copy smartlog.feedback from program 'id'",
    "copy (select 1) to '/tmp/smartlog-never'",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select lo_import('/etc/passwd')",
    "select lo_from_bytea(0, 'x')",
    "create role evil superuser",
    "alter role smartlog_serve superuser",
    "alter role smartlog_serve set temp_file_limit = -1",
    "set role smartlog",
    "set role smartlog_owner",
    "set session authorization smartlog",
    "alter system set archive_command = 'id'",
    "create extension file_fdw",
    "create function f() returns int language c as '/lib/x86_64-linux-gnu/libc.so.6', 'system'",
    "create table smartlog.x ()",
    "create temporary table x ()",
    "create schema x",
    "drop table smartlog.events",
    "delete from smartlog.events",
    "update smartlog.settings set rollups_final_before = 'infinity'",
    "delete from smartlog.feedback",
    "truncate smartlog.rollup_day",
    "insert into smartlog.models (id) values ('x')",
    "insert into smartlog.events (time, id, record) values (now(), 1, '{}')",
    "select smartlog.make_partitions(array[now()])",
    "do $$ begin lock table smartlog.counting_lock in exclusive mode; end $$",
    "do $$ begin lock table smartlog.partitions_lock in exclusive mode; end $$",
    "do $$ begin lock table smartlog.events in share mode; end $$",
    "select pg_advisory_lock(1)",
    "select rolpassword from pg_authid",
    "select pg_reload_conf()",
    "load 'auto_explain'",
    "set temp_file_limit = -1",
    "set log_min_messages = debug5",
    "set session_preload_libraries = 'x'",
  ])("the server's role may not %s", async (sql) => {
    await expect(client.query(sql)).rejects.toThrow(
      /permission denied|must be|only roles with|only superusers|not allowed|cannot be changed/i,
    );
  });

  test("nothing leads back to the administrator", async () => {
    for (const sql of ["reset role", "set role none", "reset session authorization", "discard all"]) {
      await client.query(sql);
      expect((await client.query("select current_user as me, session_user as us")).rows).toEqual([
        { me: "smartlog_serve", us: "smartlog_serve" },
      ]);
    }
  });

  test("its password is the same for every command, is set again where it was changed, and isn't the environment's", async () => {
    const url = await serveUrl(store);
    expect(await serveUrl(store)).toBe(url);
    const verifier = async () =>
      (await store.pool.query("select rolpassword as v from pg_authid where rolname = 'smartlog_serve'"))
        .rows[0].v;
    const before = await verifier();
    await Promise.all([serveUrl(store), serveUrl(store), serveUrl(store)]);
    await migrate(store.url, { env: { ...PASSWORDS, SMARTLOG_SERVE_PASSWORD: "another" } });
    expect(await verifier()).toBe(before);
    await store.pool.query("alter role smartlog_serve nologin password 'another'");
    expect(await serveUrl(store)).toBe(url);
    await (await connect(url)).end();
  });
});

describe("on another's server", () => {
  let server: ForeignServer;
  let store: Store;
  beforeAll(async () => {
    server = await foreignServer();
    store = await openStore({ databaseUrl: server.url });
    await migrate(store.url, { env: { SMARTLOG_SERVE_PASSWORD: "s/ecret" } });
  });
  afterAll(async () => {
    await store?.close();
    await server?.close();
  });
  const me = async (url: string) => {
    const client = await connect(url);
    try {
      return (await client.query("select session_user::text || ' ' || current_user as who")).rows[0].who;
    } finally {
      await client.end();
    }
  };

  test("with a password it logs in as the role", async () => {
    const url = await serveUrl(store, undefined, { SMARTLOG_SERVE_PASSWORD: "s/ecret" });
    expect(new URL(url).password).toBe("s%2Fecret");
    expect(await me(url)).toBe("smartlog_serve smartlog_serve");
  });

  test("without one each session takes the role on, and what to do is said", async () => {
    const said: string[] = [];
    const url = await serveUrl(store, (text) => void said.push(text), {});
    expect(await me(url)).toBe("admin smartlog_serve");
    expect(said.join()).toMatch(/log in as admin, a superuser: set SMARTLOG_SERVE_PASSWORD/);
    const client = await connect(url);
    await expect(client.query("copy (select 1) to program 'id'")).rejects.toThrow(
      /permission denied|must be/,
    );
    expect(await ingest(client, "t", [row(1)])).toMatchObject({ stored: 1 });
    await client.end();
  });

  test("options of the URL stay", async () => {
    const url = new URL(server.url);
    url.searchParams.set("options", "-c work_mem=1MB");
    const given = await openStore({ databaseUrl: url.href });
    const client = await connect(await serveUrl(given, undefined, {}));
    expect((await client.query("select current_user::text, current_setting('work_mem')")).rows).toEqual([
      { current_user: "smartlog_serve", current_setting: "1MB" },
    ]);
    await client.end();
    await given.close();
  });

  test("a connection that is the role already is left as it is", async () => {
    const url = await serveUrl(store, undefined, { SMARTLOG_SERVE_PASSWORD: "s/ecret" });
    const given = await openStore({ databaseUrl: url });
    expect(await serveUrl(given, undefined, {})).toBe(url);
    expect(await isAdministrator(given.pool)).toBe(false);
    await assertMigrated(given.pool);
    await given.close();
  });

  test("a role that may not become it is told what to do", async () => {
    await store.pool.query("create role somebody login");
    const url = server.url.replace("admin@", "somebody@");
    const given = await openStore({ databaseUrl: url });
    await expect(serveUrl(given, undefined, {})).rejects.toMatchObject({ code: "ROLES_NOT_ALLOWED" });
    await given.close();
  });
});
