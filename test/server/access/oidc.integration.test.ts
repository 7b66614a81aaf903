/** Login by a real OpenID provider (oidc-provider), and what it or somebody between sends that must not be taken. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { roleOf, roleRules } from "../../../server/access/oidc-roles.ts";
import type { RunningServer } from "../../../server/index.ts";
import { readAudit } from "../../../store/access/audit.ts";
import { listUsers } from "../../../store/access/users.ts";
import { ask, PASSWORD, type People, people } from "./people.ts";

const CLIENT = { id: "smartlog", secret: "a secret of the client, long enough" };
/** Who is logged in at the provider, and what is said of them. */
const CLAIMS: Readonly<Record<string, Record<string, unknown>>> = {
  "subject-1": { preferred_username: "Paula", groups: ["staff", "ops"] },
  "subject-2": { preferred_username: "admin", groups: ["ops"] },
  "subject-3": { preferred_username: "nobody", groups: ["others"] },
};

let all: People;
let provider: Server;
let issuer: string;
let server: RunningServer;
let key: JWK;
let who = "subject-1";
/** Changes the ID token on its way. */
let tamper: ((token: string) => Promise<string>) | undefined;

beforeAll(async () => {
  all = await people();
  const pair = await generateKeyPair("RS256", { extractable: true });
  key = { ...(await exportJWK(pair.privateKey)), kid: "k", alg: "RS256", use: "sig" };
  provider = createServer().listen(0, "127.0.0.1");
  await once(provider, "listening");
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  // Its port has to be known before the provider is: where it leads back.
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${url}/login/oidc/back`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    jwks: { keys: [key as never] },
    claims: { openid: ["sub", "preferred_username", "groups"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...CLAIMS[sub] }),
    }),
    interactions: { url: () => "/interaction" },
    cookies: { keys: ["a key of the test"] },
  });
  oidc.use(async (context, next) => {
    // Who asks is logged in, and agrees to all.
    if (context.path === "/interaction") {
      const { prompt, params, grantId } = await oidc.interactionDetails(context.req, context.res);
      if (prompt.name === "login")
        return oidc.interactionFinished(context.req, context.res, { login: { accountId: who } });
      const grant = grantId
        ? await oidc.Grant.find(grantId)
        : new oidc.Grant({ accountId: who, clientId: String(params.client_id) });
      grant?.addOIDCScope("openid profile");
      const consent = { grantId: (await grant?.save()) ?? "" };
      return oidc.interactionFinished(
        context.req,
        context.res,
        { consent },
        { mergeWithLastSubmission: true },
      );
    }
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (context.path === "/token" && tamper && body?.id_token) body.id_token = await tamper(body.id_token);
  });
  provider.on("request", oidc.callback());
  server = await all.another({
    port,
    oidc: {
      issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      url,
      scopes: "openid profile",
      nameClaim: "preferred_username",
      roles: roleRules("groups", "ops=editor, bosses=admin"),
    },
  });
});
afterAll(async () => {
  provider?.close();
  provider?.closeAllConnections();
  await all?.close();
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

/** Cookies by host, as a browser keeps them. */
class Browser {
  readonly cookies = new Map<string, string>();

  async get(url: string) {
    const { origin, pathname, search, host } = new URL(url);
    const sent = [...this.cookies].filter(([name]) => name.startsWith(`${host} `));
    const answer = await ask(origin, "GET", pathname + search, {
      accept: "text/html",
      cookie: sent.map(([name, value]) => `${name.slice(host.length + 1)}=${value}`).join("; "),
    });
    for (const set of [answer.headers["set-cookie"] ?? []].flat()) {
      const [pair = ""] = set.split(";");
      const [name = ""] = pair.split("=");
      const isGone = /Max-Age=0|expires=Thu, 01 Jan 1970/i.test(set);
      if (isGone) this.cookies.delete(`${host} ${name}`);
      else this.cookies.set(`${host} ${name}`, pair.slice(name.length + 1));
    }
    return answer;
  }

  /** Follows redirects up to the one that leads back here, which it doesn't follow. */
  async upToBack(to = "/incidents"): Promise<string> {
    let url = `${server.url}/login/oidc?to=${encodeURIComponent(to)}`;
    for (let n = 0; n < 10; n++) {
      const { headers, status, text } = await this.get(url);
      if (!headers.location) throw new Error(`${url}: ${status} ${text}`);
      url = new URL(String(headers.location), url).href;
      if (url.startsWith(`${server.url}/login/oidc/back`)) return url;
    }
    throw new Error("it leads nowhere");
  }
}

const logIn = async (change: (url: URL) => void = () => {}, browser = new Browser()) => {
  const url = new URL(await browser.upToBack());
  change(url);
  const answer = await browser.get(url.href);
  return { browser, answer, url };
};

test("who the provider knows is logged in, with the role that a claim means, and goes on where they were", async () => {
  const { browser, answer } = await logIn();
  expect([answer.status, answer.headers.location]).toEqual([303, "/incidents"]);
  const page = await browser.get(`${server.url}/settings/account`);
  expect(page.text).toContain("<bdi>paula</bdi>");
  expect(page.text).toContain("read, review");
  expect(await listUsers(all.store.pool)).toContainEqual(
    expect.objectContaining({ name: "paula", role: "editor", issuer, hasPassword: false }),
  );
  expect((await browser.get(`${server.url}/settings/users`)).status).toBe(403);
});

test("the login page offers it, and passwords still work", async () => {
  expect((await ask(server.url, "GET", "/login")).text).toContain(`Log in with ${new URL(issuer).host}`);
  const body = new URLSearchParams({ name: "admin", password: PASSWORD }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  expect((await ask(server.url, "POST", "/login", headers, body)).status).toBe(303);
});

const isRefused = async ({ answer, browser }: Awaited<ReturnType<typeof logIn>>, status = 401) => {
  expect(answer.status).toBe(status);
  expect((await browser.get(`${server.url}/incidents`)).status).toBe(303);
};

test.each([
  ["another state", (url: URL) => url.searchParams.set("state", "x".repeat(43))],
  ["no state", (url: URL) => url.searchParams.delete("state")],
  ["another issuer", (url: URL) => url.searchParams.set("iss", "https://evil.example")],
  ["another code", (url: URL) => url.searchParams.set("code", "x".repeat(43))],
  ["no code", (url: URL) => url.searchParams.delete("code")],
  ["an error", (url: URL) => url.searchParams.set("error", "access_denied")],
])("an answer with %s opens nothing", async (_what, change) => {
  await isRefused(await logIn(change));
});

test("an answer that another browser asked for, or that comes twice, opens nothing", async () => {
  const { url } = await logIn();
  await isRefused({ browser: new Browser(), answer: await new Browser().get(url.href), url }, 400);
  const mine = new Browser();
  await mine.upToBack();
  const theirs = await new Browser().upToBack();
  // Login CSRF: the attacker's answer in the victim's browser.
  await isRefused({ browser: mine, answer: await mine.get(theirs), url });
});

/** An ID token with other claims, signed by the provider's key unless another is given. */
const signed = (claims: Record<string, unknown>, by?: JWK) => async (token: string) => {
  const given = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  return new SignJWT({ ...given, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "k" })
    .sign(await importJWK(by ?? key, "RS256"));
};

test("an ID token that has expired, is another's, or isn't the provider's, opens nothing", async () => {
  const other: JWK = await exportJWK((await generateKeyPair("RS256", { extractable: true })).privateKey);
  const now = Math.floor(Date.now() / 1000);
  const none = async (token: string) =>
    `${Buffer.from('{"alg":"none"}').toString("base64url")}.${token.split(".")[1]}.`;
  const cases: [string, (token: string) => Promise<string>][] = [
    ["expired", signed({ iat: now - 7200, exp: now - 3600 })],
    ["another audience", signed({ aud: "another-client" })],
    ["several audiences", signed({ aud: [CLIENT.id, "another"], azp: "another" })],
    ["another issuer", signed({ iss: "https://evil.example" })],
    ["another nonce", signed({ nonce: "another" })],
    ["another key", signed({}, other)],
    ["no signature", none],
  ];
  try {
    for (const [what, change] of cases) {
      tamper = change;
      const refused = await logIn();
      expect(refused.answer.status, what).toBe(401);
      expect((await refused.browser.get(`${server.url}/incidents`)).status, what).toBe(303);
    }
    // What is changed into the same is taken: the cases above fail for what they say.
    tamper = signed({});
    expect((await logIn()).answer.status).toBe(303);
  } finally {
    tamper = undefined;
  }
  const log = await readAudit(all.store.pool, { limit: 50 });
  expect(log.some(({ what, ok }) => what === "login.refused" && !ok)).toBe(true);
});

test("a name that a local user has gives nobody that user's rights; no role, no login", async () => {
  who = "subject-2";
  await isRefused(await logIn(), 403);
  who = "subject-3";
  await isRefused(await logIn(), 403);
  who = "subject-1";
  const names = (await listUsers(all.store.pool)).map(({ name, role }) => `${name} ${role}`);
  expect(names).toContain("admin admin");
  expect(names.some((name) => name.startsWith("nobody"))).toBe(false);
});

test("of the roles that the claim means the highest counts", () => {
  const rules = roleRules("groups", "admins=admin,a=b=editor,*=viewer");
  expect(roleOf({ groups: ["admins", "x"] }, rules)).toBe("admin");
  expect(roleOf({ groups: "a=b" }, rules)).toBe("editor");
  expect(roleOf({ groups: [{}, 1, "constructor"] }, rules)).toBe("viewer");
  expect(roleOf({}, roleRules("__proto__", "admins=admin"))).toBeUndefined();
  expect(() => roleRules("groups", "admins=root")).toThrow(/admins=root/);
});
