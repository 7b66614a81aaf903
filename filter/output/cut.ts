/** Texts of the event, cut: the record has all of them. */

/** Longest text of the event, but for path, user agent and referer. */
export const MAX_TEXT_BYTES: usize = 256;

/** Cuts a text to `limit` bytes, not inside a UTF-8 sequence. */
export function cut(at: usize, end: usize, limit: usize): usize {
  if (end - at <= limit) return end;
  end = at + limit;
  while (end > at && (load<u8>(end) & 0xc0) == 0x80) end--;
  return end;
}
