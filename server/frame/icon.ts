import { type Html, html } from "../../host/html.ts";

/** A picture beside a word, which says the same: nothing to be read out. @param name of a symbol in `public/icons.svg` */
export function icon(name: string): Html {
  return html`<svg class="icon" aria-hidden="true" focusable="false"><use href="/public/icons.svg#${name}"></use></svg>`;
}
