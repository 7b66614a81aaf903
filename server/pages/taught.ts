/** GET /taught, POST /taught/undo: the corrections that act at once; works without scripts. */
import type { FastifyInstance } from "fastify";
import { doesAct, endTaught, findTaught, listTaught, type StoredTaught } from "../../store/taught/entries.ts";
import type { Database } from "../database/database.ts";
import type { Page } from "../frame/page.ts";
import { minute } from "../frame/when.ts";
import { HttpError } from "../http/error.ts";
import { nameField } from "./form-fields.ts";
import type { FormKeys } from "./form-keys.ts";
import { type Html, html } from "./html.ts";

/** Who brings taught entries into the module in service. */
export interface TaughtSync {
  /** When an entry acts, for people: "within a minute". */
  when(): string;
  /** An entry was made or ended. */
  changed(): void;
}

/** Where this server syncs nothing. */
export const NOBODY = "once `smartlog teach sync` has run where the shipper is";

const FORM = "taught";

export function addTaughtPage(
  app: FastifyInstance,
  database: Database,
  { formKeys, taught }: { formKeys: FormKeys; taught: TaughtSync | undefined },
): void {
  app.get("/taught", { config: { needs: "read" } }, async (request, reply) => {
    const { undone } = request.query as { undone?: string };
    const entries = await database.forViewer(request.raw.socket, (pool) => listTaught(pool));
    const said = undone === undefined ? "" : `Undone; it ends ${taught?.when() ?? NOBODY}.`;
    return reply.page(taughtPage(entries, formKeys.of(FORM), said));
  });

  app.post(
    "/taught/undo",
    { config: { needs: "review", audit: "taught.undone" } },
    async (request, reply) => {
      const { key, id = "", who = "" } = (request.body ?? {}) as Record<string, string | undefined>;
      formKeys.check(FORM, key);
      if (!/^[1-9]\d{0,8}$/.test(id)) throw new HttpError(400, "an entry is named by its number");
      await database.forViewer(request.raw.socket, async (pool) => {
        const found = await findTaught(pool, Number(id)).catch(
          (error: { code?: string; message: string }) => {
            throw error.code === "NO_SUCH_ENTRY" ? new HttpError(404, error.message) : error;
          },
        );
        await endTaught(pool, [found.id], "undone", who);
      });
      taught?.changed();
      return reply.redirect("/taught?undone", 303);
    },
  );
}

function taughtPage(entries: StoredTaught[], key: string, said: string): Page {
  const acting = entries.filter((entry) => doesAct(entry));
  const ended = entries.filter((entry) => !doesAct(entry));
  return {
    title: "Taught",
    here: "taught",
    body: html`<main id="main" class="content event"><header class="heading"><a href="/explore">← Explore</a><h1>Taught</h1></header>
  ${said ? html`<p role="status" class="note">${said}</p>` : ""}
  <p>Corrections that act at once, before any training. One ends when training has learnt it, after 60 days, or here.</p>
  ${acting.length === 0 ? html`<p>Nothing acts now. An event's page corrects its label.</p>` : actingForm(acting, key)}
  ${
    ended.length === 0
      ? ""
      : html`<h2>Ended</h2><div class="scroll" role="region" aria-label="Entries that have ended" tabindex="0"><table><thead><tr><th>about</th><th>label</th><th>said by</th><th>ended</th></tr></thead>
  <tbody>${ended.map((entry) => html`<tr><td>${about(entry)}</td><td>${label(entry)}</td><td>${entry.who}</td><td>${endOf(entry)}</td></tr>`)}</tbody></table></div>`
  }
</main>`,
  };
}

function actingForm(entries: StoredTaught[], key: string): Html {
  return html`<form method="post" action="/taught/undo">
    <input type="hidden" name="key" value="${key}" />
    ${nameField()}
    <div class="scroll" role="region" aria-label="Entries that act" tabindex="0"><table><thead><tr><th></th><th>about</th><th>label</th><th>scope</th><th>said by</th><th>until</th></tr></thead>
    <tbody>${entries.map(
      (
        entry,
      ) => html`<tr><td><button name="id" value="${entry.id}" aria-label="Undo entry ${entry.id}">undo</button></td><td>${about(entry)}</td><td>${label(entry)}</td><td>${entry.scope}</td>
        <td>${entry.who}, ${minute(entry.at)}</td><td>${minute(entry.expires)}</td></tr>`,
    )}</tbody></table></div>
  </form>`;
}

function about({ event, eventTime, describes }: StoredTaught): Html {
  return html`<a href="/events/${event}?at=${eventTime.getTime()}">${describes}</a>`;
}

function label({ label, was }: StoredTaught): Html {
  return html`<strong class="label ${label}">${label}</strong> (was ${was})`;
}

function endOf({ endedBy, endedWho, endedAt, expires }: StoredTaught): Html {
  return html`${endedBy ?? "expired"}${endedWho === null ? "" : html` by ${endedWho}`}, ${minute(endedAt ?? expires)}`;
}
