/** The viewer's pages, which their scripts fill. */
import { html, htmlPage } from "../pages/html.ts";

export function dashboardPage(title: string): string {
  const head = html`<link rel="stylesheet" href="/public/dashboard.css" /><link rel="stylesheet" href="/public/panels.css" />
<script type="module" src="/public/app.js"></script>`;
  return htmlPage(
    title.replace(/^SmartLog \/ /, ""),
    html`<a class="skip" href="#panels">To the panels</a>
<header class="top"><a class="brand" href="/">SmartLog</a><nav id="dashboards" aria-label="Dashboards"></nav><a href="/incidents">Incidents</a><a href="/review">Review</a><a href="/mutes">Mutes</a></header>
<form id="controls" class="controls" aria-label="Time range and variables"></form>
<p id="elsewhere" class="elsewhere" role="status" hidden></p>
<main id="panels" tabindex="-1"><noscript>The dashboards need JavaScript. The pages of single events don't.</noscript></main>`,
    head,
  );
}

export function tailPage(): string {
  const head = html`<script type="module" src="/public/tail.js"></script>`;
  return htmlPage(
    "Live",
    html`<header class="top"><a href="/">← Dashboards</a><h1>Live</h1></header>
<main class="event"><p><label><input type="checkbox" id="suspicious" checked /> only what isn't ordinary, and not muted</label>
<span id="state" role="status">connecting</span></p><ol id="events" class="tail"></ol></main>`,
    head,
  );
}
