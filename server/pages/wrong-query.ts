import type { SearchError } from "../../store/search/grammar/error.ts";
import { type Html, html } from "./html.ts";

/** A query that can't be read, with what is wrong marked. */
export function wrongQuery(q: string, { message, nextStep, position, length }: SearchError): Html {
  const end = Math.max(position + 1, position + length);
  return html`<div role="alert" class="wrong-query"><pre>${q.slice(0, position)}<mark>${q.slice(position, end) || " "}</mark>${q.slice(end)}</pre>
    <p><strong>${message}</strong> ${nextStep}</p></div>`;
}
