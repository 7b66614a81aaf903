/** A report as one HTML file that needs nothing else: no script, no font, no picture from elsewhere. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Html, html } from "../../host/html.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { printable } from "../../host/printable.ts";
import type { Report, ReportLine } from "../document/report.ts";
import { section } from "./section.ts";

const STYLE = join(PACKAGE_ROOT, "report", "html", "style.css");
/** Nothing is loaded and nothing runs, even if a text of the log got through unescaped. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The report as a page, light or dark as the reader's system is, and fit to be printed. */
export async function page(report: Report): Promise<string> {
  const { title, subtitle, lines, sections, notes } = report;
  // Style is raw text in HTML: the file has no `<`.
  const style = new Html(readFileSync(STYLE, "utf8"));
  const parts: Html[] = [];
  for (const each of sections) parts.push(await section(each));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<title>${printable(title)}</title>
<link rel="icon" href="data:,">
<style>
${style}</style>
</head>
<body>
<header>
<h1>${printable(title)}</h1>
<p class="faint">${printable(subtitle)}</p>
</header>
<main>
${lines.length === 0 ? "" : html`<ol class="lines">${lines.map(line)}</ol>`}
${sections.length < 2 ? "" : html`<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${printable(title)}</a></li>`)}</ul></nav>`}
${parts}
</main>
<footer>
${notes.map((note) => html`<p>${printable(note)}</p>\n`)}
</footer>
</body>
</html>
`.text;
}

function line({ text, tone = "plain" }: ReportLine): Html {
  return html`<li class="${tone}">${printable(text)}</li>\n`;
}
