/** Who may open a session of a browser: by name and password, or by a token. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { endSession, hasSessionFrom, type Opener, openSession } from "../../store/access/browser-sessions.ts";
import { MAX_PASSWORD_CHARACTERS, NOBODYS_HASH } from "../../store/access/password.ts";
import { passwordOf } from "../../store/access/users.ts";
import type { Database } from "../database/database.ts";
import { orUnavailable } from "../database/or-unavailable.ts";
import { Attempts } from "../http/attempts.ts";
import { HttpError } from "../http/error.ts";
import type { AuditLog } from "./audit-log.ts";
import type { Authenticator } from "./authenticator.ts";
import { sessionCookie, sessionCookieOf } from "./cookies.ts";
import type { Passwords } from "./passwords.ts";

const MAX_NAME_CHARACTERS = 64;

export class Logins {
  readonly #database: Database;
  readonly #passwords: Passwords;
  readonly #log: AuditLog;
  readonly #ofAddress = new Attempts();
  readonly #ofUser = new Attempts();

  constructor(database: Database, passwords: Passwords, log: AuditLog) {
    [this.#database, this.#passwords, this.#log] = [database, passwords, log];
  }

  /**
   * Whether a name and a password belong together. Takes as long and says the same where there is no such user.
   *
   * @returns the user's name as it is stored; undefined where they don't
   * @throws HttpError 429 after too many from this address or for this user, 503 where too many wait
   */
  async userOf(request: FastifyRequest, given: string, password: string): Promise<string | undefined> {
    const name = given.trim().toLowerCase().slice(0, MAX_NAME_CHARACTERS).replaceAll("\0", "");
    const tried = `${name}\n${password}`;
    await this.#refuseGuessing(request.ip, name);
    // Counted before it is known, since many can be sent at once.
    this.#ofAddress.wrong(request.ip, tried);
    this.#ofUser.wrong(`user ${name}`, tried);
    const found = await orUnavailable(passwordOf(this.#database.access, name));
    const isIt = await this.#passwords.isRight(
      password.slice(0, MAX_PASSWORD_CHARACTERS + 1),
      found?.hash ?? NOBODYS_HASH,
    );
    if (found && isIt) {
      this.#ofAddress.right(request.ip, tried);
      this.#ofUser.right(`user ${name}`, tried);
      return name;
    }
    // Who types a password in place of a name finds it in no log.
    this.#log.failed(request.ip, "login.failed", { name: found ? name : "(unknown)" });
    return undefined;
  }

  /** Opens a session in place of the one that the browser had, and sets its cookie. */
  async open(
    request: FastifyRequest,
    reply: FastifyReply,
    opener: Opener,
    authenticator: Authenticator,
  ): Promise<void> {
    const before = sessionCookieOf(request);
    const agent = request.headers["user-agent"] ?? "";
    const cookie = await orUnavailable(
      (async () => {
        if (before !== undefined) await endSession(this.#database.access, before);
        return openSession(this.#database.access, opener, { address: request.ip, agent });
      })(),
    );
    authenticator.forget();
    reply.header("set-cookie", sessionCookie(request, cookie));
    request.principal = await authenticator.ofSession(cookie);
    await this.#log.done(request, "login.opened", {});
  }

  async #refuseGuessing(address: string, name: string): Promise<void> {
    const ofAddress = this.#ofAddress.waitSeconds(address);
    const ofUser = this.#ofUser.waitSeconds(`user ${name}`);
    // Others' guesses keep nobody out of where they are logged in already.
    const isHeldUp =
      ofAddress > 0 ||
      (ofUser > 0 && !(await orUnavailable(hasSessionFrom(this.#database.access, name, address))));
    if (!isHeldUp) return;
    const seconds = Math.max(ofAddress, ofUser);
    throw new HttpError(
      429,
      "too many wrong passwords were tried",
      `Try again in ${seconds} s.`,
      undefined,
      seconds,
    );
  }
}
