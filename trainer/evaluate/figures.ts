/** Numbers for people. A number that is not finite, as a ratio of nothing, is a dash. */

const NONE = "–";

/** Three digits. */
export function figure(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : NONE;
}

/** @param share 0..1 */
export function percent(share: number, digits = 2): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(digits)} %` : NONE;
}

/** With its sign, above 0 too. */
export function signed(value: number, digits: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(digits)}`;
}
