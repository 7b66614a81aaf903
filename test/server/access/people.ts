/** A server with users of every role and tokens of every kind, and how they ask. */
import { request } from "node:http";
import { type RunningServer, type ServerOptions, startServer } from "../../../server/index.ts";
import { hashPassword } from "../../../store/access/password.ts";
import { RIGHTS, ROLES } from "../../../store/access/rights.ts";
import { createToken, revokeToken } from "../../../store/access/tokens.ts";
import { addUser } from "../../../store/access/users.ts";
import { serveUrl } from "../../../store/roles.ts";
import { type TestStore, testStore } from "../../store/test-store.ts";

export const PASSWORD = "four words in a row";

export interface People {
  store: TestStore;
  server: RunningServer;
  url: string;
  /** Headers by which each asks: `nobody`; users by role; `token:SCOPE`; tokens that open nothing. */
  headers: Readonly<Record<string, Record<string, string>>>;
  /** Another server over the same store. */
  another(options: Partial<ServerOptions>): Promise<RunningServer>;
  close(): Promise<void>;
}

export async function people(): Promise<People> {
  const store = await testStore();
  const servers = new Set<RunningServer>();
  const another = async (options: Partial<ServerOptions>) => {
    const server = await startServer({ databaseUrl: await serveUrl(store), port: 0, ...options });
    servers.add(server);
    const close = async () => {
      if (servers.delete(server)) await server.close();
    };
    return { ...server, close };
  };
  const password = await hashPassword(PASSWORD);
  for (const role of ROLES) await addUser(store.pool, { name: role, role, password });
  const token = (name: string, scopes: readonly (typeof RIGHTS)[number][]) =>
    createToken(store.pool, { name, scopes, days: 1, by: "the test" });
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
  const headers: Record<string, Record<string, string>> = { nobody: {} };
  for (const scope of RIGHTS) headers[`token:${scope}`] = bearer((await token(scope, [scope])).token);
  const [expired, revoked] = [await token("expired", ["admin"]), await token("revoked", ["admin"])];
  await store.pool.query("update smartlog.tokens set expires_at = now() - interval '1 s' where id = $1", [
    expired.id,
  ]);
  await revokeToken(store.pool, revoked.id, "the test");
  headers["token expired"] = bearer(expired.token);
  headers["token revoked"] = bearer(revoked.token);
  headers["token wrong"] = bearer(`smartlog_aaaaaaaa_${"0".repeat(64)}`);
  headers["no token at all"] = bearer("x");
  headers["session wrong"] = { cookie: `smartlog_session=${"A".repeat(43)}` };
  const server = await another({});
  for (const role of ROLES) headers[role] = { cookie: await logIn(server.url, role) };
  return {
    store,
    server,
    url: server.url,
    headers,
    another,
    async close() {
      for (const each of servers) await each.close();
      await store.close();
    },
  };
}

export function logInAs(
  url: string,
  name: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = new URLSearchParams({ name, password });
  return fetch(`${url}/login`, { method: "POST", body, redirect: "manual", headers });
}

/** @returns the cookie as a browser sends it back */
export async function logIn(url: string, name: string, password = PASSWORD): Promise<string> {
  const cookie = (await logInAs(url, name, password)).headers.get("set-cookie");
  if (!cookie) throw new Error(`${name} could not log in`);
  return cookie.split(";")[0] as string;
}

export interface Answer {
  status: number;
  text: string;
  headers: Record<string, string | string[] | undefined>;
}

/** A request as it is given, also with a path that no URL has; a stream is left at its first byte. */
export function ask(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = "",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      let text = "";
      const done = () =>
        resolve({ status: response.statusCode ?? 0, text, headers: { ...response.headers } });
      if (response.headers["content-type"]?.startsWith("text/event-stream")) {
        done();
        sent.destroy();
        return;
      }
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", done);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A route's address with something in place of each parameter. */
export function pathOf(url: string, fill: (name: string) => string): string {
  return url.replace(/:(\w+)/g, (_all, name: string) => fill(name)).replace("*", "x");
}

export function keyOf(page: string): string {
  return /name="key" value="(\w+)"/.exec(page)?.[1] ?? "";
}
