/**
 * Who may come in.
 *
 * Without a token only this machine's own address is served, and only to requests that name it as such: a page on
 * another site that makes its own name lead here (DNS rebinding) is turned away. With a token, every request brings it:
 * as `Authorization: Bearer`, or in the cookie that the login page sets; who tries many is made to wait.
 *
 * What a browser sends from another site's page is refused, but for links that lead to a page here.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { html, htmlPage } from "../pages/html.ts";
import { Attempts } from "./attempts.ts";
import { HttpError } from "./error.ts";
import { isLoopback } from "./loopback.ts";

const COOKIE = "smartlog_token";
const OPEN_PATHS = new Set(["/healthz", "/login", "/public/style.css"]);

export function addGuard(app: FastifyInstance, token: string | undefined): void {
  const expected = token === undefined ? undefined : digest(Buffer.from(token));
  const attempts = new Attempts();
  /** Whether one of what may be meant by what was given is the token. @throws HttpError 429 */
  const fits = (request: FastifyRequest, ...given: Buffer[]): boolean => {
    const [first] = given;
    if (expected === undefined || first === undefined) return false;
    const seconds = attempts.waitSeconds(request.ip);
    if (seconds > 0)
      throw new HttpError(
        429,
        "too many wrong tokens came from this address",
        `Try again in ${seconds} s.`,
        undefined,
        seconds,
      );
    if (given.some((each) => timingSafeEqual(digest(each), expected))) return true;
    attempts.wrong(request.ip, first.toString("base64"));
    return false;
  };

  app.addHook("onRequest", async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    refuseOtherSites(request);
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
    if (OPEN_PATHS.has(path) || fits(request, ...bearer(request)) || fits(request, ...cookie(request)))
      return;
    if (request.method === "GET" && (request.headers.accept ?? "").includes("text/html"))
      return reply.redirect(`/login?to=${encodeURIComponent(request.url)}`, 303);
    throw new HttpError(
      401,
      "a token is needed",
      "Send it as `Authorization: Bearer TOKEN`, or open /login in a browser.",
    );
  });

  app.get("/login", async (request, reply) => {
    const { to } = request.query as { to?: unknown };
    reply.type("text/html").send(loginPage(ownPath(to)));
  });
  app.post("/login", async (request, reply) => {
    const { token: given, to } = (request.body ?? {}) as Record<string, string | undefined>;
    if (!fits(request, Buffer.from(given ?? ""))) return wrongToken(reply, ownPath(to));
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
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"] ?? "none";
  const isForeign =
    (site !== "same-origin" && site !== "none") ||
    (origin !== undefined && hostOf(origin) !== request.headers.host);
  if (isForeign && !isLink(request)) throw new HttpError(403, "the request comes from another site's page");
}

/** Whether somebody follows a link to a page: that shows it in a window of its own, and tells the other site nothing. */
function isLink({ method, headers, url }: FastifyRequest): boolean {
  return (
    method === "GET" &&
    headers["sec-fetch-mode"] === "navigate" &&
    headers["sec-fetch-dest"] === "document" &&
    !url.startsWith("/api/")
  );
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

/** What may be meant: header bytes are UTF-8 by some clients, and by others Latin-1, as which Node reads them. */
function bearer({ headers }: FastifyRequest): Buffer[] {
  const given = /^bearer +(.+)$/i.exec(headers.authorization ?? "")?.[1];
  return given === undefined ? [] : [Buffer.from(given, "latin1"), Buffer.from(given)];
}

function cookie(request: FastifyRequest): Buffer[] {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [name, value = ""] = part.trim().split("=");
    if (name === COOKIE) {
      try {
        return [Buffer.from(decodeURIComponent(value))];
      } catch {
        return [];
      }
    }
  }
  return [];
}

/**
 * A path on this server, as a header can hold it; never another site's address (browsers skip tabs and line ends:
 * `/<tab>/site` is `//site`).
 */
function ownPath(to: unknown): string {
  if (typeof to !== "string" || !/^\/(?!\/)[^\p{Cc}\\]*$/u.test(to)) return "/";
  return Buffer.from(to)
    .toString("latin1")
    .replace(/[^\x21-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

function digest(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
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
