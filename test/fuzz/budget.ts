/** How long a run goes on, and what it begins with. */

const DEFAULT_SECONDS = 600;
/** Postgres takes far fewer records a second than the filter, and has far less to say about each. */
const STORE_SHARE = 0.2;

const seconds = Number(process.env.SMARTLOG_FUZZ_SECONDS ?? DEFAULT_SECONDS);
const given = process.env.SMARTLOG_FUZZ_SEED;

/** The same seed gives the same records in the same order. */
export const SEED = given === undefined ? Date.now() % 2 ** 31 : Number(given);
export const FILTER_MS = seconds * (1 - STORE_SHARE) * 1000;
export const STORE_MS = seconds * STORE_SHARE * 1000;

if (!Number.isFinite(seconds) || !Number.isInteger(SEED))
  throw new Error("SMARTLOG_FUZZ_SECONDS and SMARTLOG_FUZZ_SEED have to be numbers");
