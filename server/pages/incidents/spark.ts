import { type Html, html } from "../html.ts";

const BAR = { width: 3, height: 18 };

/** How something lay over its time, small enough for a table. @param slots counts, in order */
export function spark(slots: readonly number[]): Html {
  const most = Math.max(...slots, 1);
  const width = slots.length * BAR.width;
  return html`<svg class="spark" viewBox="0 0 ${width} ${BAR.height}" width="${width}" height="${BAR.height}" aria-hidden="true">${slots.map(
    (count, i) => {
      const height = count === 0 ? 0 : Math.max(1, Math.round((count / most) * BAR.height));
      return html`<rect x="${i * BAR.width}" y="${BAR.height - height}" width="${BAR.width - 1}" height="${height}" />`;
    },
  )}</svg>`;
}
