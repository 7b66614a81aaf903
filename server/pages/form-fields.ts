/** Fields that forms of several pages have. */
import { MAX_NAME_CHARACTERS } from "../../store/annotations.ts";
import { principal } from "../http/principal.ts";
import { type Html, html } from "./html.ts";

/** Who does it: what the login says, else a name that is asked for. */
export function nameField(): Html {
  const { name } = principal();
  if (name !== "") return html`<span>as <bdi>${name}</bdi></span>`;
  return html`<label>Your name <input name="who" maxlength="${MAX_NAME_CHARACTERS}" autocomplete="username" required /></label>`;
}

/** @param maxCharacters as many as the store keeps */
export function noteField(maxCharacters: number): Html {
  return html`<label>Note <input name="note" maxlength="${maxCharacters}" placeholder="optional" /></label>`;
}
