/** At most so many UTF-16 code units, with an ellipsis where something was cut; never half of a pair, which is no text. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** So many code units of a text around a place in it. */
export function windowAt(text: string, at: number, before: number, most: number): string {
  if (text.length <= most) return text;
  const from = Math.max(0, Math.min(at - before, text.length - most));
  const start = /^[\udc00-\udfff]/.test(text.slice(from)) ? from + 1 : from;
  return `${start > 0 ? "…" : ""}${cut(text.slice(start), most)}`;
}
