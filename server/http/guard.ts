/**
 * Which requests are answered.
 *
 * Without a token only this machine's own address is served, and only to requests that name it as such: a page on
 * another site that makes its own name lead here (DNS rebinding) is turned away. With a token, every request brings it:
 * as `Authorization: Bearer`, or in the cookie that the login page sets.
 *
 * What a browser sends from another site's page is refused, except links that lead to a page here.
 */
import { parseCookie } from "cookie";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { HttpError } from "./error.ts";
import { isLoopback } from "./loopback.ts";
import type { TokenCheck } from "./token.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route asks for a key of its own, in a header that no page of another site can send, and needs no token. */
    hasOwnKey?: boolean;
  }
}

/** Holds the token; set by the login page. */
export const TOKEN_COOKIE = "smartlog_token";
const OPEN_PATHS = new Set([
  "/healthz",
  "/readyz",
  "/login",
  "/public/tokens.css",
  "/public/style.css",
  "/public/frame.css",
  "/public/rows.css",
]);

export function addGuard(app: FastifyInstance, tokens: TokenCheck): void {
  app.addHook("onRequest", async (request, reply) => {
    refuseOtherSites(request);
    if (request.routeOptions.config.hasOwnKey) return;
    if (!tokens.isRequired) return refuseOtherNames(request);
    const path = request.url.split("?")[0] ?? "";
    if (OPEN_PATHS.has(path)) return;
    if (tokens.accepts(request.ip, ...bearer(request)) || tokens.accepts(request.ip, ...cookie(request)))
      return;
    if (request.method === "GET" && (request.headers.accept ?? "").includes("text/html"))
      return reply.redirect(`/login?to=${encodeURIComponent(request.url)}`, 303);
    throw new HttpError(
      401,
      "a token is needed",
      "Send it as `Authorization: Bearer TOKEN`, or open /login in a browser.",
    );
  });
}

/** @throws HttpError 421 where the request's Host is none of this machine's loopback names */
function refuseOtherNames({ headers }: FastifyRequest): void {
  if (!isLoopback((headers.host ?? "").replace(/:\d+$/, "")))
    throw new HttpError(
      421,
      "this server answers only as localhost",
      "Start it with a token to reach it by another name.",
    );
}

/** @throws HttpError 403 */
function refuseOtherSites(request: FastifyRequest): void {
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"] ?? "none";
  const isForeign =
    (site !== "same-origin" && site !== "none") ||
    (origin !== undefined && hostOf(origin) !== request.headers.host);
  if (isForeign && !isLink(request)) throw new HttpError(403, "the request comes from another site's page");
}

/** Whether a link to a page is followed, which shows the page in its own window and tells the other site nothing. */
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

/** Both readings of a header's bytes, which are UTF-8 or Latin-1, depending on the client; Node decodes them as Latin-1. */
function bearer({ headers }: FastifyRequest): Buffer[] {
  const given = /^bearer +(.+)$/i.exec(headers.authorization ?? "")?.[1];
  return given === undefined ? [] : [Buffer.from(given, "latin1"), Buffer.from(given)];
}

function cookie({ headers }: FastifyRequest): Buffer[] {
  const given = parseCookie(headers.cookie ?? "")[TOKEN_COOKIE];
  return given === undefined ? [] : [Buffer.from(given)];
}
