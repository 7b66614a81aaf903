/** What a dropped log says: its report, the lines that aren't ordinary, and a way to keep it. */
import { printable } from "../../../host/printable.ts";
import { reportOf } from "../../../report/analyze/report-of.ts";
import { count } from "../../../report/document/value.ts";
import { section } from "../../../report/html/section.ts";
import type { IngestResult } from "../../../store/ingest.ts";
import type { Page } from "../../frame/page.ts";
import { markedLine } from "../../rows/marked-line.ts";
import { explorePath } from "../explore/query.ts";
import { type Html, html } from "../html.ts";
import type { FlaggedLine } from "./flagged.ts";
import { storeForm } from "./form.ts";
import type { ReadLog } from "./read.ts";

const HEAD = html`<link rel="stylesheet" href="/public/dropped.css" /><script type="module" src="/public/home.js"></script>`;

export async function resultPage({ figures, flagged }: ReadLog, key: string, tag: string): Promise<Page> {
  const report = reportOf(figures);
  const sections: Html[] = [];
  for (const each of report.sections) sections.push(await section(each));
  return {
    title: "What the log says",
    here: "home",
    head: HEAD,
    body: html`<main id="main" class="content report" tabindex="-1"><header class="heading"><h1>${report.title}</h1><a href="/">← Home</a></header>
<p class="faint">${printable(report.subtitle)}</p>
${report.lines.length === 0 ? "" : html`<ol class="lines">${report.lines.map(({ text, tone = "plain" }) => html`<li class="${tone}">${printable(text)}</li>`)}</ol>`}
${storeForm(key, tag)}
${flaggedPart(flagged)}
${sections}
<footer class="faint">${report.notes.map((note) => html`<p>${printable(note)}</p>`)}</footer></main>`,
  };
}

function flaggedPart(flagged: readonly FlaggedLine[]): Html {
  if (flagged.length === 0)
    return html`<section aria-labelledby="flagged"><h2 id="flagged">Flagged lines</h2><p>None: every line is ordinary.</p></section>`;
  return html`<section aria-labelledby="flagged"><h2 id="flagged">Flagged lines</h2>
<p class="faint">One line of each pattern, the gravest first${flagged.length >= 100 ? "; the first 100 patterns" : ""}.</p>
<ol class="rows" aria-label="Flagged lines">${flagged.map(flaggedLine)}</ol></section>`;
}

function flaggedLine({ event, text, alike }: FlaggedLine): Html {
  const { label, severity, score, ts, ip, why, hit } = event;
  const time = new Date(ts * 1000);
  const at = Number.isNaN(time.getTime())
    ? html``
    : html`<time datetime="${time.toISOString()}" data-seconds>${time.toISOString().slice(0, 19).replace("T", " ")}</time>`;
  return html`<li data-row tabindex="-1" class="row"><span class="row-time">${at}</span>
<span class="label ${label}">${label} <span class="number">${score.toFixed(2)}</span></span>
<span class="row-from">${severity}${alike > 1 ? html` <span class="faint">×${count(alike)}</span>` : ""}${ip ? html` <bdi>${ip}</bdi>` : ""}</span>
<code class="row-line">${markedLine(text, hit ?? null)}</code>${why.length > 0 ? html`<span class="row-why">${why.join(", ")}</span>` : ""}</li>`;
}

export function storedPage(
  { stored, duplicates, rejected }: IngestResult,
  tag: string,
  range: StoredRange,
): Page {
  const path = explorePath({
    q: `tag:"${tag}"`,
    ...(range.first <= range.last ? { from: String(range.first), to: String(range.last + 1) } : {}),
  });
  return {
    title: "Stored",
    here: "home",
    head: HEAD,
    body: html`<main id="main" class="content report" tabindex="-1"><header class="heading"><h1>Stored</h1><a href="/">← Home</a></header>
<p role="status">${count(stored)} ${stored === 1 ? "line was" : "lines were"} stored under the tag <code>${tag}</code>${duplicates > 0 ? `, ${count(duplicates)} known already` : ""}${rejected > 0 ? `, ${count(rejected)} rejected` : ""}.</p>
<p><a href="${path}">Look at them in Explore</a> · <a href="/?from=${range.first <= range.last ? range.first : "now-24h"}&amp;to=${range.first <= range.last ? range.last + 1 : "now"}">Home, in their time</a></p></main>`,
  };
}

/** Event times, milliseconds since the epoch; of no line, the first is behind the last. */
export interface StoredRange {
  first: number;
  last: number;
}
