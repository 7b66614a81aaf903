import { type Html, html } from "../../host/html.ts";
import { printable } from "../../host/printable.ts";
import type { Column, Table, Value } from "../document/report.ts";
import { formatted, isNumeric } from "../document/value.ts";

/** Longer texts are cut: an attacker chooses them. The JSON has all. */
const MAX_CHARACTERS = 300;

/** A table; its first column is the rows' name. One without rows says so. */
export function table({ title, columns, rows, note }: Table): Html {
  if (rows.length === 0) return html`<h3>${printable(title)}</h3><p class="faint">None.</p>\n`;
  return html`<div class="wide" tabindex="0" role="group" aria-label="${printable(title)}"><table>
<caption>${printable(title)}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${printable(column.title)}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${columns.map((column, i) => cell(column, row[i] ?? null, i === 0))}</tr>\n`)}</tbody>
</table></div>
${note ? html`<p class="faint">${printable(note)}</p>` : ""}`;
}

function cell(column: Column, value: Value, isName: boolean): Html {
  const shown = content(column, value);
  return isName
    ? html`<th scope="row"${classOf(column)}>${shown}</th>`
    : html`<td${classOf(column)}>${shown}</td>`;
}

function content({ unit }: Column, value: Value): Html {
  const text = formatted(value, unit);
  if (value === null) return html`${text}`;
  if (unit === "severity") return html`<span class="severity ${text}">${text}</span>`;
  const cut = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS - 1)}…` : text;
  return unit === "code" ? html`<code>${cut}</code>` : html`${cut}`;
}

function classOf({ unit }: Column): Html {
  if (isNumeric(unit)) return html` class="number"`;
  return unit === "time" ? html` class="time"` : html``;
}
