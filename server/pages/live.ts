/** GET /live: the newest lines, then those that come. Without scripts, what there was when it was opened. */
import type { FastifyInstance } from "fastify";
import { findEvents } from "../../store/search/find.ts";
import type { Query } from "../../store/search/grammar/ast.ts";
import { SearchError } from "../../store/search/grammar/error.ts";
import { parse } from "../../store/search/grammar/parse.ts";
import { marksOf, wantedTexts } from "../../store/search/marks.ts";
import { rangeFrom } from "../../store/search/range.ts";
import type { Database } from "../database/database.ts";
import { icon } from "../frame/icon.ts";
import type { Page } from "../frame/page.ts";
import { HttpError } from "../http/error.ts";
import { ROW_FIELDS, rowOf } from "../rows/found.ts";
import { eventRow, type RowEvent } from "../rows/row.ts";
import { type Html, html } from "./html.ts";
import { wrongQuery } from "./wrong-query.ts";

const FIRST_ROWS = 50;
/** The page is there soon, with what was found until then. */
const BUDGET_MS = 1_000;
/** What most want to see, in a click. */
const CHOICES = {
  Everything: "",
  "Not ordinary": "-label:normal -muted:true",
  Attacks: "label:attack",
  Severe: "severity:>=high",
};
const HEAD = html`<link rel="stylesheet" href="/public/explore.css" /><link rel="stylesheet" href="/public/live.css" /><script type="module" src="/public/live.js"></script>`;

export function addLivePage(app: FastifyInstance, database: Database): void {
  app.get("/live", { config: { needs: "read" } }, async (request, reply) => {
    const { q: given } = request.query as { q?: unknown };
    const q = typeof given === "string" ? given : "";
    let query: Query;
    try {
      query = parse(q);
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      return reply.code(400).page(livePage(q, wrongQuery(q, error)));
    }
    const events = await database
      .forViewer(request.raw.socket, async (pool) => {
        const range = await rangeFrom(pool, undefined, undefined);
        const options = { range, limit: FIRST_ROWS, fields: ROW_FIELDS, budgetMs: BUDGET_MS };
        return (await findEvents(pool, query, options)).events.map(rowOf);
      })
      .catch((error: unknown) => {
        // The stream says that the database is away, and goes on once it is back.
        if (error instanceof HttpError && error.statusCode === 503) return [];
        throw error;
      });
    return reply.page(livePage(q, stream(q, query, events)));
  });
  app.get("/tail", { config: { needs: "read" } }, async (_request, reply) => reply.redirect("/live", 301));
}

function livePage(q: string, content: Html): Page {
  return {
    title: q === "" ? "Live" : `Live: ${q}`,
    here: "live",
    head: HEAD,
    body: html`<main id="main" class="content explore live"><h1 class="hidden">Live</h1>
  <form class="query" action="/live" method="get" role="search" aria-label="Which lines">
    <input type="text" id="q" name="q" value="${q}" aria-label="Query" placeholder='only those with: kind:web -label:normal "wp-login"' autocomplete="off" autocapitalize="off" spellcheck="false" />
    <button>Filter</button></form>
  <nav class="toolbar" aria-label="Often wanted">${Object.entries(CHOICES).map(
    ([text, query]) =>
      html`<a class="chip" href="/live${query === "" ? "" : `?${new URLSearchParams({ q: query })}`}"${query === q ? html` aria-current="true"` : ""}>${text}</a> `,
  )}</nav>
  ${content}</main>`,
  };
}

function stream(q: string, query: Query, events: readonly RowEvent[]): Html {
  const wanted = wantedTexts(query);
  const path = `/v1/live?${new URLSearchParams({ rows: "true", last: "200", ...(q === "" ? {} : { q }) })}`;
  return html`<div class="stream-bar"><button type="button" id="pause" aria-pressed="false" data-key="p" data-key-text="pause, go on; also the space bar" hidden>${icon("pause")} <span>Pause</span></button>
  <span id="pace" class="faint"></span> <span id="state" role="status"><noscript>As of now; without scripts, load the page again for more.</noscript></span></div>
  <ol class="rows" id="rows" aria-label="Events" data-stream="${path}">${events.map((event) =>
    eventRow(event, { marks: marksOf(event.line, wanted) }),
  )}</ol>`;
}
