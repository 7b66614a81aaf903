/** Every route, for everybody who may ask: new routes come in by themselves. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningServer } from "../../../server/index.ts";
import { RIGHTS, type Right } from "../../../store/access/rights.ts";
import { storeIncident } from "../../store/incident.ts";
import { accessLine, storeLines } from "../../store/scored.ts";
import { type Answer, ask, keyOf, type People, pathOf, people } from "./people.ts";

let all: People;
let open: RunningServer;
let forAll: RunningServer;
beforeAll(async () => {
  all = await people();
  forAll = await all.another({ publicDashboards: ["web"] });
  await storeLines(all.store.pool, [accessLine("203.0.113.7", "GET /.env.bak", 404, 60)]);
  await storeIncident(all.store.pool, { sources: { "203.0.113.7": 4 } });
});
afterAll(() => all?.close());

/** What each may, as the documentation says. */
const MAY: Readonly<Record<string, readonly Right[]>> = {
  nobody: [],
  viewer: ["read"],
  editor: ["read", "review"],
  admin: RIGHTS,
  "token:ingest": ["ingest"],
  "token:read": ["read"],
  "token:review": ["read", "review"],
  "token:admin": RIGHTS,
  "token expired": [],
  "token revoked": [],
  "token wrong": [],
  "no token at all": [],
  "session wrong": [],
};

type Need = "open" | "login" | "own-key" | readonly Right[];

/** What doesn't follow the rule: looking needs the right to read, changing the right to review. */
const OTHERS: readonly [RegExp, Need][] = [
  [/ \/(healthz|readyz|login|login\/.*|logout|public\/.*|settings\/look)$/, "open"],
  [/ \/(m\/:token|v1\/decisions.*)$/, "own-key"],
  [/^POST \/v1\/ingest$/, ["ingest"]],
  [/^POST \/v1\/score$/, ["ingest", "read"]],
  [/ \/(v1|explore)\/views|POST \/(analyze|visitor-feedback)$/, ["read"]],
  [/ \/visitor-feedback$/, ["admin"]],
  [/ \/settings\/(users|tokens|audit)/, ["admin"]],
  [/ \/settings(\/account.*)?$/, "login"],
];
/** What everybody may see of the dashboard that is public. */
const PUBLIC =
  /^GET \/$|^(GET|HEAD) \/(d\/:uid|api\/dashboards(\/:uid(\/panels\/:id|\/annotations)?)?|api\/extent)$/;

function needOf(method: string, url: string): Need {
  const found = OTHERS.find(([route]) => route.test(`${method} ${url}`));
  if (found) return found[1];
  return method === "GET" || method === "HEAD" ? ["read"] : ["review"];
}

const PARAMETERS: Readonly<Record<string, string>> = { id: "00000000000000aa", uid: "smartlog-web" };
const path = (url: string) => pathOf(url, (name) => PARAMETERS[name] ?? "x");

/** What the guard says; `answered` where it leaves the answer to the route. */
function verdict({ status, text, headers }: Answer, method = ""): "login" | "forbidden" | "answered" {
  // Without a body.
  if (method === "HEAD" && status === 403) return "forbidden";
  if (status === 401) return "login";
  if (status === 303 && String(headers.location).startsWith("/login?to=")) return "login";
  return status === 403 && text.includes("this needs the right to") ? "forbidden" : "answered";
}

function expected(need: Need, who: string): ReturnType<typeof verdict> {
  if (need === "open" || need === "own-key") return "answered";
  const may = MAY[who] as readonly Right[];
  if (may.length === 0) return "login";
  return need === "login" || need.some((right) => may.includes(right)) ? "answered" : "forbidden";
}

test("there are routes, and none that is declared twice", () => {
  const names = all.server.routes.map(({ method, url }) => `${method} ${url}`);
  expect(names.length).toBeGreaterThan(60);
  expect(new Set(names).size).toBe(names.length);
});

// Decisions are off here, and so answer 404 to all.
test.each(Object.keys(MAY))("%s gets what they may, of every route, and nothing else", async (who) => {
  const wrong: string[] = [];
  for (const { method, url } of all.server.routes) {
    // Logging out would end the session that the other routes are asked with; a wrong login is counted.
    if (method === "POST" && (url === "/logout" || url === "/login")) continue;
    const answer = await ask(all.url, method, path(url), all.headers[who]);
    const [is, should] = [verdict(answer, method), expected(needOf(method, url), who)];
    if (is !== should) wrong.push(`${method} ${url}: ${is} (${answer.status}), not ${should}`);
  }
  expect(wrong).toEqual([]);
});

