/**
 * The longest line, and the longest record, that anything here takes whole: 1 MiB. What stands behind that is cut off,
 * counted and said, so that a file without newlines, or a hole of NULs that `copytruncate` left, costs bounded memory
 * here and in Postgres (six bytes a character where it is escaped).
 */
export const MAX_LINE_BYTES = 1_048_576;
