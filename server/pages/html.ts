/** HTML whose values are escaped unless they are HTML already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  let text = strings[0] ?? "";
  for (const [i, value] of values.entries()) text += shown(value) + (strings[i + 1] ?? "");
  return new Html(text);
}

function shown(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(shown).join("");
  return String(value ?? "").replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}

/** A page as text. `head`: what it loads besides the style of all pages. */
export function htmlPage(title: string, body: Html, head: Html = new Html("")): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${title} · SmartLog</title><link rel="icon" href="data:," /><link rel="stylesheet" href="/public/style.css" />${head}</head>
<body>${body}</body></html>
`.text;
}
