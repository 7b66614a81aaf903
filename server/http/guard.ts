/**
 * Who may come in.
 *
 * Without a token only this machine's own address is served, and only to requests that name it as such: a page on
 * another site that makes its own name lead here (DNS rebinding) is turned away. With a token, every request brings it:
 * as `Authorization: Bearer`, or in the cookie that the login page sets. What changes something is refused when a
 * browser sends it from another site.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { HttpError } from "./error.ts";
import { html, htmlPage } from "./html.ts";
import { isLoopback } from "./loopback.ts";

const COOKIE = "smartlog_token";
const OPEN_PATHS = new Set(["/healthz", "/login", "/public/style.css"]);

export function addGuard(app: FastifyInstance, token: string | undefined): void {
  const expected = token === undefined ? undefined : digest(token);
  const fits = (given: string | undefined) =>
    expected !== undefined && given !== undefined && timingSafeEqual(digest(given), expected);

  app.addHook("onRequest", async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (!["GET", "HEAD"].includes(request.method)) refuseOtherSites(request);
    const path = request.url.split("?")[0] ?? "";
    if (expected === undefined) {
      if (!isLoopback(hostName(request)))
        throw new HttpError(
          421,
          "this server answers only as localhost",
          "Start it with a token to reach it by another name.",
        );
      return;
    }
    if (OPEN_PATHS.has(path) || fits(bearer(request)) || fits(cookie(request))) return;
    if (request.method === "GET" && (request.headers.accept ?? "").includes("text/html"))
      return reply.redirect(`/login?to=${encodeURIComponent(request.url)}`, 303);
    throw new HttpError(
      401,
      "a token is needed",
      "Send it as `Authorization: Bearer TOKEN`, or open /login in a browser.",
    );
  });

  app.get("/login", async (request, reply) => {
    const { to } = request.query as { to?: string };
    reply.type("text/html").send(loginPage(ownPath(to)));
  });
  app.post("/login", async (request, reply) => {
    const { token: given, to } = (request.body ?? {}) as Record<string, string | undefined>;
    if (!fits(given)) return wrongToken(reply, ownPath(to));
    reply.header(
      "set-cookie",
      `${COOKIE}=${encodeURIComponent(given ?? "")}; Path=/; HttpOnly; SameSite=Strict`,
    );
    return reply.redirect(ownPath(to), 303);
  });
}

const SECURITY_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  // Not no-referrer: with that a form's Origin is "null", and would be refused below.
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
};

function refuseOtherSites(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  const { origin } = request.headers;
  const foreign =
    (typeof site === "string" && site !== "same-origin" && site !== "none") ||
    (origin !== undefined && hostOf(origin) !== request.headers.host);
  if (foreign) throw new HttpError(403, "the request comes from another site's page");
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined; // "null": a page without an origin
  }
}

function hostName(request: FastifyRequest): string {
  return (request.headers.host ?? "").replace(/:\d+$/, "");
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
}

function cookie(request: FastifyRequest): string | undefined {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [name, value = ""] = part.trim().split("=");
    if (name === COOKIE) {
      try {
        return decodeURIComponent(value);
      } catch {
        return undefined;
      }
    }
  }
  return undefined;
}

/** A path on this server; never another site's address (browsers skip tabs and line ends: `/<tab>/site` is `//site`). */
function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/(?!\/)[^\p{Cc}\\]*$/u.test(to) ? to : "/";
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function wrongToken(reply: FastifyReply, to: string): FastifyReply {
  return reply.code(401).type("text/html").send(loginPage(to, "That is not the token."));
}

function loginPage(to: string, error = ""): string {
  return htmlPage(
    "Token",
    html`<main class="narrow"><h1>SmartLog</h1><p role="alert">${error}</p>
      <form method="post" action="/login"><input type="hidden" name="to" value="${to}" />
        <label>Token <input name="token" type="password" autocomplete="current-password" required autofocus /></label>
        <button>Open</button></form></main>`,
  );
}
