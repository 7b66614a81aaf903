/** Logging in and out, what ends a session, what is refused and how, and what is written of it. */
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Passwords } from "../../../server/access/passwords.ts";
import type { RunningServer } from "../../../server/index.ts";
import { readAudit } from "../../../store/access/audit.ts";
import { hashPassword } from "../../../store/access/password.ts";
import { addUser, listUsers, removeUser, setRole } from "../../../store/access/users.ts";
import { serveUrl } from "../../../store/roles.ts";
import { accessLine, storeLines } from "../../store/scored.ts";
import { ask, keyOf, logIn, logInAs, PASSWORD, type People, people } from "./people.ts";

let all: People;
let hash: string;
beforeAll(async () => {
  all = await people();
  hash = await hashPassword(PASSWORD);
});
afterAll(() => all?.close());

/** A server of its own where guesses are counted. */
let server: RunningServer;
beforeEach(async () => {
  server = await all.another({});
});

const get = async (path: string, cookie: string, url = server.url) =>
  ask(url, "GET", path, { cookie, accept: "text/html" });
const post = (path: string, cookie: string, fields: Record<string, string>, url = server.url) =>
  fetch(url + path, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { cookie },
    redirect: "manual",
  });
const entries = (what: string) =>
  readAudit(all.store.pool, { limit: 500 }).then((found) => found.filter((each) => each.what === what));
let made = 0;
const OWN_RULE = (title: string) =>
  `title: ${title}\nmatch: { label: attack }\nper: source\nleast: { events: 5 }\nwithin: 10m\nquiet: 1h\nseverity: low\ntold: "{events} from {source}"\ndo: Look.\n`;
const newUser = async (role: "viewer" | "editor" | "admin") => {
  const name = `user${made++}`;
  await addUser(all.store.pool, { name, role, password: hash });
  return name;
};

test("name and password open a session, whose cookie scripts can't read; logging out ends it", async () => {
  const entered = await logInAs(server.url, "Viewer ");
  expect(entered.status).toBe(303);
  const cookie = entered.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^smartlog_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
  const [sent = ""] = cookie.split(";");
  expect((await get("/incidents", sent)).status).toBe(200);
  const stored = await all.store.pool.query("select encode(id, 'hex') as id from smartlog.browser_sessions");
  expect(JSON.stringify(stored.rows)).not.toContain(sent.split("=")[1]);
  const left = await post("/logout", sent, {});
  expect(left.headers.get("set-cookie")).toMatch(/^smartlog_session=; Max-Age=0/);
  expect((await get("/incidents", sent)).headers.location).toBe("/login?to=%2Fincidents");
});

test("a stream ends with the login that it was asked for by", async () => {
  const cookie = await logIn(server.url, "viewer");
  const stream = await fetch(`${server.url}/v1/live`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
  expect((await reader.read()).done).toBe(false);
  await post("/logout", cookie, {});
  const rest = (async () => {
    while (!(await reader.read()).done);
    return "ended";
  })();
  expect(await rest).toBe("ended");
});

test("every page says who is logged in, and has the way out", async () => {
  const cookie = await logIn(server.url, "viewer");
  for (const path of ["/incidents", "/explore", "/settings/account", "/d/smartlog-web"]) {
    const { text } = await get(path, cookie);
    expect(text, path).toMatch(
      /<summary title="Logged in as viewer">[\s\S]*<form method="post" action="\/logout">/,
    );
  }
});

test("behind https the cookie goes over https only", async () => {
  const entered = await logInAs(server.url, "viewer", PASSWORD, { "x-forwarded-proto": "https" });
  const cookie = entered.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^__Host-smartlog_session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect((await get("/incidents", cookie.split(";")[0] ?? "")).status).toBe(200);
});

test("a new login makes a new session, and ends the one that the browser had", async () => {
  const before = await logIn(server.url, "viewer");
  const entered = await logInAs(server.url, "viewer", PASSWORD, { cookie: before });
  expect(entered.headers.get("set-cookie")).not.toContain(before);
  expect((await get("/incidents", before)).status).toBe(303);
});

test("the answer says not whether there is such a user", async () => {
  await addUser(all.store.pool, { name: "provided", role: "viewer", password: hash });
  await all.store.pool.query(
    "update smartlog.users set password = null, issuer = 'https://i', subject = 's' where name = 'provided'",
  );
  const answers = await Promise.all(
    ["viewer", "nobody-here", "provided", ""].map(async (name) => {
      const answer = await logInAs(server.url, name, "not this one, no");
      return [answer.status, await answer.text(), answer.headers.get("set-cookie")];
    }),
  );
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]?.[0]).toBe(401);
});

