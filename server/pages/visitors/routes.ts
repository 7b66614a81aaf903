/** GET, POST /visitor-feedback: what visitors say about the pages is kept, and listed for who runs the server; works without scripts. */
import type { FastifyInstance } from "fastify";
import {
  addVisitorFeedback,
  DEVICES,
  listVisitorFeedback,
  MAX_VISITOR_MESSAGE_CHARACTERS,
  MAX_VISITOR_NAME_CHARACTERS,
  NETWORKS,
  type StoredVisitorFeedback,
  type VisitorFeedback,
} from "../../../store/visitor-feedback.ts";
import type { Database } from "../../database/database.ts";
import type { Page } from "../../frame/page.ts";
import { when } from "../../frame/when.ts";
import { HttpError } from "../../http/error.ts";
import { RateLimit } from "../../http/rate-limit.ts";
import type { FormKeys } from "../form-keys.ts";
import { html } from "../html.ts";
import { FEEDBACK_FORM, word } from "./form.ts";

type Fields = Record<string, string | undefined>;

/** Of one network in an hour; in all 500 a day (migrations/0035_visitor_feedback.sql). */
const MOST_AN_HOUR = 5;
const HOUR_MS = 3_600_000;
const PAGE_ROWS = 50;

export function addVisitorPages(app: FastifyInstance, database: Database, formKeys: FormKeys): void {
  const limit = new RateLimit(MOST_AN_HOUR, HOUR_MS);

  app.post(
    "/visitor-feedback",
    { config: { needs: "read", audit: "feedback.left" } },
    async (request, reply) => {
      const form = (request.body ?? {}) as Fields;
      formKeys.check(FEEDBACK_FORM, form.key);
      const given = feedbackOf(form);
      const seconds = limit.take(request.ip);
      if (seconds > 0) throw tooMuch(`${MOST_AN_HOUR} an hour are kept from one address`, seconds);
      const isKept = await database.forViewer(request.raw.socket, (pool) => addVisitorFeedback(pool, given));
      if (!isKept) throw tooMuch("as much as is kept of one day has come", HOUR_MS / 1000);
      return reply.redirect("/?said=thanks#feedback", 303);
    },
  );

  app.get("/visitor-feedback", { config: { needs: "admin" } }, async (request, reply) => {
    const { before } = request.query as { before?: unknown };
    const from = typeof before === "string" && /^[1-9]\d{0,17}$/.test(before) ? before : undefined;
    const rows = await database.forViewer(request.raw.socket, (pool) =>
      listVisitorFeedback(pool, { before: from, limit: PAGE_ROWS + 1 }),
    );
    return reply.page(listPage(rows));
  });
}

/** @throws HttpError 400 */
function feedbackOf(form: Fields): VisitorFeedback {
  // A form's line ends are of two characters; a text area counts them as one.
  const text = (name: string) => (form[name] ?? "").replaceAll("\r\n", "\n").replaceAll("\0", "").trim();
  const [name, message] = [text("name"), text("message")];
  if (message === "") throw new HttpError(400, "there is no message", "Write what you want to say.");
  for (const [what, value, most] of [
    ["name", name, MAX_VISITOR_NAME_CHARACTERS],
    ["message", message, MAX_VISITOR_MESSAGE_CHARACTERS],
  ] as const)
    if (value.length > most) throw new HttpError(400, `the ${what} has more than ${most} characters`);
  const one = <T extends string>(field: string, values: readonly T[]): T | "" => {
    const value = text(field);
    const found = values.find((each) => each === value);
    if (value !== "" && found === undefined)
      throw new HttpError(400, `there is no such ${field}`, `One of: ${values.join(", ")}; or none.`);
    return found ?? "";
  };
  return { name, network: one("network", NETWORKS), device: one("device", DEVICES), message };
}

function tooMuch(text: string, seconds: number): HttpError {
  return new HttpError(429, text, "Try again later.", undefined, seconds);
}

function listPage(rows: readonly StoredVisitorFeedback[]): Page {
  const shown = rows.slice(0, PAGE_ROWS);
  return {
    title: "Visitors' feedback",
    here: "visitor-feedback",
    head: html`<link rel="stylesheet" href="/public/home.css" />`,
    body: html`<main id="main" class="content"><header class="heading"><h1>Visitors' feedback</h1><a href="/d/smartlog-pipeline">Over time</a></header>
${
  shown.length === 0
    ? html`<p>Nobody has said anything yet. The form is on the <a href="/#feedback">home page</a>.</p>`
    : html`<ol class="said">${shown.map(
        ({ at, name, network, device, message }) =>
          html`<li data-row tabindex="-1"><p class="faint">${when(at)} · <bdi>${name || "no name"}</bdi>${network ? ` · ${word(network)}` : ""}${device ? ` · ${word(device)}` : ""}</p><p class="message" dir="auto">${message}</p></li>`,
      )}</ol>`
}
${rows.length > PAGE_ROWS ? html`<p><a href="/visitor-feedback?before=${shown.at(-1)?.id}" rel="next">Older</a></p>` : ""}</main>`,
  };
}
