/** GET, POST /login: the token as a cookie, for browsers. */
import { stringifySetCookie } from "cookie";
import type { FastifyInstance } from "fastify";
import { TOKEN_COOKIE } from "../http/guard.ts";
import type { TokenCheck } from "../http/token.ts";
import { html, htmlPage } from "./html.ts";

export function addLogin(app: FastifyInstance, tokens: TokenCheck): void {
  app.get("/login", async (request, reply) => {
    const { to } = request.query as { to?: unknown };
    return reply.type("text/html").send(loginPage(ownPath(to)));
  });

  app.post("/login", async (request, reply) => {
    const { token = "", to } = (request.body ?? {}) as Record<string, string | undefined>;
    if (!tokens.accepts(request.ip, Buffer.from(token)))
      return reply
        .code(401)
        .type("text/html")
        .send(loginPage(ownPath(to), "That is not the token."));
    const cookie = stringifySetCookie(TOKEN_COOKIE, token, { path: "/", httpOnly: true, sameSite: "strict" });
    return reply.header("set-cookie", cookie).redirect(ownPath(to), 303);
  });
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

function loginPage(to: string, error = ""): string {
  return htmlPage(
    "Token",
    html`<main class="narrow"><h1>SmartLog</h1><p role="alert">${error}</p>
      <form method="post" action="/login"><input type="hidden" name="to" value="${to}" />
        <label>Token <input name="token" type="password" autocomplete="current-password" required autofocus /></label>
        <button>Open</button></form></main>`,
  );
}
