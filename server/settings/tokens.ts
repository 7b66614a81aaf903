/** GET, POST /settings/tokens, POST /settings/tokens/revoke: tokens of programs. */
import type { FastifyInstance } from "fastify";
import { isRight, RIGHTS, type Right } from "../../store/access/rights.ts";
import {
  createToken,
  DEFAULT_TOKEN_DAYS,
  doesTokenAct,
  listTokens,
  MOST_TOKEN_DAYS,
  revokeToken,
  type Token,
} from "../../store/access/tokens.ts";
import type { Authenticator } from "../access/authenticator.ts";
import type { Database } from "../database/database.ts";
import { minute } from "../frame/when.ts";
import type { FormKeys } from "../pages/form-keys.ts";
import { type Html, html } from "../pages/html.ts";
import { refusals, settingsPage, table } from "./frame.ts";

type Fields = Record<string, string | undefined>;

const FORM = "tokens";
const SCOPES: Readonly<Record<Right, string>> = {
  ingest: "send records",
  read: "see everything, and /metrics",
  review: "label, mute, act on incidents",
  admin: "everything",
};

export function addTokensPage(
  app: FastifyInstance,
  database: Database,
  { formKeys, authenticator }: { formKeys: FormKeys; authenticator: Authenticator },
): void {
  app.get("/settings/tokens", { config: { needs: "admin" } }, async (request, reply) => {
    const tokens = await database.forViewer(request.raw.socket, listTokens);
    const said = "revoked" in (request.query as Fields) ? "Revoked: it opens nothing any more." : "";
    return reply.page(settingsPage("Tokens", tokensPage(tokens, formKeys.of(FORM)), said));
  });

  app.post(
    "/settings/tokens",
    { config: { needs: "admin", audit: "token.created" } },
    async (request, reply) => {
      const form = (request.body ?? {}) as Fields;
      formKeys.check(FORM, form.key);
      const { name = "", days = "", who = "" } = form;
      const scopes = RIGHTS.filter((scope) => form[`scope-${scope}`] !== undefined && isRight(scope));
      const page = await database.forViewer(request.raw.socket, async (pool) => {
        const asked = { name: name.trim(), scopes, days: days.trim() === "" ? null : Number(days), by: who };
        const { token } = await refusals(() => createToken(pool, asked));
        return tokensPage(await listTokens(pool), formKeys.of(FORM), token);
      });
      authenticator.forget();
      return reply.page(settingsPage("Tokens", page));
    },
  );

  app.post(
    "/settings/tokens/revoke",
    { config: { needs: "admin", audit: "token.revoked" } },
    async (request, reply) => {
      const { key, id = "", who = "" } = (request.body ?? {}) as Fields;
      formKeys.check(FORM, key);
      await database.forViewer(request.raw.socket, (pool) =>
        refusals(() => revokeToken(pool, id.replaceAll("\0", ""), who)),
      );
      authenticator.forget();
      return reply.redirect("/settings/tokens?revoked", 303);
    },
  );
}

/** @param made the token that was just made: this page alone shows it */
function tokensPage(tokens: readonly Token[], key: string, made?: string): Html {
  const acting = tokens.filter(doesTokenAct);
  const ended = tokens.filter((token) => !doesTokenAct(token));
  return html`${
    made === undefined
      ? ""
      : html`<p role="status" class="note">This is the token. It is shown this once: copy it now.<br /><code>${made}</code></p>`
  }
  <p>What programs send as <code>Authorization: Bearer …</code>. Only a hash of each is kept. SMARTLOG_TOKEN, where it is set, is one more, which may do everything.</p>
  ${
    acting.length === 0
      ? html`<p>No token acts.</p>`
      : html`<form method="post" action="/settings/tokens/revoke"><input type="hidden" name="key" value="${key}" />${table(
          "Tokens that act",
          ["", "name", "scopes", "id", "expires", "last used", "made by"],
          acting.map(
            ({ id, name, scopes, expiresAt, usedAt, createdBy, createdAt }) =>
              html`<tr><td><button name="id" value="${id}" aria-label="Revoke ${name}">revoke</button></td><td><bdi>${name}</bdi></td><td>${scopes.join(", ")}</td><td><code>${id}</code></td>
        <td>${expiresAt ? minute(expiresAt) : "never"}</td><td>${usedAt ? minute(usedAt) : "never"}</td><td><bdi>${createdBy}</bdi>, ${minute(createdAt)}</td></tr>`,
          ),
        )}</form>`
  }
  <h2>Make a token</h2>
  <form method="post" action="/settings/tokens" class="feedback"><input type="hidden" name="key" value="${key}" />
    <label>Name <input name="name" maxlength="64" placeholder="web1-fluent-bit" autocomplete="off" required /></label>
    <fieldset><legend>It may</legend>${RIGHTS.map(
      (scope) =>
        html`<label><input type="checkbox" name="scope-${scope}" ${scope === "ingest" ? html`checked` : ""} /> ${scope}: ${SCOPES[scope]}</label> `,
    )}</fieldset>
    <label>For days <input name="days" type="number" min="1" max="${MOST_TOKEN_DAYS}" value="${DEFAULT_TOKEN_DAYS}" placeholder="for ever" /></label>
    <div class="buttons"><button>Make it</button></div></form>
  ${
    ended.length === 0
      ? ""
      : html`<h2>Ended</h2>${table(
          "Tokens that have ended",
          ["name", "id", "scopes", "ended"],
          ended.map(
            ({ id, name, scopes, revokedAt, revokedBy, expiresAt }) =>
              html`<tr><td><bdi>${name}</bdi></td><td><code>${id}</code></td><td>${scopes.join(", ")}</td><td>${revokedAt ? html`revoked by <bdi>${revokedBy}</bdi>, ${minute(revokedAt)}` : html`expired ${expiresAt ? minute(expiresAt) : ""}`}</td></tr>`,
          ),
        )}`
  }`;
}
