/** A page in the frame of all pages: bar, rail, what the page has to say. */
import { Html, html } from "../../host/html.ts";
import type { Principal } from "../http/principal.ts";
import { icon } from "./icon.ts";
import { type Look, THEMES } from "./look.ts";
import { rail } from "./places.ts";
import type { ShownRange } from "./range.ts";
import { rangeControl, rangeNote } from "./range-control.ts";

export interface Page {
  title: string;
  /** Where in the rail it is (places.ts). */
  here?: string;
  /** What it loads besides the style and scripts of all pages. */
  head?: Html;
  /** The `<main id="main">` of it, and what stands around that. */
  body: Html;
  /** The range of time that it shows, which the bar then offers to change; without one, it has none. */
  range?: ShownRange;
  /** Without bar and rail: of who may see no other page. */
  isBare?: boolean;
}

export interface Reader extends Look {
  /** The page's address: path and query. */
  url: string;
  /** Who it is, as far as is known. */
  principal: Principal;
}

const STYLES = ["tokens", "style", "frame", "rows"] as const;

/** The whole document. */
export function renderPage(page: Page, reader: Reader): string {
  const { title, head = new Html(""), body, isBare = false } = page;
  const { theme, zone } = reader;
  return html`<!doctype html>
<html lang="en" data-theme="${theme}" data-zone="${zone}"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${title} · SmartLog</title><link rel="icon" href="data:," />${STYLES.map((name) => html`<link rel="stylesheet" href="/public/${name}.css" />`)}${head}${isBare ? "" : html`<script type="module" src="/public/frame.js"></script>`}</head>
<body${isBare ? html` class="bare"` : ""}>${isBare ? body : framed(page, reader)}</body></html>
`.text;
}

function framed({ here, body, range }: Page, { theme, zone, url, principal }: Reader): Html {
  const others = new URLSearchParams(url.split("?")[1] ?? "");
  for (const name of ["from", "to", "cursor"]) others.delete(name);
  return html`<a class="skip" href="#main">To the content</a>
<header class="masthead"><button type="button" class="drawer" popovertarget="rail" aria-label="Menu">${icon("menu")}</button>
<a class="brand" href="/">SmartLog</a>
${principal.kind === "public" ? "" : findForm()}
<div class="tools">${range ? rangeControl(range, others, zone) : ""}${themeForm(theme, url)}${whoMenu(principal)}</div></header>
${rail(here, principal)}
<div class="page">${range ? rangeNote(range, others) : ""}${body}</div>`;
}

function findForm(): Html {
  return html`<form class="find" role="search" action="/go" method="get">${icon("search")}<input type="search" name="q" id="find" aria-label="Search: an address, a word, a site, a page" placeholder="Search: address, word, site, page  ( / )" autocomplete="off" spellcheck="false" /></form>`;
}

function themeForm(theme: Look["theme"], url: string): Html {
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  const symbol = { auto: "contrast", light: "sun", dark: "moon", contrast: "eye" }[theme];
  return html`<form method="post" action="/settings/look" class="theme"><input type="hidden" name="to" value="${url}" /><button name="theme" value="${next}" title="Colours: ${theme}; change to ${next}" aria-label="Colours: ${theme}; change to ${next}">${icon(symbol)}</button></form>`;
}

/** Who is logged in, and the way out; nothing where nobody is asked. */
function whoMenu({ kind, name }: Principal): Html | "" {
  if (kind !== "user" && kind !== "token") return "";
  return html`<details class="who"><summary title="Logged in as ${name}">${icon("user")}<span class="hidden">Logged in as </span><bdi>${name}</bdi></summary>
<div class="pop"><p><strong><bdi>${name}</bdi></strong> · <a href="/settings/account">Account</a></p><form method="post" action="/logout"><button>${icon("log-out")} Log out</button></form></div></details>`;
}
