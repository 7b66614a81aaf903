import pg from "pg";
import type { Filter } from "../../host/filter.ts";
import { StoreError } from "../../store/error.ts";
import { appliedMigrations, migrationNames } from "../../store/version.ts";
import { messageOf } from "../lib/errors.ts";
import { printable } from "../lib/output.ts";
import { checkAlarms } from "./check-alarms.ts";
import { checkLimits } from "./check-limits.ts";
import { checkTrainings } from "./check-trainings.ts";
import { checkUnreadTags } from "./check-unread-tags.ts";
import { checkInsert, checkView, MIGRATE } from "./check-view.ts";
import { connectionOf, writerOf } from "./config/pgsql-output.ts";
import type { Section } from "./config/shipper-config.ts";
import { type Finding, Findings } from "./finding.ts";

const CONNECT_MS = 5_000;
const STATEMENT_MS = 20_000;

/**
 * Looks at the database as the pgsql output would use it.
 *
 * @param output the pgsql output's section
 * @param url whom to connect as; without it as the output itself does
 * @param filter finds the nearest format of lines that were not read; undefined where it can't be run
 * @param record an enriched record, to be inserted and rolled back
 */
export async function checkDatabase(
  output: Section | undefined,
  url: string | undefined,
  filter: Filter | undefined,
  record: string,
): Promise<Finding[]> {
  const findings = new Findings("database");
  if (url === undefined && output === undefined) {
    findings.note("database-not-checked", "Postgres was not checked", {
      breaks: "Whether events arrive there stays unknown.",
      remedy: "Name it: --database-url, or a --config with a pgsql output.",
    });
    return findings.list;
  }
  const client = new pg.Client({
    ...(url === undefined ? connectionOf(output) : { connectionString: url }),
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    application_name: "smartlog doctor",
  });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    findings.error(
      "database-unreachable",
      `Postgres can't be reached at ${client.host}:${client.port}: ${messageOf(error)}`,
      {
        breaks: "No event is stored; what waits fills the disk up to its limit.",
        remedy: "Check host, port, database, user and password, and that the server runs.",
      },
    );
    return findings.list;
  }
  try {
    findings.ok(
      "database-reachable",
      `Postgres answers at ${client.host}:${client.port}, database ${client.database}`,
    );
    const writer = await writerOf(client, output);
    if (await checkView(client, writer, findings)) await checkInsert(client, writer, record, findings);
    await checkMigrations(client, findings);
    await checkLimits(client, findings);
    await checkUnreadTags(client, filter, findings);
    await checkTrainings(client, findings);
    await checkAlarms(client, findings);
  } catch (error) {
    findings.error("database-unreadable", `the database can't be looked at: ${messageOf(error)}`, {
      breaks: "Whether events arrive there stays unknown.",
      remedy: MIGRATE,
    });
  } finally {
    await client.end().catch(() => {});
  }
  return findings.list;
}

async function checkMigrations(client: pg.Client, findings: Findings): Promise<void> {
  const wanted = migrationNames();
  let applied: string[];
  try {
    applied = await appliedMigrations(client);
  } catch (error) {
    if ((error as { code?: string }).code === "42501")
      findings.warning("schema-unseen", "whether the schema is up to date can't be seen by this role", {
        breaks: "A schema that is behind may refuse events.",
        remedy: "Give an administrator's --database-url as well.",
      });
    else if (error instanceof StoreError)
      findings.error("schema-behind", error.message, {
        breaks: "Events may be refused or lack fields.",
        remedy: error.nextStep ?? MIGRATE,
      });
    else
      findings.error("schema-unreadable", `the schema can't be looked at: ${messageOf(error)}`, {
        breaks: "Whether events can be stored stays unknown.",
        remedy: MIGRATE,
      });
    return;
  }
  if (applied.length === 0) {
    findings.error("schema-missing", "the schema is not set up", {
      breaks: "No event can be stored.",
      remedy: MIGRATE,
    });
    return;
  }
  const pending = wanted.filter((name) => !applied.includes(name));
  findings.check(
    "schema-behind",
    pending.length === 0,
    `the schema is up to date (${applied.length} migrations)`,
    `the schema is older than this SmartLog: ${pending.join(", ")} not applied`,
    { breaks: "Events may be refused or lack fields.", remedy: MIGRATE },
  );
  const unknown = applied.filter((name) => !wanted.includes(name));
  if (unknown.length > 0)
    findings.warning(
      "schema-ahead",
      `the schema is newer than this SmartLog: ${unknown.map((name) => printable(name)).join(", ")}`,
      { breaks: "This SmartLog may write or read it wrongly.", remedy: "Update this checkout." },
    );
}
