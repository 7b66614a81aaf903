/** A whole number with separators, as people read it. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
