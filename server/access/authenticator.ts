/**
 * Who a request comes from: the server's own token (SMARTLOG_TOKEN), a token of the store, the session of a browser that is
 * logged in, or nobody. The store is asked once a second for each, so what is revoked by the command ends within a second.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { hasAccounts } from "../../store/access/accounts.ts";
import { sessionId, sessionOf } from "../../store/access/browser-sessions.ts";
import { RIGHTS, type Right, rightsOf, rightsOfRole } from "../../store/access/rights.ts";
import { isTokenForm, sha256, useToken } from "../../store/access/tokens.ts";
import type { Database } from "../database/database.ts";
import { orUnavailable } from "../database/or-unavailable.ts";
import { Attempts } from "../http/attempts.ts";
import { HttpError } from "../http/error.ts";
import type { Authority } from "../http/guard.ts";
import { isLoopback } from "../http/loopback.ts";
import { NOBODY, type Principal } from "../http/principal.ts";
import type { AuditLog } from "./audit-log.ts";
import { sessionCookieOf } from "./cookies.ts";
import { Recent } from "./recent.ts";

const KEPT_MS = 1_000;
const MOST_KEPT = 1_000;
const ALL: ReadonlySet<Right> = new Set(RIGHTS);
const OPEN: Principal = { kind: "open", name: "", rights: ALL, binding: "" };
/** Name of who logs in by SMARTLOG_TOKEN. */
const SERVERS_TOKEN = "token:SMARTLOG_TOKEN";

export interface AccessOptions {
  /** SMARTLOG_TOKEN: everything may be done by it. */
  token: string | undefined;
  /** The address that the server listens on. */
  host: string;
  /** Requests from this machine are asked for nothing, also where others are. */
  openLoopback: boolean;
  /** Uids. */
  publicDashboards: readonly string[];
}

export class Authenticator implements Authority {
  readonly publicDashboards: readonly string[];
  readonly #database: Database;
  readonly #log: AuditLog;
  readonly #options: AccessOptions;
  readonly #attempts = new Attempts();
  readonly #sessions = new Recent<Principal>(KEPT_MS, MOST_KEPT);
  readonly #tokens = new Recent<Principal>(KEPT_MS, MOST_KEPT);
  readonly #accounts = new Recent<boolean>(KEPT_MS, 1);
  #asks: boolean | undefined;

