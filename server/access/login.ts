/** GET, POST /login, POST /logout: by name and password, by a token, or over the OpenID provider. */
import type { FastifyInstance } from "fastify";
import { type Html, html } from "../../host/html.ts";
import { endSession } from "../../store/access/browser-sessions.ts";
import type { Database } from "../database/database.ts";
import { orUnavailable } from "../database/or-unavailable.ts";
import type { Page } from "../frame/page.ts";
import { ownPath } from "../http/own-path.ts";
import type { AuditLog } from "./audit-log.ts";
import type { Authenticator } from "./authenticator.ts";
import { endedCookie, sessionCookieOf } from "./cookies.ts";
import type { Logins } from "./logins.ts";

export interface LoginParts {
  authenticator: Authenticator;
  logins: Logins;
  log: AuditLog;
  /** The OpenID provider's name, for people; undefined where there is none. */
  provider: string | undefined;
}

export function addLogin(
  app: FastifyInstance,
  database: Database,
  { authenticator, logins, log, provider }: LoginParts,
): void {
  const config = { needs: "open", audit: false } as const;
  const page = async (to: string, error = "") =>
    loginPage({ to, error, provider, hasUsers: await authenticator.hasAccounts().catch(() => true) });

  app.get("/login", { config }, async (request, reply) => {
    const { to } = request.query as { to?: unknown };
    return reply.page(await page(ownPath(to)));
  });

  app.post("/login", { config }, async (request, reply) => {
    const {
      token,
      name = "",
      password = "",
      to,
    } = (request.body ?? {}) as Record<string, string | undefined>;
    const refuse = async (error: string) => reply.code(401).page(await page(ownPath(to), error));
    if (token !== undefined) {
      const opener = await authenticator.openerOf(request.ip, token);
      if (!opener) return refuse("That is not the token.");
      await logins.open(request, reply, opener, authenticator);
    } else {
      const user = await logins.userOf(request, name, password);
      if (user === undefined) return refuse("Name and password don't belong together.");
      await logins.open(request, reply, { user }, authenticator);
    }
    return reply.redirect(ownPath(to), 303);
  });

  app.post("/logout", { config }, async (request, reply) => {
    const cookie = sessionCookieOf(request);
    if (cookie !== undefined) {
      request.principal = await authenticator.ofSession(cookie);
      await orUnavailable(endSession(database.access, cookie));
      authenticator.forget();
      if (request.principal.name !== "") await log.done(request, "login.ended", {});
    }
    return reply.header("set-cookie", endedCookie(request)).redirect("/login", 303);
  });
}

interface Shown {
  to: string;
  error: string;
  provider: string | undefined;
  hasUsers: boolean;
}

/** @param error said above the form */
export function loginPage({ to, error, provider, hasUsers }: Shown): Page {
  const hidden = html`<input type="hidden" name="to" value="${to}" />`;
  return {
    title: "Log in",
    isBare: true,
    body: html`<main class="narrow" id="main"><h1>SmartLog</h1>${error ? html`<p role="alert">${error}</p>` : ""}
      ${provider === undefined ? "" : html`<form method="get" action="/login/oidc">${hidden}<button>Log in with ${provider}</button></form>`}
      ${hasUsers ? passwordForm(hidden) : ""}
      ${hasUsers ? html`<details><summary>With a token</summary>${tokenForm(hidden)}</details>` : tokenForm(hidden)}</main>`,
  };
}

function passwordForm(hidden: Html): Html {
  return html`<form method="post" action="/login">${hidden}
        <p><label>Name <input name="name" autocomplete="username" autocapitalize="none" required autofocus /></label></p>
        <p><label>Password <input name="password" type="password" autocomplete="current-password" required /></label></p>
        <p><button>Log in</button></p></form>`;
}

function tokenForm(hidden: Html): Html {
  return html`<form method="post" action="/login">${hidden}
        <label>Token <input name="token" type="password" autocomplete="off" required /></label>
        <button>Open</button></form>`;
}
