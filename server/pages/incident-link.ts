/**
 * GET, POST /m/<token>: a signed link out of a message acknowledges or mutes an incident without a login. GET shows what
 * the button would do; only POST does it, since programs that look through mail follow links.
 */
import type { FastifyInstance } from "fastify";
import { acknowledge, mute } from "../../store/incidents/actions.ts";
import { readIncident } from "../../store/incidents/find.ts";
import type { Incident } from "../../store/incidents/incident.ts";
import { incidentMuteText, previewIncidentMute } from "../../store/incidents/mute-preview.ts";
import { type LinkClaim, readToken } from "../../watch/links.ts";
import type { Database } from "../database/database.ts";
import type { Page } from "../frame/page.ts";
import { HttpError } from "../http/error.ts";
import { nameField } from "./form-fields.ts";
import { type Html, html } from "./html.ts";

const DAY_MS = 86_400_000;
const MUTE_DAYS = ["1", "7", "30", "90"];

/** @param secretOf signs links; undefined where no configuration has one: then there are none */
export function addIncidentLink(
  app: FastifyInstance,
  database: Database,
  secretOf: () => string | undefined,
): void {
  const claimOf = (token: string): LinkClaim => {
    const secret = secretOf();
    const claim = secret === undefined ? undefined : readToken(secret, token);
    if (claim) return claim;
    throw new HttpError(
      404,
      "this link leads nowhere, or no more: links in messages work for 14 days",
      "Log in and open /incidents instead.",
    );
  };
  // The token is the right to do it: no login, and no other.
  const config = { needs: "own-key" } as const;

  app.get("/m/:token", { config }, async (request, reply) => {
    const { token } = request.params as { token: string };
    const claim = claimOf(token);
    const page = await database.forViewer(request.raw.socket, async (pool) => {
      const incident = await readIncident(pool, claim.incident);
      if (!incident) throw gone();
      const hides =
        claim.action === "mute" ? incidentMuteText(await previewIncidentMute(pool, [incident.id])) : "";
      return askPage(token, claim, incident, hides);
    });
    return reply.page(page);
  });

  app.post("/m/:token", { config: { ...config, audit: "incident.by-link" } }, async (request, reply) => {
    const { token } = request.params as { token: string };
    const claim = claimOf(token);
    const { who = "", days = "7" } = (request.body ?? {}) as Record<string, string | undefined>;
    if (!MUTE_DAYS.includes(days)) throw new HttpError(400, `a mute lasts ${MUTE_DAYS.join(", ")} days`);
    const said = { who, note: "by the link in a message" };
    const incident = await database.forViewer(request.raw.socket, async (pool) => {
      if (claim.action === "acknowledge") await acknowledge(pool, [claim.incident], said);
      else await mute(pool, [claim.incident], new Date(Date.now() + Number(days) * DAY_MS), said);
      return readIncident(pool, claim.incident);
    });
    if (!incident) throw gone();
    return reply.page(donePage(incident));
  });
}

function gone(): HttpError {
  return new HttpError(404, "the incident is no longer kept");
}

function askPage(token: string, { action }: LinkClaim, incident: Incident, hides: string): Page {
  const isMute = action === "mute";
  return linkPage(
    isMute ? "Mute an incident" : "Acknowledge an incident",
    html`<p><bdi>${incident.title}</bdi></p>
  ${isMute ? html`<p>${hides}</p>` : html`<p>Nobody else is told of it again, unless it gets worse.</p>`}
  <form method="post" action="/m/${token}">
    ${nameField()}
    ${
      isMute
        ? html`<label>For <select name="days">${MUTE_DAYS.map((days) => html`<option value="${days}"${days === "7" ? html` selected` : ""}>${days} ${days === "1" ? "day" : "days"}</option>`)}</select></label>`
        : ""
    }
    <button>${isMute ? "Mute" : "Acknowledge"}</button>
  </form>`,
  );
}

function donePage({ title, state, mutedUntil, acknowledgedBy }: Incident): Page {
  const what =
    state === "muted" && mutedUntil
      ? `It is muted until ${mutedUntil.toISOString().slice(0, 16).replace("T", " ")} UTC.`
      : state === "acknowledged"
        ? `It is acknowledged by ${acknowledgedBy}.`
        : `It is ${state}: there was nothing to do.`;
  return linkPage("Done", html`<p><bdi>${title}</bdi></p><p role="status" class="note">${what}</p>`);
}

function linkPage(title: string, body: Html): Page {
  return {
    title,
    isBare: true,
    head: html`<meta name="robots" content="noindex" />`,
    body: html`<main id="main" class="content event"><header class="heading"><h1>${title}</h1></header>${body}</main>`,
  };
}
