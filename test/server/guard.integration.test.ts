import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Attempts } from "../../server/http/attempts.ts";
import { isLoopback } from "../../server/http/loopback.ts";
import { startServer } from "../../server/index.ts";
import { type TestServer, testServer } from "./test-server.ts";

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

test.each(["/", "/d/smartlog-overview", "/api/dashboards", "/v1/live", "/metrics", "/events/1", "/nothing"])(
  "with a token, %s needs it",
  async (path) => {
    expect(await get(closed.url + path, {})).toBe(401);
    expect(await get(closed.url + path, { authorization: "Bearer wrong" })).toBe(401);
  },
);

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
  expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
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

test("every answer has the headers that keep browsers from doing more with it, refusals and streams too", async () => {
  const aborted = new AbortController();
  for (const [url, status] of [
    [`${open.url}/v1/live`, 200],
    [`${open.url}/public/app.js`, 200],
    [`${open.url}/nothing`, 404],
    [`${closed.url}/metrics`, 401],
  ] as const) {
    const answer = await fetch(url, { signal: aborted.signal });
    expect(answer.status, url).toBe(status);
    expect(answer.headers.get("content-security-policy"), url).toMatch(/^default-src 'none';/);
    expect(answer.headers.get("x-content-type-options"), url).toBe("nosniff");
    expect(answer.headers.get("x-frame-options"), url).toBe("DENY");
    expect(answer.headers.get("referrer-policy"), url).toBe("same-origin");
    expect(answer.headers.get("strict-transport-security"), url).toBeNull();
  }
  aborted.abort();
});

test("a script that a browser has already is not sent again", async () => {
  const first = await fetch(`${open.url}/public/app.js`);
  await first.text();
  const etag = first.headers.get("etag") ?? "";
  const again = (value: string) =>
    fetch(`${open.url}/public/app.js`, { headers: { "if-none-match": value } });
  expect([(await again(etag)).status, (await again(`"another", ${etag}`)).status]).toEqual([304, 304]);
  expect((await again('W/"another"')).status).toBe(200);
});

test("what other sites' pages ask for is refused too, but for links to a page", async () => {
  const from = (site: string, mode: string, dest: string) => ({
    "sec-fetch-site": site,
    "sec-fetch-mode": mode,
    "sec-fetch-dest": dest,
  });
  for (const path of [
    "/api/dashboards/smartlog-overview/panels/1",
    "/v1/live",
    "/metrics",
    "/events/1",
    "/public/app.js",
  ])
    for (const site of ["cross-site", "same-site"])
      for (const [mode, dest] of [
        ["no-cors", "image"],
        ["cors", "empty"],
        ["navigate", "iframe"],
      ] as const)
        expect(await get(open.url + path, from(site, mode, dest)), `${path} ${site} ${dest}`).toBe(403);
  // Nobody links to a question.
  const link = from("cross-site", "navigate", "document");
  expect(await get(`${open.url}/api/dashboards/smartlog-overview/panels/1`, link)).toBe(403);
  expect(await get(`${open.url}/d/smartlog-overview`, link)).toBe(200);
  expect(await get(`${open.url}/api/dashboards`, from("same-origin", "cors", "empty"))).toBe(200);
  expect(await get(`${open.url}/api/dashboards`, from("none", "navigate", "document"))).toBe(200);
});

test("an address that tries many tokens has to wait; a shipper with a wrong one doesn't keep others out", async () => {
  const server = await startServer({ databaseUrl: open.store.url, port: 0, token: TOKEN });
  const status = async (token: string) => {
    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    await answer.arrayBuffer();
    return [answer.status, answer.headers.get("retry-after")] as const;
  };
  try {
    for (let n = 0; n < 30; n++) expect((await status("the same wrong one"))[0]).toBe(401);
    expect((await status(TOKEN))[0]).toBe(200);
    const statuses: number[] = [];
    for (let n = 0; n < 15; n++) statuses.push((await status(`guess ${n}`))[0]);
    expect(statuses).toEqual([...Array(9).fill(401), ...Array(6).fill(429)]);
    // Else the right one would be found by how it is answered.
    const [refused, retry] = await status(TOKEN);
    expect(refused).toBe(429);
    expect(Number(retry)).toBeGreaterThan(0);
    const login = await fetch(`${server.url}/login`, {
      method: "POST",
      body: new URLSearchParams({ token: TOKEN }),
    });
    expect(login.status).toBe(429);
    // What needs no token is answered.
    expect(await get(`${server.url}/healthz`, {})).toBe(200);
  } finally {
    await server.close();
  }
});