test("ten wrong passwords of an address or for a user, and one has to wait; who is logged in there goes on", async () => {
  const name = await newUser("viewer");
  const cookie = await logIn(server.url, name);
  const statuses: number[] = [];
  for (let n = 0; n < 12; n++) statuses.push((await logInAs(server.url, name, `wrong number ${n}`)).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  expect((await logInAs(server.url, name)).status).toBe(429);
  expect((await get("/incidents", cookie)).status).toBe(200);
  // Many at once are counted, too, before any of them is known to be wrong.
  const another = await all.another({});
  const burst = await Promise.all(
    Array.from({ length: 15 }, (_, n) => logInAs(another.url, "admin", `guess ${n}`)),
  );
  expect(burst.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
  expect(burst.some(({ status }) => status === 429)).toBe(true);
});

test("who guesses fills no disk: refusals of a minute are summed up", async () => {
  const own = await all.another({});
  const name = await newUser("viewer");
  for (let n = 0; n < 4; n++) await logInAs(own.url, name, `some password here ${n}`);
  await own.close();
  const found = (await entries("login.failed")).filter(({ about }) => about.name === name);
  expect(found.map(({ times, ok }) => [times, ok])).toEqual([
    [3, false],
    [1, false],
  ]);
});

test("a session ends with the role, the password, the user, twelve idle hours, seven days", async () => {
  const url = server.url;
  const ends: [string, (name: string) => Promise<unknown>][] = [
    ["role", (name) => setRole(all.store.pool, name, "editor")],
    ["user", (name) => removeUser(all.store.pool, name)],
    ["idle", (name) => aged(name, "seen_at = now() - interval '12 hours 1 minute'")],
    ["days", (name) => aged(name, "ends_at = now()")],
  ];
  const aged = (name: string, set: string) =>
    all.store.pool.query(`update smartlog.browser_sessions set ${set} where user_name = $1`, [name]);
  for (const [why, end] of ends) {
    const name = await newUser("viewer");
    const cookie = await logIn(url, name);
    expect((await get("/incidents", cookie)).status, why).toBe(200);
    await end(name);
    await expect.poll(async () => (await get("/incidents", cookie)).status, { timeout: 5_000 }).toBe(303);
  }
});

test("one changes one's own password with the one that one has, and stays logged in here only", async () => {
  const name = await newUser("viewer");
  const [here, there] = [await logIn(server.url, name), await logIn(server.url, name)];
  const key = keyOf((await get("/settings/account", here)).text);
  const change = (current: string, password: string) =>
    post("/settings/account/password", here, { key, current, password, again: password });
  expect((await change("not the one", "another long one")).status).toBe(403);
  expect((await change(PASSWORD, "short")).status).toBe(400);
  expect((await change(PASSWORD, `${name} and more`)).status).toBe(400);
  const changed = await change(PASSWORD, "another long one");
  expect(changed.status).toBe(303);
  const renewed = changed.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect((await get("/incidents", renewed)).status).toBe(200);
  for (const cookie of [here, there]) expect((await get("/incidents", cookie)).status).toBe(303);
  expect((await logInAs(server.url, name)).status).toBe(401);
  const after = keyOf((await get("/settings/account", renewed)).text);
  await post("/settings/account/end", renewed, { key: after });
  expect((await get("/incidents", renewed)).status).toBe(303);
});

test("a form's key is of one login: another's opens nothing", async () => {
  const [editor, viewer] = [await logIn(server.url, "editor"), await logIn(server.url, "viewer")];
  const [mine, theirs] = [
    keyOf((await get("/rules", editor)).text),
    keyOf((await get("/rules", viewer)).text),
  ];
  expect(mine).not.toBe(theirs);
  const made = { name: "own-one", text: OWN_RULE("A rule"), do: "save" };
  expect((await post("/rules/edit", editor, { ...made, key: theirs })).status).toBe(403);
  expect((await post("/rules/edit", editor, { ...made, key: mine })).status).toBe(303);
  // Not even the right one from another site's page.
  const foreign = await fetch(`${server.url}/rules/edit`, {
    method: "POST",
    body: new URLSearchParams({ ...made, key: mine }),
    headers: { cookie: editor, origin: "https://evil.example" },
  });
  expect(foreign.status).toBe(403);
});

test("an editor changes own rules, an administrator all", async () => {
  const owner = await newUser("editor");
  const [cookie, other, admin] = [
    await logIn(server.url, owner),
    await logIn(server.url, "editor"),
    await logIn(server.url, "admin"),
  ];
  const act = async (who: string, path: string, fields: Record<string, string>) =>
    (await post(path, who, { ...fields, key: keyOf((await get("/rules", who)).text) })).status;
  const save = { name: "mine", text: OWN_RULE("Mine"), do: "save" };
  expect(await act(cookie, "/rules/edit", save)).toBe(303);
  expect(await act(other, "/rules/edit", save)).toBe(403);
  expect(await act(other, "/rules", { off: "mine" })).toBe(403);
  expect(await act(cookie, "/rules", { off: "login-guessing" })).toBeGreaterThanOrEqual(403);
  expect(await act(cookie, "/rules", { off: "mine" })).toBe(303);
  expect(await act(admin, "/rules", { on: "mine" })).toBe(303);
  const { rows } = await all.store.pool.query(
    "select who, owner from smartlog.own_rules where name = 'mine'",
  );
  expect(rows).toEqual([{ who: "admin", owner }]);
});

test("what is done carries the login's name, whatever the form says, and stands in the audit log", async () => {
  await storeLines(all.store.pool, [accessLine("203.0.113.9", "GET /.env", 404, 60)]);
  const { rows } = await all.store.pool.query(
    "select smartlog.event_hex(id) as id, (extract(epoch from time) * 1000)::bigint::text as at from smartlog.events limit 1",
  );
  const { id, at } = rows[0];
  const cookie = await logIn(server.url, "editor");
  const page = (await get(`/events/${id}?at=${at}`, cookie)).text;
  expect(page).toContain("as <bdi>editor</bdi>");
  expect(page).not.toContain('name="who"');
  const labelled = await post(`/events/${id}/feedback`, cookie, {
    key: keyOf(page),
    at,
    label: "bot",
    who: "somebody else",
  });
  expect(labelled.status).toBe(303);
  const said = await all.store.pool.query("select who from smartlog.feedback");
  expect(said.rows).toEqual([{ who: "editor" }]);
  const [entry] = await entries("event.labelled");
  expect(entry).toMatchObject({ who: "editor", via: "user", ok: true, about: { id, label: "bot" } });
  const programs = await fetch(`${server.url}/v1/feedback`, {
    method: "POST",
    headers: all.headers["token:review"] as Record<string, string>,
    body: JSON.stringify({ event: id, label: "normal", who: "editor", mute: { by: ["template", "source"] } }),
  });
  expect(programs.status).toBe(201);
  for (const what of ["event.labelled", "mute.added"])
    expect((await entries(what))[0]).toMatchObject({ who: "token:review", about: { event: id } });
  const names = await all.store.pool.query(
    "select who from smartlog.mutes union select who from smartlog.feedback",
  );
  expect(names.rows.map(({ who }) => who).sort()).toEqual(["editor", "token:review"]);
  // A refusal is there, too, and a token is called one.
  const key = keyOf((await ask(server.url, "GET", "/mutes/new", all.headers["token:review"])).text);
  await ask(server.url, "GET", "/settings/users", all.headers["token:review"]);
  expect(key).toBe("");
  await expect
    .poll(async () => (await entries("access.denied"))[0]?.who, { timeout: 5_000 })
    .toBe("token:review");
});

test("the server's role adds to the audit log, and changes nothing of it", async () => {
  const client = new pg.Client({ connectionString: await serveUrl(all.store) });
  await client.connect();
  try {
    for (const sql of [
      "delete from smartlog.audit",
      "update smartlog.audit set who = 'x'",
      "truncate smartlog.audit",
      "update smartlog.tokens set hash = ''",
      "delete from smartlog.tokens",
    ])
      await expect(client.query(sql), sql).rejects.toThrow(/permission denied/);
    // What dashboards' queries and Grafana see.
    await client.query("set role smartlog_read");
    for (const table of ["users", "tokens", "browser_sessions", "audit", "saved_views"])
      await expect(client.query(`select from smartlog.${table}`), table).rejects.toThrow(/permission denied/);
  } finally {
    await client.end();
  }
});

test("the audit log is bounded: old entries go, and of refusals the oldest", async () => {
  const { pool } = all.store;
  await pool.query(
    `insert into smartlog.audit (at, who, via, address, what, ok)
     select now() - day * interval '1 day', 'old', 'user', '', 'test.aged', ok
     from (values (399, true), (401, true), (89, false), (91, false)) given (day, ok)`,
  );
  await pool.query(
    `insert into smartlog.audit (who, via, address, what, ok)
     select 'filler', 'user', '', 'test.filler', true from generate_series(1, 16)`,
  );
  const { rows } = await pool.query(
    "select (now()::date - at::date) as day from smartlog.audit where who = 'old' order by 1",
  );
  expect(rows.map(({ day }) => day)).toEqual([89, 399]);
});

test("users and tokens are made on their pages; the last administrator stays", async () => {
  const cookie = await logIn(server.url, "admin");
  const key = keyOf((await get("/settings/users", cookie)).text);
  const users = (fields: Record<string, string>) => post("/settings/users", cookie, { key, ...fields });
  expect((await users({ do: "add", name: "carl", role: "viewer", password: PASSWORD })).status).toBe(303);
  expect((await users({ do: "add", name: "carl", role: "viewer", password: PASSWORD })).status).toBe(409);
  expect((await users({ do: "add", name: "c<b>", role: "viewer", password: PASSWORD })).status).toBe(400);
  expect((await users({ do: "role", name: "carl", role: "root" })).status).toBe(400);
  expect((await users({ do: "role", name: "carl", role: "editor" })).status).toBe(303);
  const admins = (await listUsers(all.store.pool)).filter(({ role }) => role === "admin");
  expect(admins.length).toBe(1);
  for (const fields of [
    { do: "remove", name: "admin", role: "viewer" },
    { do: "role", name: "admin", role: "viewer" },
  ])
    expect((await users(fields)).status).toBe(409);
  expect((await users({ do: "remove", name: "carl" })).status).toBe(303);
  const page = await post("/settings/tokens", cookie, {
    key: keyOf((await get("/settings/tokens", cookie)).text),
    name: "made here",
    "scope-read": "on",
    days: "3",
  });
  const text = await page.text();
  const token = /smartlog_[0-9a-z]{8}_[0-9a-f]{64}/.exec(text)?.[0] ?? "";
  const bearer = { authorization: `Bearer ${token}` };
  expect((await ask(server.url, "GET", "/metrics", bearer)).status).toBe(200);
  const dump = await all.store.pool.query("select tokens::text as row from smartlog.tokens");
  expect(JSON.stringify(dump.rows)).not.toContain(token.slice(18));
  expect((await get("/settings/tokens", cookie)).text).not.toContain(token);
  const id = token.slice(9, 17);
  await post("/settings/tokens/revoke", cookie, { key: keyOf(text), id });
  expect((await ask(server.url, "GET", "/metrics", bearer)).status).toBe(401);
  const log = (await get("/settings/audit", cookie)).text;
  for (const what of ["user.added", "user.removed", "token.created", "token.revoked", "login.opened"])
    expect(log).toContain(what);
  expect(log).not.toContain(PASSWORD);
});

test("views belong to who keeps them; shared ones are seen by all", async () => {
  const send = (who: string, method: string, path: string, body?: object) =>
    ask(
      server.url,
      method,
      path,
      { ...all.headers[who], "content-type": "application/json" },
      body ? JSON.stringify(body) : "",
    );
  const view = { page: "explore", name: "errors", query: "?q=status%3A%3E%3D500" };
  const kept = await send("viewer", "POST", "/v1/views", view);
  expect(kept.status).toBe(201);
  const { id } = JSON.parse(kept.text);
  expect(JSON.parse(kept.text)).toMatchObject({
    owner: "viewer",
    query: "q=status%3A%3E%3D500",
    shared: false,
  });
  expect((await send("viewer", "POST", "/v1/views", { ...view, shared: true })).status).toBe(403);
  expect(JSON.parse((await send("editor", "GET", "/v1/views")).text)).toEqual([]);
  expect((await send("editor", "DELETE", `/v1/views/${id}`)).status).toBe(404);
  const shared = await send("editor", "POST", "/v1/views", { ...view, shared: true });
  expect(JSON.parse((await send("viewer", "GET", "/v1/views?page=explore")).text)).toHaveLength(2);
  expect(JSON.parse((await send("viewer", "GET", "/v1/views?page=other")).text)).toEqual([]);
  expect((await send("viewer", "DELETE", `/v1/views/${id}`)).status).toBe(204);
  expect((await send("token:admin", "DELETE", `/v1/views/${JSON.parse(shared.text).id}`)).status).toBe(204);
  expect((await send("viewer", "POST", "/v1/views", { page: "e", name: 1, query: "" })).status).toBe(400);
});

test("passwords are hashed one after the other, and too many are refused", async () => {
  const passwords = new Passwords();
  try {
    expect(await passwords.isRight(PASSWORD, hash)).toBe(true);
    expect(await passwords.isRight("", hash)).toBe(false);
    const asked = Array.from({ length: 40 }, () => passwords.isRight("x", hash));
    const answers = Promise.allSettled(asked);
    expect(await asked[0]).toBe(false);
    await passwords.close();
    const refused = (await answers).filter(
      (each) => each.status === "rejected" && /too many/.test(each.reason.message),
    );
    expect(refused.length).toBe(8);
  } finally {
    await passwords.close();
  }
});

test("SMARTLOG_TOKEN is an administrator's, and another one ends what it opened", async () => {
  const [one, other] = [await all.another({ token: "one" }), await all.another({ token: "other" })];
  const entered = await fetch(`${one.url}/login`, {
    method: "POST",
    body: new URLSearchParams({ token: "one" }),
    redirect: "manual",
  });
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect((await get("/settings/users", cookie, one.url)).status).toBe(200);
  expect((await get("/settings/users", cookie, other.url)).status).toBe(303);
  expect((await ask(one.url, "GET", "/settings/users", { authorization: "Bearer one" })).status).toBe(200);
});

test("with users, loopback is asked for a login too, unless it is said to be open, and never through a proxy", async () => {
  expect((await ask(server.url, "GET", "/metrics")).status).toBe(401);
  const open = await all.another({ openLoopback: true });
  expect((await ask(open.url, "GET", "/metrics")).status).toBe(200);
  for (const headers of [
    { host: "logs.example.org" },
    { "x-forwarded-for": "203.0.113.1" },
    { via: "1.1 proxy" },
  ])
    expect((await ask(open.url, "GET", "/metrics", headers as never)).status).toBe(401);
});
