/** The cookie of a browser that is logged in. */
import { parseCookie, stringifySetCookie } from "cookie";
import type { FastifyRequest } from "fastify";
import { MOST_SESSION_DAYS } from "../../store/access/browser-sessions.ts";

const NAME = "smartlog_session";
/** Browsers take a cookie of such a name over https only, for this host only, from this host only. */
const SECURE_NAME = `__Host-${NAME}`;
const DAY_SECONDS = 86_400;
const FORM = /^[\w-]{43}$/;

/**
 * Whether the browser came by https, as the proxy in front says. A client can say so itself: then its own cookie is one that it
 * sends back over https only.
 */
export function isHttps({ headers }: FastifyRequest): boolean {
  return /^https\b/i.test(String(headers["x-forwarded-proto"] ?? ""));
}

/**
 * Lax, not strict: a strict one is missing when a link in a mail or the OpenID provider leads here. The guard refuses what
 * other sites send, and forms have keys.
 */
export function sessionCookie(request: FastifyRequest, value: string): string {
  return cookie(request, value, MOST_SESSION_DAYS * DAY_SECONDS);
}

export function endedCookie(request: FastifyRequest): string {
  return cookie(request, "", 0);
}

function cookie(request: FastifyRequest, value: string, maxAge: number): string {
  const secure = isHttps(request);
  return stringifySetCookie(secure ? SECURE_NAME : NAME, value, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure,
    maxAge,
  });
}

/** What the browser holds; undefined where that is no session's. */
export function sessionCookieOf({ headers }: FastifyRequest): string | undefined {
  const cookies = parseCookie(headers.cookie ?? "");
  const given = cookies[SECURE_NAME] ?? cookies[NAME];
  return given !== undefined && FORM.test(given) ? given : undefined;
}
