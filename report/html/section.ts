import { type Html, html } from "../../host/html.ts";
import { printable } from "../../host/printable.ts";
import type { Section } from "../document/report.ts";
import { chart } from "./chart.ts";
import { table } from "./table.ts";

/** A section: its title, its note, its charts and tables. */
export async function section({ id, title, note, parts }: Section): Promise<Html> {
  const drawn: Html[] = [];
  for (const part of parts) drawn.push(part.kind === "chart" ? await chart(part) : table(part));
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${printable(title)}</h2>
${note ? html`<p class="faint">${printable(note)}</p>` : ""}
${drawn}
</section>
`;
}
