/** What visitors may say about the pages. */
import {
  DEVICES,
  MAX_VISITOR_MESSAGE_CHARACTERS,
  MAX_VISITOR_NAME_CHARACTERS,
  NETWORKS,
} from "../../../store/visitor-feedback.ts";
import { type Html, html } from "../html.ts";

/** What its key is of. */
export const FEEDBACK_FORM = "visitor-feedback";

/** @param said what was just done; empty for nothing */
export function feedbackForm(key: string, said: string): Html {
  return html`<section id="feedback" aria-labelledby="feedback-title"><h2 id="feedback-title">What do you think?</h2>
${said ? html`<p role="status" class="note">${said}</p>` : ""}
<form method="post" action="/visitor-feedback" class="visitor">
<input type="hidden" name="key" value="${key}" />
<label><span>Your name <span class="faint">(optional)</span></span> <input name="name" maxlength="${MAX_VISITOR_NAME_CHARACTERS}" autocomplete="name" /></label>
<label>Your network ${choice("network", NETWORKS)}</label>
<label>Your device ${choice("device", DEVICES)}</label>
<label class="message">What is good, what is missing? <textarea name="message" rows="4" maxlength="${MAX_VISITOR_MESSAGE_CHARACTERS}" required></textarea></label>
<p class="faint">Kept in this server's database for 400 days, without your address; whoever runs it reads it.</p>
<button>Send</button></form></section>`;
}

/** `public-body` as `public body`. */
export function word(value: string): string {
  return value.replaceAll("-", " ");
}

function choice(name: string, values: readonly string[]): Html {
  return html`<select name="${name}"><option value="">not said</option>${values.map((value) => html`<option value="${value}">${word(value)}</option>`)}</select>`;
}
