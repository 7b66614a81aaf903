/** Fields that forms of several pages have. */
import { MAX_NAME_CHARACTERS } from "../../store/annotations.ts";
import { type Html, html } from "./html.ts";

export function nameField(): Html {
  return html`<label>Your name <input name="who" maxlength="${MAX_NAME_CHARACTERS}" autocomplete="username" required /></label>`;
}

/** @param maxCharacters as many as the store keeps */
export function noteField(maxCharacters: number): Html {
  return html`<label>Note <input name="note" maxlength="${maxCharacters}" placeholder="optional" /></label>`;
}
