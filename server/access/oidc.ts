/**
 * GET /login/oidc, /login/oidc/back: login by an OpenID provider: authorization code with PKCE, state and nonce, by openid-client, which
 * checks the ID token's signature, issuer, audience and times.
 */
import { randomBytes } from "node:crypto";
import { parseCookie, stringifySetCookie } from "cookie";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as client from "openid-client";
import type { Role } from "../../store/access/rights.ts";
import { userOfProvider } from "../../store/access/users.ts";
import { StoreError } from "../../store/error.ts";
import type { Database } from "../database/database.ts";
import { orUnavailable } from "../database/or-unavailable.ts";
import { HttpError } from "../http/error.ts";
import { isLoopback } from "../http/loopback.ts";
import { ownPath } from "../http/own-path.ts";
import { StartError } from "../start-error.ts";
import type { AuditLog } from "./audit-log.ts";
import type { Authenticator } from "./authenticator.ts";
import { isHttps } from "./cookies.ts";
import { loginPage } from "./login.ts";
import type { Logins } from "./logins.ts";
import { type RoleRules, roleOf } from "./oidc-roles.ts";

export interface OidcOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where browsers reach this server: `https://logs.example.org`. */
  url: string;
  scopes: string;
  /** Claim with the user's name. */
  nameClaim: string;
  roles: RoleRules;
}

const BACK = "/login/oidc/back";
const COOKIE = "smartlog_oidc";
const PENDING_SECONDS = 600;
const MOST_PENDING = 1_000;
const TIMEOUT_SECONDS = 10;

interface Pending {
  state: string;
  nonce: string;
  verifier: string;
  to: string;
  until: number;
}

/** Who the provider says it is. */
interface Claimed {
  issuer: string;
  subject: string;
  name: string;
  /** Undefined where none of the roles is meant. */
  role: Role | undefined;
}

export class Oidc {
  readonly #options: OidcOptions;
  readonly #pending = new Map<string, Pending>();
  #found: Promise<client.Configuration> | undefined;

  /** @throws StartError where an address is none, or not https */
  constructor(options: OidcOptions) {
    this.#options = options;
    for (const [name, text] of [
      ["SMARTLOG_OIDC_ISSUER", options.issuer],
      ["SMARTLOG_OIDC_URL", options.url],
    ] as const) {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url?.protocol !== "https:" && !(url?.protocol === "http:" && isLoopback(url.hostname)))
        throw new StartError(`${name} is no address that begins with https://`, {
          nextStep: "Plain http is taken of this machine's own only.",
        });
    }
  }

  /** For people: the host of the provider. */
  get name(): string {
    return new URL(this.#options.issuer).host;
  }

  /** @returns where the browser goes, and what it has to bring back as a cookie */
  async begin(to: string): Promise<{ url: string; cookie: string }> {
    const configuration = await this.#configuration();
    const cookie = randomBytes(32).toString("base64url");
    const pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      to,
      until: Date.now() + PENDING_SECONDS * 1000,
    };
    const [oldest] = this.#pending.keys();
    if (this.#pending.size >= MOST_PENDING && oldest !== undefined) this.#pending.delete(oldest);
    this.#pending.set(cookie, pending);
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#back.href,
      scope: this.#options.scopes,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: "S256",
    });
    return { url: url.href, cookie };
  }

  /**
   * Once for each cookie.
   *
   * @param query as the provider sent it back, with the question mark
   * @throws what openid-client finds wrong with it; HttpError 400 where no login is under way
   */
  async end(cookie: string | undefined, query: string): Promise<{ claimed: Claimed; to: string }> {
    const pending = cookie === undefined ? undefined : this.#pending.get(cookie);
    if (cookie === undefined || !pending || pending.until < Date.now())
      throw new HttpError(
        400,
        "no login is under way in this browser, or it took too long",
        "Begin again at /login.",
      );
    this.#pending.delete(cookie);
    const url = this.#back;
    url.search = query;
    const tokens = await client.authorizationCodeGrant(await this.#configuration(), url, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new HttpError(400, "the provider sent no ID token");
    const name = claims[this.#options.nameClaim];
    return {
      claimed: {
        issuer: claims.iss,
        subject: claims.sub,
        name: typeof name === "string" ? name : claims.sub,
        role: roleOf(claims, this.#options.roles),
      },
      to: pending.to,
    };
  }

  get #back(): URL {
    return new URL(BACK, this.#options.url);
  }

  /** The provider's, asked for at the first login, and again where it did not answer. @throws HttpError 503 */
  async #configuration(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#options;
    const url = new URL(issuer);
    this.#found ??= client.discovery(url, clientId, undefined, client.ClientSecretBasic(clientSecret), {
      timeout: TIMEOUT_SECONDS,
      // Signatures of ID tokens are checked, too, whatever way they came.
      execute: [
        client.enableNonRepudiationChecks,
        ...(url.protocol === "http:" ? [client.allowInsecureRequests] : []),
      ],
    });
    try {
      return await this.#found;
    } catch (error) {
      this.#found = undefined;
      throw new HttpError(
        503,
        `${this.name} does not answer as an OpenID provider`,
        "Log in by password.",
        error,
      );
    }
  }
}

export interface OidcParts {
  oidc: Oidc;
  authenticator: Authenticator;
  logins: Logins;
  log: AuditLog;
}

export function addOidc(
  app: FastifyInstance,
  database: Database,
  { oidc, authenticator, logins, log }: OidcParts,
): void {
  const config = { needs: "open" } as const;

  app.get("/login/oidc", { config }, async (request, reply) => {
    const { to } = request.query as { to?: unknown };
    const { url, cookie } = await oidc.begin(ownPath(to));
    return reply.header("set-cookie", pendingCookie(request, cookie, PENDING_SECONDS)).redirect(url, 303);
  });

  app.get(BACK, { config }, async (request, reply) => {
    reply.header("set-cookie", pendingCookie(request, "", 0));
    const cookie = parseCookie(request.headers.cookie ?? "")[COOKIE];
    const query = request.url.includes("?") ? request.url.slice(request.url.indexOf("?")) : "";
    const refuse = (status: number, reason: string, text: string) => {
      log.failed(request.ip, "login.refused", { provider: oidc.name, reason });
      const page = loginPage({ to: "/", error: text, provider: oidc.name, hasUsers: true });
      return reply.code(status).page(page);
    };
    let found: Awaited<ReturnType<Oidc["end"]>>;
    try {
      found = await oidc.end(cookie, query);
    } catch (error) {
      if (error instanceof HttpError) throw error;
      const { code = "unknown" } = error as { code?: string };
      return refuse(401, code, `What ${oidc.name} answered can't be used (${code}). Try again.`);
    }
    const { claimed, to } = found;
    const { role } = claimed;
    if (role === undefined)
      return refuse(
        403,
        "no-role",
        `${oidc.name} knows you, but gives you no role here. Ask an administrator.`,
      );
    try {
      const user = await orUnavailable(userOfProvider(database.access, { ...claimed, role }));
      await logins.open(request, reply, { user }, authenticator);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return refuse(403, error.code, `You can't log in by ${oidc.name}: ${error.message}.`);
    }
    return reply.redirect(to, 303);
  });
}

/** Lax, since the provider's page leads back here. */
function pendingCookie(request: FastifyRequest, value: string, maxAge: number): string {
  const secure = isHttps(request);
  return stringifySetCookie(COOKIE, value, { path: BACK, httpOnly: true, sameSite: "lax", secure, maxAge });
}