  constructor(database: Database, log: AuditLog, options: AccessOptions) {
    [this.#database, this.#log, this.#options] = [database, log, options];
    this.publicDashboards = options.publicDashboards;
    if (options.token !== undefined || !isLoopback(options.host)) this.#asks = true;
  }

  get asks(): boolean {
    return this.#asks ?? true;
  }

  /** Whether there is anybody who could log in, besides by SMARTLOG_TOKEN. */
  hasAccounts(): Promise<boolean> {
    return this.#accounts.get("", () => orUnavailable(hasAccounts(this.#database.access)));
  }

  async principalOf(request: FastifyRequest): Promise<Principal> {
    const readings = bearer(request);
    if (readings.length > 0) {
      const found = await this.#byToken(request.ip, readings);
      if (found) return found;
    }
    const cookie = sessionCookieOf(request);
    const found = cookie === undefined ? NOBODY : await this.ofSession(cookie);
    if (found !== NOBODY) return found;
    return (await this.#isOpen(request)) ? OPEN : NOBODY;
  }

  refused(request: FastifyRequest, principal: Principal): void {
    const { url = "", method } = request.routeOptions;
    this.#log.refused(request, principal, "access.denied", { route: `${[method].flat()[0]} ${url}` });
  }

  /**
   * The login page's: whose token it is.
   *
   * @throws HttpError 429
   */
  async openerOf(address: string, text: string): Promise<{ token: string } | { secret: string } | undefined> {
    const found = await this.#byToken(address, [Buffer.from(text)]);
    if (!found) return undefined;
    const { token } = this.#options;
    return found.name === SERVERS_TOKEN && token !== undefined ? { secret: token } : { token: found.binding };
  }

  /** Something was changed here that may end a login. */
  forget(): void {
    this.#sessions.clear();
    this.#tokens.clear();
    this.#accounts.clear();
  }

  /** @param readings what a client sent, as either of two encodings; wrong ones are counted, but where nobody is asked */
  async #byToken(address: string, readings: readonly Buffer[]): Promise<Principal | undefined> {
    const texts = readings.map((each) => each.toString());
    const [first = ""] = texts;
    const isAsked = this.#options.token !== undefined || isTokenForm(first) || (await this.#doesAsk());
    if (!isAsked) return undefined;
    const seconds = this.#attempts.waitSeconds(address);
    if (seconds > 0)
      throw new HttpError(
        429,
        "too many wrong tokens came from this address",
        `Try again in ${seconds} s.`,
        undefined,
        seconds,
      );
    if (this.#isServers(readings)) return { kind: "token", name: SERVERS_TOKEN, rights: ALL, binding: "" };
    const found = isTokenForm(first)
      ? await this.#tokens.get(sha256(first).toString("base64"), () => this.#find(first))
      : NOBODY;
    if (found !== NOBODY) return found;
    this.#attempts.wrong(address, first);
    this.#log.failed(address, "token.refused", isTokenForm(first) ? { id: first.slice(9, 17) } : {});
    return undefined;
  }

  #isServers(readings: readonly Buffer[]): boolean {
    const { token } = this.#options;
    if (token === undefined) return false;
    const expected = digest(Buffer.from(token));
    return readings.some((each) => timingSafeEqual(digest(each), expected));
  }

  async #find(text: string): Promise<Principal> {
    const found = await orUnavailable(useToken(this.#database.access, text));
    if (!found) return NOBODY;
    const { id, name, scopes } = found;
    return { kind: "token", name: `token:${name}`, rights: rightsOf(scopes), binding: id };
  }

  /** Whose session a cookie is; {@link NOBODY}'s where it has ended. */
  ofSession(cookie: string): Promise<Principal> {
    const id = sessionId(cookie);
    return this.#sessions.get(id, async () => {
      const found = await orUnavailable(sessionOf(this.#database.access, cookie, this.#options.token));
      if (!found) return NOBODY;
      if ("user" in found)
        return { kind: "user", name: found.user, rights: rightsOfRole(found.role), binding: id };
      if ("secret" in found) return { kind: "token", name: SERVERS_TOKEN, rights: ALL, binding: id };
      return { kind: "token", name: `token:${found.name}`, rights: rightsOf(found.scopes), binding: id };
    });
  }

  async #isOpen(request: FastifyRequest): Promise<boolean> {
    if (this.#options.openLoopback && isDirect(request)) return true;
    return !(await this.#doesAsk());
  }

  /** Whether logins are asked for; what was known last where the store doesn't answer now. */
  async #doesAsk(): Promise<boolean> {
    const { token, host } = this.#options;
    if (token !== undefined || !isLoopback(host)) return true;
    try {
      this.#asks = await this.hasAccounts();
    } catch (error) {
      if (this.#asks === undefined) throw error;
    }
    return this.#asks;
  }
}

/** From this machine, by its own name, and through no proxy that says so. */
function isDirect({ socket, headers }: FastifyRequest): boolean {
  const address = (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  const isForwarded = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"].some(
    (name) => headers[name] !== undefined,
  );
  return isLoopback(address) && isLoopback((headers.host ?? "").replace(/:\d+$/, "")) && !isForwarded;
}

/** Both readings of a header's bytes, which are UTF-8 or Latin-1, depending on the client; Node decodes them as Latin-1. */
function bearer({ headers }: FastifyRequest): Buffer[] {
  const given = /^bearer +(.+)$/i.exec(headers.authorization ?? "")?.[1];
  return given === undefined ? [] : [Buffer.from(given, "latin1"), Buffer.from(given)];
}

/** Of one length, as a comparison in constant time needs. */
function digest(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
