import type pg from "pg";
import { isFutureFinal, lockLimits, readerLimits } from "../../store/limits.ts";
import type { Findings } from "./finding.ts";

/** What a statement over a partition locks: itself, its indexes, its overflow table. */
const LOCKS_PER_PARTITION = 13;
/** Statements over all partitions at once: dashboards', alerts', people's. */
const STATEMENTS_AT_ONCE = 4;
/** A store of ten years: 66 days and 118 months. */
const PARTITIONS_IN_TEN_YEARS = 184;
/** Each may be changed by a session; `smartlog serve` ends what takes too long all the same. */
const DEFAULTS = ["statement_timeout", "idle_in_transaction_session_timeout"];
const MIGRATE_AS_SUPERUSER = "Run `smartlog db migrate` once as a superuser.";

/** Looks at what years of events need of the server, and at what its readers can't be allowed. */
export async function checkLimits(client: pg.Client, findings: Findings): Promise<void> {
  await checkLocks(client, findings);
  await checkReaders(client, findings);
  await checkFinal(client, findings);
}

async function checkLocks(client: pg.Client, findings: Findings): Promise<void> {
  const { perTransaction: each, sessions, partitions } = await lockLimits(client);
  const enough = (number: number) =>
    Math.ceil((number * LOCKS_PER_PARTITION * STATEMENTS_AT_ONCE) / sessions / 64) * 64;
  const what = `${partitions} partitions of events, and room for ${each * sessions} locks`;
  const set = (number: number) =>
    `Set max_locks_per_transaction = ${number} in postgresql.conf and restart Postgres.`;
  if (each < enough(partitions))
    findings.error("locks-few", `${what}: a few readers of all events at once leave ingest none`, {
      breaks: "Inserts fail while people read.",
      remedy: `Run \`smartlog db maintain\` (old days become months). ${set(enough(Math.max(partitions, PARTITIONS_IN_TEN_YEARS)))}`,
    });
  else if (each < enough(PARTITIONS_IN_TEN_YEARS))
    findings.warning("locks-few", `${what}: enough for now, not for ten years`, {
      breaks: "Inserts fail while people read, once there are years of events.",
      remedy: set(enough(PARTITIONS_IN_TEN_YEARS)),
    });
  else findings.ok("locks-few", what);
}

/** Readers are people who may ask anything; what they can't undo keeps them from the disk and from ingest's connections. */
async function checkReaders(client: pg.Client, findings: Findings): Promise<void> {
  const reader = await readerLimits(client);
  if (!reader) return;
  if (reader.settings.includes("temp_file_limit"))
    findings.ok("reader-files", "temporary files of smartlog_read are limited");
  else
    findings.warning("reader-files", "a query of smartlog_read may fill the disk with temporary files", {
      breaks: "A full disk stops the store.",
      remedy: `${MIGRATE_AS_SUPERUSER} (it sets temp_file_limit for the role), or set temp_file_limit in postgresql.conf.`,
    });
  const missing = DEFAULTS.filter((name) => !reader.settings.includes(name));
  if (missing.length > 0)
    findings.warning("reader-limits", `smartlog_read has no ${missing.join(" and no ")}`, {
      breaks: "One long query holds up the store's own work.",
      remedy: "Run: smartlog db migrate",
    });
  if (reader.connections === -1)
    findings.warning("reader-connections", "smartlog_read may take all connections", {
      breaks: "Fluent Bit finds no free connection.",
      remedy: "Run: alter role smartlog_read connection limit 12",
    });
  if (reader.temporaryTables)
    findings.warning(
      "reader-tables",
      "smartlog_read, as everybody here, may make temporary tables, which no limit holds",
      {
        breaks: "A full disk stops the store.",
        remedy: "In a database that is SmartLog's alone, run: revoke temporary on database … from public",
      },
    );
}

async function checkFinal(client: pg.Client, findings: Findings): Promise<void> {
  if (await isFutureFinal(client))
    findings.error(
      "days-final",
      "days to come are taken for dropped and final: a clock was ahead when retention ran",
      {
        breaks: "Events of those days are not counted.",
        remedy: "Run `smartlog db maintain`, which puts that right, then `smartlog db rollup-rebuild`.",
      },
    );
}
