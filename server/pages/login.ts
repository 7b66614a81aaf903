/** GET, POST /login: the token as a cookie, for browsers. */
import { stringifySetCookie } from "cookie";
import type { FastifyInstance } from "fastify";
import type { Page } from "../frame/page.ts";
import { TOKEN_COOKIE } from "../http/guard.ts";
import { ownPath } from "../http/own-path.ts";
import type { TokenCheck } from "../http/token.ts";
import { html } from "./html.ts";

export function addLogin(app: FastifyInstance, tokens: TokenCheck): void {
  app.get("/login", async (request, reply) => {
    const { to } = request.query as { to?: unknown };
    return reply.page(loginPage(ownPath(to)));
  });

  app.post("/login", async (request, reply) => {
    const { token = "", to } = (request.body ?? {}) as Record<string, string | undefined>;
    if (!tokens.accepts(request.ip, Buffer.from(token)))
      return reply.code(401).page(loginPage(ownPath(to), "That is not the token."));
    const cookie = stringifySetCookie(TOKEN_COOKIE, token, { path: "/", httpOnly: true, sameSite: "strict" });
    return reply.header("set-cookie", cookie).redirect(ownPath(to), 303);
  });
}

function loginPage(to: string, error = ""): Page {
  return {
    title: "Token",
    isBare: true,
    body: html`<main class="narrow"><h1>SmartLog</h1><p role="alert">${error}</p>
      <form method="post" action="/login"><input type="hidden" name="to" value="${to}" />
        <label>Token <input name="token" type="password" autocomplete="current-password" required autofocus /></label>
        <button>Open</button></form></main>`,
  };
}
