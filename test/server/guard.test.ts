import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../../server/index.ts";
import { type TestServer, testServer } from "./filled.ts";

const TOKEN = "a long token; with=signs";
let open: TestServer;
let closed: TestServer;
beforeAll(async () => {
  open = await testServer(0);
  closed = await testServer(0, TOKEN);
});
afterAll(async () => {
  await open?.close();
  await closed?.close();
});

/** A request with any Host header; fetch sets its own. */
function get(url: string, headers: Record<string, string>, method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("an address that other machines reach needs a token", async () => {
  await expect(startServer({ databaseUrl: open.store.url, host: "0.0.0.0", port: 0 })).rejects.toThrow(
    /token/,
  );
});

test("without a token, only loopback names are answered", async () => {
  expect(await get(`${open.url}/api/dashboards`, {})).toBe(200);
  expect(await get(`${open.url}/api/dashboards`, { host: "localhost:8470" })).toBe(200);
  for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"])
    expect(await get(`${open.url}/api/dashboards`, { host }), host).toBe(421);
});

test.each([
  "/",
  "/d/smartlog-overview",
  "/api/dashboards",
  "/api/tail",
  "/metrics",
  "/public/app.js",
  "/events/1",
  "/nothing",
])("with a token, %s needs it", async (path) => {
  expect(await get(closed.url + path, {})).toBe(401);
  expect(await get(closed.url + path, { authorization: "Bearer wrong" })).toBe(401);
});

test("the token comes as a bearer's or by logging in", async () => {
  const bearer = { authorization: `Bearer ${TOKEN}` };
  expect((await fetch(`${closed.url}/api/dashboards`, { headers: bearer })).status).toBe(200);
  const asked = await fetch(`${closed.url}/d/smartlog-web?from=now-1h`, {
    headers: { accept: "text/html" },
    redirect: "manual",
  });
  expect(asked.headers.get("location")).toBe("/login?to=%2Fd%2Fsmartlog-web%3Ffrom%3Dnow-1h");
  const log = (token: string, to: string) =>
    fetch(`${closed.url}/login`, {
      method: "POST",
      body: new URLSearchParams({ token, to }),
      redirect: "manual",
    });
  expect((await log("wrong", "/")).status).toBe(401);
  const entered = await log(TOKEN, "/d/smartlog-web?from=now-1h");
  expect(entered.headers.get("location")).toBe("/d/smartlog-web?from=now-1h");
  const cookie = entered.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  const inside = await fetch(`${closed.url}/api/dashboards`, {
    headers: { cookie: cookie.split(";")[0] ?? "" },
  });
  expect(inside.status).toBe(200);
  for (const to of ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"])
    expect((await log(TOKEN, to)).headers.get("location"), to).toBe("/");
});

test("what other sites' pages send is refused", async () => {
  const send = (headers: Record<string, string>) =>
    fetch(`${open.url}/v1/score`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", ...headers },
    });
  expect((await send({})).status).toBe(200);
  expect((await send({ origin: new URL(open.url).origin })).status).toBe(200);
  expect((await send({ origin: "https://evil.example" })).status).toBe(403);
  expect((await send({ origin: "null" })).status).toBe(403);
  expect((await send({ "sec-fetch-site": "cross-site" })).status).toBe(403);
});

test("pages may run this server's scripts only, and in no other's frame", async () => {
  const { headers } = await fetch(`${open.url}/d/smartlog-overview`);
  expect(headers.get("content-security-policy")).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});
