import { type Html, html } from "../../host/html.ts";

/** A time to the minute, for people. */
export function minute(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** The same as an element, which `public/times.js` tells in the reader's zone. */
export function when(time: Date): Html {
  return html`<time datetime="${time.toISOString()}">${minute(time)}</time>`;
}
