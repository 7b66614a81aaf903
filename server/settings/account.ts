/** GET /settings/account: who one is here, one's password and sessions; POST …/password, …/end. */
import type { FastifyInstance } from "fastify";
import {
  type BrowserSession,
  endSessionsOf,
  IDLE_HOURS,
  listSessions,
  MOST_SESSION_DAYS,
} from "../../store/access/browser-sessions.ts";
import { checkPassword, MIN_PASSWORD_CHARACTERS } from "../../store/access/password.ts";
import { passwordOf, setPassword } from "../../store/access/users.ts";
import type { Authenticator } from "../access/authenticator.ts";
import { endedCookie } from "../access/cookies.ts";
import type { Logins } from "../access/logins.ts";
import type { Passwords } from "../access/passwords.ts";
import type { Database } from "../database/database.ts";
import { minute } from "../frame/when.ts";
import { HttpError } from "../http/error.ts";
import { type Principal, principal } from "../http/principal.ts";
import type { FormKeys } from "../pages/form-keys.ts";
import { type Html, html } from "../pages/html.ts";
import { refusals, settingsPage, table } from "./frame.ts";

type Fields = Record<string, string | undefined>;

const FORM = "account";

export interface AccountParts {
  formKeys: FormKeys;
  authenticator: Authenticator;
  logins: Logins;
  passwords: Passwords;
}

export function addAccountPage(
  app: FastifyInstance,
  database: Database,
  { formKeys, authenticator, logins, passwords }: AccountParts,
): void {
  app.get("/settings", { config: { needs: "login" } }, async (_request, reply) =>
    reply.redirect("/settings/account", 302),
  );

  app.get("/settings/account", { config: { needs: "login" } }, async (request, reply) => {
    const { kind, name } = principal();
    const shown = await database.forViewer(request.raw.socket, async (pool) =>
      kind === "user"
        ? {
            sessions: await listSessions(pool, name),
            hasPassword: (await passwordOf(pool, name)) !== undefined,
          }
        : { sessions: [], hasPassword: false },
    );
    const { done } = request.query as Fields;
    const said = done === "password" ? "The password is another now; your other sessions have ended." : "";
    const page = accountPage({ ...shown, principal: principal(), key: formKeys.of(FORM) });
    return reply.page(settingsPage("Account", page, said));
  });

  app.post(
    "/settings/account/password",
    { config: { needs: "login", audit: "user.password" } },
    async (request, reply) => {
      const { key, current = "", password = "", again = "" } = (request.body ?? {}) as Fields;
      formKeys.check(FORM, key);
      const name = userOf(request.principal);
      if (password !== again) throw new HttpError(400, "the two new passwords differ", "Type it twice.");
      await refusals(async () => checkPassword(password, name));
      if ((await logins.userOf(request, name, current)) === undefined)
        throw new HttpError(403, "that is not your password", "Ask an administrator for another one.");
      const hash = await passwords.hash(password);
      await database.forViewer(request.raw.socket, (pool) => setPassword(pool, name, hash));
      // All sessions ended with the old password; this browser goes on in a new one.
      await logins.open(request, reply, { user: name }, authenticator);
      return reply.redirect("/settings/account?done=password", 303);
    },
  );

  app.post(
    "/settings/account/end",
    { config: { needs: "login", audit: "login.ended-all" } },
    async (request, reply) => {
      formKeys.check(FORM, ((request.body ?? {}) as Fields).key);
      const name = userOf(request.principal);
      await database.forViewer(request.raw.socket, (pool) => endSessionsOf(pool, name));
      authenticator.forget();
      return reply.header("set-cookie", endedCookie(request)).redirect("/login", 303);
    },
  );
}

/** @throws HttpError 409 where it is no user's request */
function userOf({ kind, name }: Principal): string {
  if (kind === "user") return name;
  throw new HttpError(409, "you are not logged in as a user", "Log in by name and password.");
}

interface Shown {
  principal: Principal;
  sessions: readonly BrowserSession[];
  hasPassword: boolean;
  key: string;
}

function accountPage({
  principal: { kind, name, rights, binding },
  sessions,
  hasPassword,
  key,
}: Shown): Html {
  const hidden = html`<input type="hidden" name="key" value="${key}" />`;
  if (kind === "open")
    return html`<p>This server asks nobody who they are: it is reached from this machine only. <a href="/settings/users">Make a user</a>, an
    administrator first, and it asks for a login from then on.</p>`;
  return html`<p>You are <strong><bdi>${name}</bdi></strong>, who may ${[...rights].join(", ")}.</p>
  <form method="post" action="/logout"><button>Log out</button></form>
  ${
    hasPassword
      ? html`<h2>Password</h2><form method="post" action="/settings/account/password" class="feedback">${hidden}
    <input type="hidden" name="username" autocomplete="username" value="${name}" />
    <label>The one you have <input name="current" type="password" autocomplete="current-password" required /></label>
    <label>A new one <input name="password" type="password" autocomplete="new-password" minlength="${MIN_PASSWORD_CHARACTERS}" required /></label>
    <label>Once more <input name="again" type="password" autocomplete="new-password" required /></label>
    <div class="buttons"><button>Change it</button></div></form>`
      : ""
  }
  ${
    sessions.length === 0
      ? ""
      : html`<h2>Sessions</h2><p>One ends ${IDLE_HOURS} hours after its last request, ${MOST_SESSION_DAYS} days after the login, and when your password or role changes.</p>
  ${table(
    "Sessions",
    ["browser", "address", "since", "last used"],
    sessions.map(
      ({ id, agent, address, createdAt, seenAt }) =>
        html`<tr><td><bdi>${agent || "unnamed"}</bdi>${id === binding ? html` <strong>(this one)</strong>` : ""}</td><td>${address}</td><td>${minute(createdAt)}</td><td>${minute(seenAt)}</td></tr>`,
    ),
  )}
  <form method="post" action="/settings/account/end">${hidden}<button>End all, this one too</button></form>`
  }`;
}
