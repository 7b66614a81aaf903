/** GET /explore: lines that a query finds, the line first; works without scripts. */

import type { Pattern } from "../../../store/search/grammar/ast.ts";
import type { SearchError } from "../../../store/search/grammar/error.ts";
import { marksOf } from "../../../store/search/marks.ts";
import type { Searched } from "../../../store/search/walk.ts";
import type { Page } from "../../frame/page.ts";
import type { ShownRange } from "../../frame/range.ts";
import { when } from "../../frame/when.ts";
import { eventRow, type RowEvent } from "../../rows/row.ts";
import { type Html, html } from "../html.ts";
import { wrongQuery } from "../wrong-query.ts";
import { type Asked, COLUMN_NAMES, explorePath } from "./query.ts";

export interface Found {
  events: readonly (RowEvent & Record<string, unknown>)[];
  next: string | null;
  searched: Searched;
}

export interface ExploreShown {
  asked: Asked;
  range: ShownRange;
  /** What the query looks for in lines. */
  wanted: readonly Pattern[];
  /** Undefined where the query is none. */
  found: Found | undefined;
  /** What is wrong with the query. */
  wrong: SearchError | undefined;
  views: Html;
}

const HEAD = html`<link rel="stylesheet" href="/public/explore.css" /><script type="module" src="/public/explore.js"></script>`;

export function explorePage(shown: ExploreShown): Page {
  const { asked, range, wanted, found, wrong, views } = shown;
  return {
    title: asked.q === "" ? "Explore" : asked.q,
    here: "explore",
    range,
    head: HEAD,
    body: html`<main id="main" class="content explore"><h1 class="hidden">Explore</h1>
  ${queryForm(asked)}
  ${wrong ? wrongQuery(asked.q, wrong) : ""}
  <div class="panes">
  <aside class="facets" aria-label="Values" ${wrong ? "" : html`data-load="${countsPath(asked, "facets")}"`}></aside>
  <div class="hits">
  <div class="histogram" ${wrong ? "" : html`data-load="${countsPath(asked, "histogram")}"`}></div>
  ${toolbar(asked, views)}
  ${found ? hits(asked, found, wanted, range) : ""}
  </div></div></main>`,
  };
}

function queryForm(asked: Asked): Html {
  const kept = {
    order: asked.order === "newest" ? "" : asked.order,
    columns: asked.columns.join(","),
    from: asked.from,
    to: asked.to,
  };
  return html`<form class="query" action="/explore" method="get" role="search" aria-label="Lines">
    ${Object.entries(kept).map(([name, value]) => (value === "" ? "" : html`<input type="hidden" name="${name}" value="${value}" />`))}
    <input type="text" id="q" name="q" value="${asked.q}" aria-label="Query" placeholder='kind:web status:>=500 -label:bot "wp-login"' autocomplete="off" autocapitalize="off" spellcheck="false" />
    <button>Search</button>
    ${asked.q === "" ? "" : html`<a class="button" href="${explorePath({ ...asked, q: "", cursor: "" })}">Clear</a>`}
    <details class="how"><summary>How</summary><div class="pop">
    <p><code>word</code>, <code>"a phrase"</code>, <code>wp-*.php</code>: in the line. <code>label:attack</code>, <code>status:500,502</code>, <code>status:&gt;=500</code>, <code>ip:203.0.113.0/24</code>, <code>path:/wp-*</code>: in a field. <code>-label:bot</code>: not. <code>OR</code> and parentheses. <code>record.name:value</code>: what the shipper sent.</p>
    <p>Fields: kind, label, severity, host, service, user, ip, country, method, path, status, bytes, duration, agent, referrer, score, reason, hit, template and more: type one.</p></div></details>
  </form>`;
}

function toolbar(asked: Asked, views: Html): Html {
  const orders = { newest: "Newest first", oldest: "Oldest first", score: "Highest score first" } as const;
  const export_ = (format: string) => {
    const parameters = new URLSearchParams({ q: asked.q, format });
    if (asked.from) parameters.set("from", asked.from);
    if (asked.to) parameters.set("to", asked.to);
    return `/v1/events?${parameters}`;
  };
  return html`<div class="toolbar">
    <nav aria-label="Order">${Object.entries(orders).map(
      ([order, text]) =>
        html`<a class="chip" href="${explorePath({ ...asked, order: order as Asked["order"], cursor: "" })}"${order === asked.order ? html` aria-current="true"` : ""}>${text}</a> `,
    )}</nav>
    <details class="choice"><summary>Columns${asked.columns.length > 0 ? html` (${asked.columns.length})` : ""}</summary><div class="pop"><ul>${COLUMN_NAMES.map(
      (name) => {
        const isOn = asked.columns.includes(name);
        const columns = isOn ? asked.columns.filter((each) => each !== name) : [...asked.columns, name];
        return html`<li><a href="${explorePath({ ...asked, columns })}"${isOn ? html` aria-current="true"` : ""}>${isOn ? "✓ " : ""}${name}</a></li>`;
      },
    )}</ul></div></details>
    ${views}
    <details class="choice"><summary>Export</summary><div class="pop"><ul><li><a href="${export_("ndjson")}" download>NDJSON</a></li><li><a href="${export_("csv")}" download>CSV</a></li></ul>
    <p class="hint">All that fit, in the range, as they are read.</p></div></details>
    <button type="button" id="wrap" class="chip" aria-pressed="false" hidden>Wrap</button></div>`;
}

function hits(asked: Asked, found: Found, wanted: readonly Pattern[], range: ShownRange): Html {
  const { events, next, searched } = found;
  const from = new Date(searched.from);
  return html`${asked.cursor === "" ? "" : html`<p><a href="${explorePath({ ...asked, cursor: "" })}">To the first ones</a></p>`}
  ${events.length === 0 ? nothing(asked, found, range) : html`<ol class="rows" id="rows" aria-label="Events">${events.map((event) => eventRow(event, { marks: marksOf(event.line, wanted), columns: asked.columns }))}</ol>`}
  <p id="more" class="more">${
    next === null
      ? html`<span role="status">All of the range was searched.</span>`
      : html`<a id="next" class="button" rel="next" href="${explorePath({ ...asked, cursor: next })}">${events.length === 0 ? html`Searched back to ${when(from)}; go on` : "More"}</a>
    ${searched.complete ? "" : html`<span class="faint">Searched so far: ${when(from)} to ${when(new Date(searched.to))}.</span>`}`
  }</p>`;
}

function nothing(asked: Asked, { searched }: Found, { extent, from, to }: ShownRange): Html {
  if (!searched.complete) return html`<p>None yet in what was searched.</p>`;
  if (extent && !extent.inRange) return html`<p>No line in this time fits, since there are none in it.</p>`;
  const isAll = !extent?.from || !extent.to || (from.getTime() <= extent.from && to.getTime() >= extent.to);
  const all = isAll
    ? ""
    : html` <a href="${explorePath({ ...asked, from: String(extent.from), to: String(extent.to), cursor: "" })}">Search all ${extent.events.toLocaleString("en-US")} lines</a>.`;
  return html`<p>No line fits.${all} A word fewer may find some; <code>*</code> stands for any characters.</p>`;
}

function countsPath(asked: Asked, part: string): string {
  return explorePath(asked).replace("/explore", `/explore/${part}`);
}
