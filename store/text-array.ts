const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
/** Of type text, the same in every database (pg_type.dat). */
const TEXT_OID = 25;

/**
 * Texts as one parameter of type text[], in Postgres' binary format (array_recv in arrayfuncs.c):
 *
 * ```
 * i32 dimensions = 1 | i32 has NULLs = 0 | i32 type of elements | i32 count | i32 first index = 1 | elements
 * element:  i32 bytes | UTF-8
 * ```
 *
 * An array that pg writes as text takes a hundred times a record's size while its quotes are escaped.
 */
export function textArray(texts: readonly string[]): Buffer {
  let size = HEADER_BYTES;
  for (const text of texts) size += LENGTH_BYTES + Buffer.byteLength(text);
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (const word of [1, 0, TEXT_OID, texts.length, 1]) at = out.writeInt32BE(word, at);
  for (const text of texts) {
    const bytes = out.write(text, at + LENGTH_BYTES);
    out.writeInt32BE(bytes, at);
    at += LENGTH_BYTES + bytes;
  }
  return out;
}
