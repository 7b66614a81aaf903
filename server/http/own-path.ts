/**
 * A path on this server, as a header can hold it; never another site's address (browsers skip tabs and line ends:
 * `/<tab>/site` is `//site`).
 */
export function ownPath(to: unknown): string {
  if (typeof to !== "string" || !/^\/(?!\/)[^\p{Cc}\\]*$/u.test(to)) return "/";
  return Buffer.from(to)
    .toString("latin1")
    .replace(/[^\x21-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}
