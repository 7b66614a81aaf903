/** The viewer's pages, which their scripts fill. */
import type { Page } from "../frame/page.ts";
import type { ShownRange } from "../frame/range.ts";
import { html } from "../pages/html.ts";

export function dashboardPage(uid: string, title: string, range: ShownRange): Page {
  const { from, to } = range.texts;
  return {
    title: title.replace(/^SmartLog \/ /, ""),
    here: uid,
    range,
    head: html`<link rel="stylesheet" href="/public/dashboard.css" /><link rel="stylesheet" href="/public/panels.css" />
<script type="module" src="/public/app.js"></script>`,
    body: html`<h1 class="hidden">${title}</h1><form id="controls" class="controls" aria-label="Variables"></form>
<main id="main" tabindex="-1"><div id="panels" data-from="${from}" data-to="${to}"><noscript>The dashboards need JavaScript. The pages of incidents and events don't.</noscript></div></main>`,
  };
}
