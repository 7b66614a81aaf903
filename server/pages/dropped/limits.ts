/** What a log that is dropped on a page may be: it is read while its sender waits, and others too. */
export const MAX_SENT_BYTES = 32 * 2 ** 20;
/** Unpacked. */
export const MAX_LOG_BYTES = 128 * 2 ** 20;
/** What of a refused file is still read, so that its sender reads the refusal. */
export const MAX_DROPPED_BYTES = 512 * 2 ** 20;
/** Flagged lines that are shown. */
export const MOST_FLAGGED = 100;
/** For reading a log: many short lines take longer than their bytes say. */
export const MAX_READ_MS = 50_000;