test("everybody sees the public dashboards, and is asked for a login for all else", async () => {
  const wrong: string[] = [];
  for (const { method, url } of forAll.routes) {
    if (method === "POST" && (url === "/logout" || url === "/login")) continue;
    for (const uid of ["smartlog-web", "smartlog-access", "smartlog-explore"]) {
      const asked = pathOf(url, (name) => (name === "uid" ? uid : name === "id" ? "1" : "x"));
      const is = verdict(await ask(forAll.url, method, asked));
      const isShown = PUBLIC.test(`${method} ${url}`) && (!url.includes(":uid") || uid === "smartlog-web");
      const should = isShown ? "answered" : expected(needOf(method, url), "nobody");
      if (is !== should) wrong.push(`${method} ${asked}: ${is}, not ${should}`);
    }
  }
  expect(wrong).toEqual([]);
  const home = await ask(forAll.url, "GET", "/", { accept: "text/html" });
  expect([home.status, home.headers.location]).toEqual([303, "/d/smartlog-web"]);
});

const MARK = "<script>alert(7)</script>";
const POLLUTING = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`;
const LONG = "9".repeat(3_000);
const HOSTILE = [
  `'; drop table smartlog.users cascade; --`,
  `$1) or 1=1 --`,
  `"'>${MARK}`,
  "x\r\nx-injected: 1\r\n\r\nbody",
  "../../../../../../etc/passwd",
  "__proto__",
  "constructor",
  "\u0000",
  "{{7*7}}${7*7}%s%n",
  "🦄\ud800",
  "-1e999",
  LONG,
];
/** Names that routes read, and those that would reach into objects. */
const NAMES = [
  ...[
    "from",
    "to",
    "id",
    "at",
    "q",
    "text",
    "source",
    "site",
    "page",
    "before",
    "who",
    "name",
    "done",
    "saved",
  ],
  ...[
    "kind",
    "sort",
    "limit",
    "cursor",
    "state",
    "severity",
    "class",
    "label",
    "scope",
    "note",
    "role",
    "days",
  ],
  ...[
    "until",
    "since",
    "back",
    "do",
    "on",
    "off",
    "remove",
    "rule",
    "template",
    "reason",
    "analysis",
    "title",
  ],
  ...[
    "var-search",
    "var-site",
    "var-kind",
    "var-interval",
    "points",
    "code",
    "iss",
    "undone",
    "added",
    "query",
  ],
  ...[
    "incident-1",
    "label-00000000000000aa",
    "at-00000000000000aa",
    "scope-admin",
    "__proto__",
    "constructor",
  ],
];

