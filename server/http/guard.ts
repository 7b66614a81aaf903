/**
 * Which requests are answered: who they come from (access/authenticator.ts), and whether that is enough for their route
 * (needs.ts).
 *
 * Where nobody is asked who they are, only this machine's own address is served, and only to requests that name it as such: a
 * page on another site that makes its own name lead here (DNS rebinding) is turned away.
 *
 * What a browser sends from another site's page is refused, except links that lead to a page here.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { HttpError } from "./error.ts";
import { isLoopback } from "./loopback.ts";
import type { Needs } from "./needs.ts";
import { NOBODY, type Principal, PUBLIC } from "./principal.ts";

/** What the guard is told of a request. */
export interface Authority {
  /**
   * Who it comes from, as far as it says.
   *
   * @throws HttpError 429 after too many wrong tokens; 503 where it can't be looked up
   */
  principalOf(request: FastifyRequest): Promise<Principal>;
  /** Whether it asks anybody, as far as was known last. */
  readonly asks: boolean;
  /** Uids of dashboards that everybody may see. */
  publicDashboards: readonly string[];
  /** Is told of what was refused. */
  refused(request: FastifyRequest, principal: Principal): void;
}

export function addGuard(app: FastifyInstance, authority: Authority): void {
  app.addHook("onRequest", async (request, reply) => {
    request.principal = NOBODY;
    refuseOtherSites(request);
    const { needs = "login" } = request.routeOptions.config;
    if (needs === "own-key") return;
    // A check of health depends on nobody's login.
    if (needs === "open") {
      if (!authority.asks) refuseOtherNames(request);
      return;
    }
    const principal = await authority.principalOf(request);
    request.principal = principal;
    if (principal.kind === "open") return refuseOtherNames(request);
    if (isEnough(principal, needs)) return;
    if (isPublic(request, authority)) {
      request.principal = PUBLIC;
      return;
    }
    if (principal.kind === "nobody") return refuseNobody(request, reply, authority);
    authority.refused(request, principal);
    throw new HttpError(
      403,
      `this needs the right to ${namesOf(needs)}, which ${principal.name} has not`,
      "An administrator can give it: /settings/users, or `smartlog user role`.",
    );
  });
}

function isEnough({ kind, rights }: Principal, needs: Exclude<Needs, "open" | "own-key">): boolean {
  if (needs === "login") return kind !== "nobody";
  return [needs].flat().some((right) => rights.has(right as never));
}

function namesOf(needs: Needs): string {
  return [needs].flat().join(" or ");
}

/** Of a route that has no dashboard of its own, or one that is public. */
function isPublic(request: FastifyRequest, { publicDashboards }: Authority): boolean {
  if (publicDashboards.length === 0 || request.routeOptions.config.public !== true) return false;
  const { uid } = request.params as { uid?: string };
  return uid === undefined || publicDashboards.includes(uid);
}

/** A person is led to the login, or to what everybody may see; a program is told what to send. */
function refuseNobody(request: FastifyRequest, reply: FastifyReply, { publicDashboards }: Authority) {
  const isPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
  const [shown] = publicDashboards;
  if (shown !== undefined && request.method === "GET" && request.url === "/")
    return reply.redirect(`/d/${shown}`, 303);
  if (isPage) return reply.redirect(`/login?to=${encodeURIComponent(request.url)}`, 303);
  throw new HttpError(
    401,
    "a token is needed",
    "Send it as `Authorization: Bearer TOKEN`, or open /login in a browser.",
  );
}

/** @throws HttpError 421 where the request's Host is none of this machine's loopback names */
function refuseOtherNames({ headers }: FastifyRequest): void {
  if (!isLoopback((headers.host ?? "").replace(/:\d+$/, "")))
    throw new HttpError(
      421,
      "this server answers only as localhost",
      "Make a user or start it with a token to reach it by another name.",
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
