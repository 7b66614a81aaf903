/** The page of a request that failed, for people: what is wrong, and what to do. */
import type { Page } from "../frame/page.ts";
import type { Problem } from "../http/problem.ts";
import { html } from "./html.ts";

/** Where the problem itself names no next step. */
const NEXT: Readonly<Record<number, string>> = {
  403: "Open the page from this server itself, or ask who runs it for the right.",
  404: "Check the address, or begin at the start page. An event or an incident may be older than what is kept.",
  405: "Begin at the start page.",
  500: "Try it again. Where it stays, who runs this server finds the cause in its log.",
  503: "Load the page again in a moment.",
  504: "Choose a shorter range, or load the page again.",
};

/** Of those who may see no other page. */
const OUTSIDE = new Set([401, 403, 421, 429]);

export function problemPage({ status, title, detail, next }: Problem): Page {
  return {
    title,
    isBare: OUTSIDE.has(status),
    body: html`<main id="main" class="content event"><header class="heading"><h1>${title}</h1></header>
  <p role="alert">${sentence(detail)}</p>
  <p>${next ?? NEXT[status] ?? ""}</p>
  <p><a href="/">Start page</a> · <a href="/explore">Explore</a> · <a href="/incidents">Incidents</a></p>
  <p class="note">Status ${status}. Programs that don't ask for HTML get this as JSON.</p>
</main>`,
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
