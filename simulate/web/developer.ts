/**
 * Somebody who writes a site's client or its interface: a page of his own machine, or a tool, asks for the same few things again and
 * again until they work. What is not there yet, or is called otherwise, is answered 404, 401, 422 or 500, logins as well.
 */
import { privateV4, publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import type { Random } from "../lib/random.ts";
import { visitorAgent } from "./agents/index.ts";
import { ask, browserProtocol, type Client } from "./client.ts";
import type { Hits } from "./hit.ts";
import { type Site, smallBody } from "./site.ts";
import { UNCLEAR_APP } from "./software-programs.ts";

const TOOLS =
  "{PostmanRuntime/7.{20..44}.0|insomnia/20{20..25}.{1..9}.0|Dart/3.{0..7} (dart:io)|okhttp/4.{9..12}.0|axios/1.{1..7}.0|Thunder Client (https://www.thunderclient.com)|bruno-runtime/1.{10..40}.0|HTTPie/3.2.{1..4}}";
/** Share of those who use a page, not a tool; the others' lines get no label for the bot head. */
const PAGE_SHARE = 0.85;
const OWN_CALLS = [
  "POST /api/{user/login|auth/login|login|auth/register|register|users/signin|v1/auth/login|admin/login}",
  "POST /{login|register|auth/login|signup|user/register}",
  "GET /{api/lookup?ip={ip}|get-ip?ip={|%22}{ip}{|%22}|whois?host={domain}|api/geo/{ip}}",
  "GET /api/{user|users|me|profile|admin/{noun}|v1/{noun}|get{Noun}|{noun}/{n}}",
  "POST /api/{{noun}|add{Noun}|create{Noun}|{noun}/{n}|upload}",
  "PUT /api/{noun}/{n}",
  "DELETE /api/{noun}/{n}",
  "GET /{admin|dashboard|test|dev|api|index.php|public/index.php|{noun}}",
  "GET /{dev|test|staging|admin|app|backend}/{|{noun}|pages/{noun}|index.php}",
  "GET /{swagger|docs|api-docs|swagger/v1/swagger.json|openapi.json|graphql|health}",
];

/** What a server for developers serves of a page's scripts: folders of the machine, caches among them (https://vite.dev/guide/). */
const DEV_SCRIPTS = [
  "/@vite/client",
  "/@react-refresh",
  "/@id/{noun}",
  "/@fs/usr/src/app/node_modules/vite/dist/client/env.mjs",
  "/@fs/{usr/src/app|home/{login}/{noun}|app}/.angular/cache/{17..20}.{0..3}.{0..9}/vite/deps/{@angular_{noun}|chunk-{HEX:8}|rxjs}.js?v={hex:8}",
  "/node_modules/.vite/deps/{{noun}|react|vue|chunk-{HEX:8}}.js?v={hex:8}",
  "/src/{main.tsx|App.vue|components/{Noun}.{tsx|vue|js}|index.css}{|?t={epochms}}",
  "/.svelte-kit/generated/client/app.js",
  "/_next/static/chunks/app/{noun}/page.js?v={epochms}",
  "/sockjs-node/info?t={epochms}",
  "/main.{hex:16}.hot-update.json",
];
const DEV_SERVER_SHARE = 0.2;

/** The scripts of a page, as a server for developers brings them along. */
function* devScripts(rng: Random, site: Site, client: Client, start: number): Hits {
  let from = `${site.origin}/`;
  for (let i = rng.int(3, 20), time = start; i > 0; i--, time += rng.float() * 0.05) {
    const target = fill(rng, rng.pick(DEV_SCRIPTS));
    yield ask(client, site, time, "GET", target, rng.pick([200, 200, 200, 304, 502]), { referer: from });
    if (rng.chance(0.4)) from = site.origin + (target.split("?")[0] as string);
  }
}

/** An hour of work at one site. */
export function* develop(rng: Random, site: Site, start: number): Hits {
  const usesPage = rng.chance(PAGE_SHARE);
  const client = {
    actor: `developer-${rng.uint32().toString(36)}`,
    ip: rng.chance(0.4) ? privateV4(rng) : publicAddress(rng, 0.05),
    agent: usesPage ? visitorAgent(rng).userAgent : fill(rng, TOOLS),
    protocol: browserProtocol(rng, site),
    bot: usesPage ? (0 as const) : (1 as const),
    threat: 0 as const,
    type: usesPage ? "developer" : UNCLEAR_APP,
  };
  const isElsewhere = usesPage && rng.chance(0.6);
  const referer = !usesPage
    ? ""
    : isElsewhere
      ? `http://localhost:${rng.pick([3000, 3001, 4200, 5173, 8080, 8100])}/`
      : `${site.origin}/${rng.chance(0.5) ? "" : fill(rng, "{admin|dev|login|{noun}}")}`;
  const known = [...OWN_CALLS, ...(site.kind.calls ?? [])];
  let time = start;
  if (usesPage && rng.chance(DEV_SERVER_SHARE)) {
    yield ask(client, site, time, "GET", "/", 200);
    yield* devScripts(rng, site, client, time + 0.1);
    time += 5;
  }
  for (let i = 1 + Math.floor(rng.exponential(4)); i > 0; i--) {
    const [method = "GET", target = "/"] = fill(rng, rng.pick(known), site.gaps).split(" ");
    const wrong = rng.pick([404, 404, 401, 400, 405, 422, 500, 500, 403, 419]);
    const right = method === "POST" ? rng.pick([200, 201]) : 200;
    const tries = rng.int(1, 9);
    const page = method === "GET" && rng.chance(0.3) ? "" : referer;
    for (let n = 0; n < tries; n++) {
      if (isElsewhere && method !== "GET")
        yield ask(client, site, time, "OPTIONS", target, rng.chance(0.9) ? 204 : wrong, { referer });
      const status = n === tries - 1 && rng.chance(0.7) ? right : wrong;
      yield ask(client, site, time + 0.1, method, target, status, { referer: page, bytes: smallBody(rng) });
      time += 1 + rng.exponential(rng.pick([1.5, 30]));
    }
  }
}
