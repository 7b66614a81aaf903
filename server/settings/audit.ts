/** GET /settings/audit: who did what, and who was refused; the newest first, a page at a time. */
import type { FastifyInstance } from "fastify";
import { AUDIT_DAYS, REFUSED_DAYS, readAudit, type StoredAudit } from "../../store/access/audit.ts";
import type { Database } from "../database/database.ts";
import { type Html, html } from "../pages/html.ts";
import { settingsPage, table } from "./frame.ts";

const A_PAGE = 100;

export function addAuditPage(app: FastifyInstance, database: Database): void {
  app.get("/settings/audit", { config: { needs: "admin" } }, async (request, reply) => {
    const { before, who } = request.query as Record<string, unknown>;
    const asked = {
      limit: A_PAGE,
      before: typeof before === "string" && /^[1-9]\d{0,17}$/.test(before) ? before : undefined,
      who: typeof who === "string" && who !== "" ? who.slice(0, 100).replaceAll("\0", "") : undefined,
    };
    const entries = await database.forViewer(request.raw.socket, (pool) => readAudit(pool, asked));
    return reply.page(settingsPage("Audit log", auditPage(entries, asked.who)));
  });
}

function auditPage(entries: readonly StoredAudit[], who: string | undefined): Html {
  const last = entries.length === A_PAGE ? entries.at(-1)?.id : undefined;
  const of: Record<string, string> = who === undefined ? {} : { who };
  return html`<p>What people and programs did here, kept for ${AUDIT_DAYS} days, and what was refused, for ${REFUSED_DAYS}. Refusals of one kind in a minute are one line.
    ${who === undefined ? "" : html`Only of <bdi>${who}</bdi>: <a href="/settings/audit">show all</a>.`}</p>
  ${
    entries.length === 0
      ? html`<p>There is nothing.</p>`
      : table(
          "Audit log",
          ["when (UTC)", "who", "what", "about", "from"],
          entries.map(
            ({ at, who, via, what, ok, times, about, address }) =>
              html`<tr><td>${at.toISOString().slice(0, 19).replace("T", " ")}</td><td>${who === "" ? "" : html`<a href="/settings/audit?${new URLSearchParams({ who }).toString()}"><bdi>${who}</bdi></a> `}<span class="faint">${via}</span></td>
      <td>${what}${ok ? "" : html` <strong>refused</strong>`}${times > 1 ? html` ${times}×` : ""}</td><td>${Object.entries(about).map(([name, value]) => html`${name} <bdi>${value}</bdi> `)}</td><td>${address}</td></tr>`,
          ),
        )
  }
  ${last === undefined ? "" : html`<p><a href="/settings/audit?${new URLSearchParams({ ...of, before: last }).toString()}" rel="next">Older</a></p>`}`;
}
