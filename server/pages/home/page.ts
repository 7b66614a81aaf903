/** The home page: what needs somebody, pictures, figures, and how more logs come in. */
import type { Page } from "../../frame/page.ts";
import type { ShownRange } from "../../frame/range.ts";
import { type Html, html } from "../html.ts";
import { attention } from "./attention.ts";
import { type Begin, beginPart } from "./begin.ts";
import type { HomeFacts } from "./gather.ts";
import { robotsList } from "./robots.ts";
import { extentText, statePart } from "./state.ts";
import { trafficPart } from "./traffic.ts";

export interface HomeShown {
  range: ShownRange;
  /** Undefined where the store did not answer, or has nothing. */
  facts: HomeFacts | undefined;
  isAway: boolean;
  /** Whether all that is there was made up by `smartlog start` without files. */
  isSample: boolean;
  begin: Begin;
}

export function homePage({ range, facts, isAway, isSample, begin }: HomeShown): Page {
  const isFirst = facts === undefined || isSample;
  return {
    title: "Home",
    here: "home",
    range,
    head: html`<link rel="stylesheet" href="/public/incidents.css" /><link rel="stylesheet" href="/public/home.css" /><link rel="stylesheet" href="/public/dropped.css" /><script type="module" src="/public/home.js"></script>`,
    body: html`<main id="main" class="content home"><h1 class="hidden">Home</h1>
${isAway ? html`<p role="alert" class="away">The database does not answer: what was stored can't be shown. A log file can still be looked into. <a href="/">Try again</a></p>` : ""}
${facts === undefined ? "" : shown(facts, range, isSample)}
${beginPart(begin, isFirst)}</main>`,
  };
}

function shown(facts: HomeFacts, { extent }: ShownRange, isSample: boolean): Html {
  const { from = null, to = null, events = 0 } = extent ?? {};
  return html`${isSample ? html`<p class="note" role="note">This is the sample: lines that SmartLog made up, apart from any log of yours. <a href="#begin">Begin with your own</a></p>` : ""}
${attention(facts)}
<div class="pictures">${trafficPart(facts)}${robotsList(facts)}</div>
${statePart(facts)}
${from === null || to === null ? "" : html`<p class="faint">The store has ${extentText({ events, from, to })}.</p>`}`;
}