test("tries are counted for a minute, and by the network that an IPv6 host has", () => {
  const attempts = new Attempts();
  for (let n = 0; n < 10; n++) attempts.wrong(`2001:db8:0:1::${n}`, `guess ${n}`);
  expect(attempts.waitSeconds("2001:db8:0:1:a:b:c:d")).toBeGreaterThan(0);
  expect(attempts.waitSeconds("2001:db8:0:2::1")).toBe(0);
  expect(attempts.waitSeconds("::ffff:192.0.2.1")).toBe(0);
  for (let n = 0; n < 10; n++) attempts.wrong("::ffff:192.0.2.1", `guess ${n}`);
  expect(attempts.waitSeconds("::ffff:192.0.2.1")).toBeGreaterThan(0);
  expect(attempts.waitSeconds("::ffff:192.0.2.2")).toBe(0);
});

test("a token beyond ASCII comes as a bearer's too, in any spelling of the scheme", async () => {
  const token = "tök€n 日本";
  const server = await startServer({ databaseUrl: open.store.url, port: 0, token });
  try {
    const utf8 = Buffer.from(token).toString("latin1"); // as a header goes over the wire
    for (const scheme of ["Bearer", "bearer", "BEARER"])
      expect(await get(`${server.url}/metrics`, { authorization: `${scheme} ${utf8}` }), scheme).toBe(200);
    const latin = await startServer({ databaseUrl: open.store.url, port: 0, token: "tökn" });
    expect(await get(`${latin.url}/metrics`, { authorization: "Bearer tökn" })).toBe(200);
    await latin.close();
  } finally {
    await server.close();
  }
});

test("only addresses of this machine count as such", () => {
  for (const host of ["127.0.0.1", "127.1.2.3", "localhost", "LOCALHOST", "::1", "[::1]"])
    expect(isLoopback(host), host).toBe(true);
  for (const host of [
    "127.999.999.999",
    "127.0.0",
    "127.0.0.1.evil.example",
    "127.0.0.256",
    "0.0.0.0",
    "128.0.0.1",
    "",
  ])
    expect(isLoopback(host), host).toBe(false);
});

test("whatever a visitor writes, the server doesn't fail", async () => {
  const bearer = { authorization: `Bearer ${TOKEN}` };
  const panel = "/api/dashboards/smartlog-explore/panels/2";
  const times = [
    "now-999999y",
    "now+999999y",
    "now-999999M",
    "1e99",
    "-1",
    "999999999999999",
    "0001-01-01",
    "9999-12-31",
    "now-",
    "\u0000",
    "",
  ];
  const paths = times.flatMap((time) => [
    `${panel}?from=${encodeURIComponent(time)}`,
    `${panel}?to=${encodeURIComponent(time)}`,
    `/api/dashboards/smartlog-web/annotations?from=${encodeURIComponent(time)}&to=now`,
    `${panel}/sql?from=${encodeURIComponent(time)}`,
  ]);
  const odd = ["日本", "%", "%00", "%ff", "a&to=b&to=c", "[]", "'", '"', "\\"].map((text) =>
    text.includes("%") ? text : encodeURI(text),
  );
  for (const text of odd)
    paths.push(
      `/login?to=/${text}`,
      `/login?to=${text}`,
      `/events/${text}`,
      `/d/${text}`,
      `/public/${text}`,
      `/api/dashboards/${text}/panels/1`,
      `/api/dashboards/smartlog-explore/variables/${text}`,
      `${panel}?var-source=${text}&var-search=${text}&var-interval=${text}&points=${text}`,
    );
  for (const path of paths) {
    const answer = await fetch(closed.url + path, { headers: bearer, redirect: "manual" });
    expect(answer.status, path).toBeLessThan(500);
    await answer.arrayBuffer();
  }
  for (const to of ["/日本", "/ä b", "/d/x?q=€#é"]) {
    const entered = await fetch(`${closed.url}/login`, {
      method: "POST",
      body: new URLSearchParams({ token: TOKEN, to }),
      redirect: "manual",
    });
    expect([entered.status, entered.headers.get("location")], to).toEqual([303, encodeURI(to)]);
  }
  // As many characters as the key has, and more bytes.
  const event = "00000000000000aa";
  for (const key of ["é".repeat(64), "x".repeat(64), ""]) {
    const answer = await fetch(`${closed.url}/events/${event}/feedback`, {
      method: "POST",
      headers: bearer,
      body: new URLSearchParams({ key, label: "bot" }),
    });
    expect(answer.status, key).toBe(403);
  }
});
