/** Views of Explore that people keep: a query with its order and columns, and its time where the address names one. */
import type { FastifyInstance } from "fastify";
import {
  listViews,
  MAX_VIEW_NAME_CHARACTERS,
  removeView,
  saveView,
  type View,
} from "../../../store/access/views.ts";
import type { Database } from "../../database/database.ts";
import { HttpError } from "../../http/error.ts";
import { may, principal } from "../../http/principal.ts";
import type { FormKeys } from "../form-keys.ts";
import { type Html, html } from "../html.ts";
import { type Asked, askedOf, explorePath } from "./query.ts";

const FORM = "explore-views";
const PAGE = "explore";
/** Codes of what a person can mend. */
const REFUSED: Readonly<Record<string, number>> = { BAD_ARGUMENT: 400, ACCESS_FULL: 409, NO_SUCH_ENTRY: 404 };

export function addExploreViews(app: FastifyInstance, database: Database, formKeys: FormKeys): void {
  app.post("/explore/views", { config: { needs: "read", audit: auditName } }, async (request, reply) => {
    const form = (request.body ?? {}) as Record<string, string | undefined>;
    formKeys.check(FORM, form.key);
    const query = (form.query ?? "").replace(/^\?/, "");
    const { name: owner } = principal();
    await database.forViewer(request.raw.socket, async (pool) => {
      try {
        if (form.do === "remove") await removeView(pool, form.id ?? "", may("admin") ? undefined : owner);
        else
          await saveView(pool, {
            page: PAGE,
            name: form.name ?? "",
            query,
            owner,
            shared: form.shared === "on" && may("review"),
          });
      } catch (error) {
        const {
          code = "",
          message,
          nextStep,
        } = error as { code?: string; message: string; nextStep?: string };
        const status = REFUSED[code];
        if (status === undefined) throw error;
        throw new HttpError(status, message, nextStep, error);
      }
    });
    return reply.redirect(explorePath(askedOf(Object.fromEntries(new URLSearchParams(query)))), 303);
  });
}

function auditName({ body }: { body?: unknown }): string {
  return (body as { do?: string } | undefined)?.do === "remove" ? "view.removed" : "view.saved";
}

/** What the page offers of views: those that there are, and to keep what is shown. */
export function viewsMenu(asked: Asked, views: readonly View[], formKeys: FormKeys): Html {
  const query = explorePath({ ...asked, cursor: "" }).split("?")[1] ?? "";
  const { name } = principal();
  const form = (fields: Html, label: string) =>
    html`<form method="post" action="/explore/views" aria-label="${label}"><input type="hidden" name="key" value="${formKeys.of(FORM)}" /><input type="hidden" name="query" value="${query}" />${fields}</form>`;
  return html`<details class="choice views"><summary>Views${views.length > 0 ? html` (${views.length})` : ""}</summary><div class="pop">
    ${
      views.length === 0
        ? html`<p class="hint">None is kept yet.</p>`
        : html`<ul>${views.map(
            (
              view,
            ) => html`<li><a href="/explore?${view.query}"${view.query === query ? html` aria-current="true"` : ""}><bdi>${view.name}</bdi></a>${view.owner !== name && view.owner ? html` <span class="faint">by <bdi>${view.owner}</bdi></span>` : ""}
    ${view.owner === name || may("admin") ? form(html`<input type="hidden" name="id" value="${view.id}" /><button name="do" value="remove" aria-label="Remove ${view.name}" title="Remove">✕</button>`, `Remove ${view.name}`) : ""}</li>`,
          )}</ul>`
    }
    ${form(
      html`<label>Keep this as <input name="name" required maxlength="${MAX_VIEW_NAME_CHARACTERS}" size="18" /></label>
      ${may("review") ? html`<label class="check"><input type="checkbox" name="shared" /> for everybody</label>` : ""}<button name="do" value="save">Keep</button>`,
      "Keep this view",
    )}</div></details>`;
}

/** One's own, and the shared ones. */
export function viewsOf(pool: Parameters<typeof listViews>[0]): Promise<View[]> {
  return listViews(pool, principal().name, PAGE);
}