describe("whatever is sent, nothing fails, leaks or is run", () => {
  let tables: unknown;
  const tablesNow = async () =>
    (
      await all.store.pool.query(
        `select (select count(*) from pg_class where relnamespace = 'smartlog'::regnamespace) as tables,
           (select count(*) from smartlog.users) as users, (select count(*) from smartlog.tokens) as tokens`,
      )
    ).rows;
  /** As administrator, so that the routes themselves read it. */
  const headers = () => all.headers["token:admin"] as Record<string, string>;
  const keys = new Map<string, string>();
  const wrong: string[] = [];
  const judge = (name: string, { status, text, headers: said }: Answer) => {
    if (status >= 500) wrong.push(`${name}: ${status} ${text.slice(0, 200)}`);
    if (said["x-injected"] !== undefined) wrong.push(`${name}: a header of the client's`);
    if (text.includes("root:x:0")) wrong.push(`${name}: a file of the machine's`);
    const isPage = String(said["content-type"]).startsWith("text/html");
    if (isPage && text.includes(MARK)) wrong.push(`${name}: a script of the client's`);
    if (Object.hasOwn(Object.prototype, "who") || Object.hasOwn(Object.prototype, "polluted"))
      wrong.push(`${name}: all objects have a member of the client's`);
  };
  /** The key of the page that a form's route belongs to. */
  const keyFor = async (url: string) => {
    for (let at = path(url); at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
      if (!keys.has(at)) keys.set(at, keyOf((await ask(all.url, "GET", at, headers())).text));
      if (keys.get(at)) return keys.get(at) as string;
    }
    return "";
  };

  beforeAll(async () => {
    open = all.server;
    tables = await tablesNow();
  });

  test("in a path or a query", async () => {
    wrong.length = 0;
    for (const { method, url } of open.routes.filter(({ method }) => method === "GET" || method === "DELETE"))
      for (const [i, text] of HOSTILE.entries()) {
        const sent = encodeURIComponent(text.toString().replace("\ud800", ""));
        const query = NAMES.map((name) => `${encodeURIComponent(name)}=${sent}`).join("&");
        const hostile = pathOf(url, () => sent.slice(0, 4_000));
        for (const asked of [hostile, `${path(url)}?${query.slice(0, 14_000)}`])
          judge(`${method} ${url} ${i}`, await ask(all.url, method, asked, headers()));
      }
    expect(wrong).toEqual([]);
    expect(await tablesNow()).toEqual(tables);
  });

  test("in each parameter of a query alone, where the others are right", async () => {
    wrong.length = 0;
    for (const { method, url } of open.routes.filter(
      ({ method, url }) => method === "GET" && !url.includes("decisions"),
    ))
      for (const name of NAMES.slice(0, 20))
        judge(
          `${method} ${url}?${name}`,
          await ask(
            all.url,
            method,
            `${path(url)}?${name}=${encodeURIComponent(`'"><b>${MARK}`)}`,
            headers(),
          ),
        );
    expect(wrong).toEqual([]);
  });

  test("in a body, as a form with a key that is right, and as JSON", async () => {
    wrong.length = 0;
    const form = "application/x-www-form-urlencoded";
    for (const { method, url } of open.routes.filter(({ method }) => method === "POST")) {
      const key = await keyFor(url);
      for (const [i, text] of HOSTILE.entries()) {
        const fields = NAMES.map((name): [string, string] => [name, text]);
        const kept = fields.filter(([name]) => text !== LONG || name.length < 4);
        const bodies: [string, string][] = [
          [form, new URLSearchParams([...kept, ["key", key]]).toString()],
          ["application/json", JSON.stringify(Object.fromEntries(kept))],
        ];
        for (const [type, body] of bodies)
          judge(
            `${method} ${url} ${i} ${type}`,
            await ask(all.url, method, path(url), { ...headers(), "content-type": type }, body),
          );
      }
      // What a form of two values of one name, a list, or nothing at all becomes.
      for (const body of [POLLUTING, "a", "who=1&who=2&key", "[]", "null", '"x"', "{", `key=${key}`])
        for (const type of [form, "application/json", "text/plain"])
          judge(
            `${method} ${url} ${body}`,
            await ask(all.url, method, path(url), { ...headers(), "content-type": type }, body),
          );
    }
    expect(wrong).toEqual([]);
    expect(await tablesNow()).toEqual(tables);
  });

  test("in headers", async () => {
    wrong.length = 0;
    for (const { method, url } of open.routes)
      for (const text of [MARK, "%00'; drop table x", LONG.slice(0, 2_000)])
        judge(
          `${method} ${url}`,
          await ask(all.url, method, path(url), {
            ...headers(),
            "user-agent": text,
            cookie: `smartlog_session=${encodeURIComponent(text)}; ${text}`,
            "x-forwarded-for": text,
            "x-forwarded-proto": text,
            "accept-encoding": text,
            "if-none-match": text,
          }),
        );
    expect(wrong).toEqual([]);
  });
});

test("a route that says not what it needs keeps the server from starting", async () => {
  const { makeApp } = await import("../../../server/http/app.ts");
  const app = makeApp(
    {
      asks: true,
      publicDashboards: [],
      principalOf: async (request) => request.principal,
      refused: () => {},
    },
    (reply) => reply,
  );
  app.get("/forgotten", async () => "");
  await expect(app.ready()).rejects.toThrow("GET /forgotten");
  const silent = makeApp(
    {
      asks: true,
      publicDashboards: [],
      principalOf: async (request) => request.principal,
      refused: () => {},
    },
    (reply) => reply,
  );
  silent.post("/unlogged", { config: { needs: "review" } }, async () => "");
  await expect(silent.ready()).rejects.toThrow("POST /unlogged");
});
