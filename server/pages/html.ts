import { Html, html } from "../../host/html.ts";

export { Html, html };

/** A page as text. `head`: what it loads besides the style of all pages. */
export function htmlPage(title: string, body: Html, head: Html = new Html("")): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${title} · SmartLog</title><link rel="icon" href="data:," /><link rel="stylesheet" href="/public/style.css" />${head}</head>
<body>${body}</body></html>
`.text;
}
