/** GET /mutes, POST /mutes, POST /mutes/undo: events that raise no alarm until a day; works without scripts. */
import type { FastifyInstance } from "fastify";
import {
  addMute,
  doesMute,
  endMute,
  findMute,
  listMutes,
  MOST_MUTE_DAYS,
  type StoredMute,
} from "../../store/mutes/mutes.ts";
import { checkedEnd, checkedMute, mutedText } from "../../store/mutes/what.ts";
import type { Database } from "../database/database.ts";
import type { Page } from "../frame/page.ts";
import { minute } from "../frame/when.ts";
import { HttpError } from "../http/error.ts";
import { nameField } from "./form-fields.ts";
import type { FormKeys } from "./form-keys.ts";
import { type Html, html } from "./html.ts";
import { eventOf, givenOf, MUTES_FORM, refusals, sourceOf } from "./mute-form.ts";
import { NOBODY, type TaughtSync } from "./taught.ts";

const DAY_MS = 86_400_000;

export function addMutesPage(
  app: FastifyInstance,
  database: Database,
  { formKeys, taught }: { formKeys: FormKeys; taught: TaughtSync | undefined },
): void {
  const when = () => taught?.when() ?? NOBODY;

  app.get("/mutes", { config: { needs: "read" } }, async (request, reply) => {
    const { undone, added } = request.query as { undone?: string; added?: string };
    const mutes = await database.forViewer(request.raw.socket, (pool) => listMutes(pool));
    const said =
      undone !== undefined
        ? `Undone; it ends ${when()}.`
        : added !== undefined
          ? `Muted; it acts ${when()}.`
          : "";
    return reply.page(mutesPage(mutes, formKeys.of(MUTES_FORM), said));
  });

  app.post("/mutes", { config: { needs: "review", audit: "mute.added" } }, async (request, reply) => {
    const form = (request.body ?? {}) as Record<string, string | undefined>;
    formKeys.check(MUTES_FORM, form.key);
    const { note = "", who = "", days = "" } = form;
    if (!/^[1-9]\d{0,2}$/.test(days))
      throw new HttpError(400, `a mute ends after so many days, 1 to ${MOST_MUTE_DAYS}`);
    await database.forViewer(request.raw.socket, (pool) =>
      refusals(async () => {
        const muted = checkedMute(givenOf(form));
        const until = checkedEnd(new Date(Date.now() + Number(days) * DAY_MS));
        const event = await eventOf(pool, sourceOf(form));
        await addMute(pool, { ...muted, until, note, who, eventKey: event?.key });
      }),
    );
    taught?.changed();
    return reply.redirect("/mutes?added", 303);
  });

  app.post("/mutes/undo", { config: { needs: "review", audit: "mute.undone" } }, async (request, reply) => {
    const { key, id = "", who = "" } = (request.body ?? {}) as Record<string, string | undefined>;
    formKeys.check(MUTES_FORM, key);
    if (!/^[1-9]\d{0,8}$/.test(id)) throw new HttpError(400, "a mute is named by its number");
    await database.forViewer(request.raw.socket, (pool) =>
      refusals(async () => {
        const found = await findMute(pool, Number(id));
        await endMute(pool, found.id, who);
      }),
    );
    taught?.changed();
    return reply.redirect("/mutes?undone", 303);
  });
}

function mutesPage(mutes: StoredMute[], key: string, said: string): Page {
  const acting = mutes.filter((mute) => doesMute(mute));
  const ended = mutes.filter((mute) => !doesMute(mute));
  return {
    title: "Mutes",
    here: "mutes",
    body: html`<main id="main" class="content event"><header class="heading"><a href="/explore">← Explore</a><h1>Mutes</h1></header>
  ${said ? html`<p role="status" class="note">${said}</p>` : ""}
  <p>Events that raise no alarm until a day. They keep their verdict and are stored; alert rules, dashboards and lists leave them
    out, unless <em>Muted</em> says otherwise there. <a href="/mutes/new">Mute something</a>, or begin at an event's page.</p>
  ${acting.length === 0 ? html`<p>Nothing is muted now.</p>` : actingForm(acting, key)}
  ${
    ended.length === 0
      ? ""
      : html`<h2>Ended</h2><div class="scroll" role="region" aria-label="Mutes that have ended" tabindex="0"><table><thead><tr><th>muted</th><th>hidden</th><th>said by</th><th>ended</th></tr></thead>
  <tbody>${ended.map((mute) => html`<tr><td>${named(mute)}</td><td>${hidden(mute)}</td><td>${mute.who}</td><td>${endOf(mute)}</td></tr>`)}</tbody></table></div>`
  }
</main>`,
  };
}

function actingForm(mutes: StoredMute[], key: string): Html {
  return html`<form method="post" action="/mutes/undo">
    <input type="hidden" name="key" value="${key}" />
    ${nameField()}
    <div class="scroll" role="region" aria-label="Mutes that act" tabindex="0"><table><thead><tr><th></th><th>muted</th><th>hidden</th><th>said by</th><th>until</th></tr></thead>
    <tbody>${mutes.map(
      (mute) =>
        html`<tr><td><button name="id" value="${mute.id}" aria-label="Undo mute ${mute.id}">undo</button></td><td>${named(mute)}</td><td>${hidden(mute)}</td>
        <td>${mute.who}, ${minute(mute.at)}</td><td>${minute(mute.until)}</td></tr>`,
    )}</tbody></table></div>
  </form>`;
}

function named(mute: StoredMute): Html {
  const { event, eventTime, note } = mute;
  const text =
    event && eventTime
      ? html`<a href="/events/${event}?at=${eventTime.getTime()}">${mutedText(mute)}</a>`
      : mutedText(mute);
  return html`${text}${note ? html`<br />${note}` : ""}`;
}

/** How many it has hidden, which lead to these where an address or a template finds them. */
function hidden({ hidden: events, template, source }: StoredMute): Html {
  const count = events.toLocaleString("en-US");
  if (events === 0 || (template === null && source === null)) return html`${count}`;
  const by = [
    ...(template === null ? [] : [`var-template=${template}`]),
    ...(source === null ? [] : [`var-source=${encodeURIComponent(source)}`]),
  ].join("&");
  return html`<a href="/d/smartlog-explore?var-muted=only&${by}">${count}</a>`;
}

function endOf({ endedBy, endedWho, endedAt, until }: StoredMute): Html {
  return html`${endedBy ?? "expired"}${endedWho === null ? "" : html` by ${endedWho}`}, ${minute(endedAt ?? until)}`;
}
