import type pg from "pg";
import { canLogIn, ingestTarget, searchPathOf, tryInsert } from "../../store/ingest-view.ts";
import { messageOf } from "../lib/errors.ts";
import { printable } from "../lib/output.ts";
import type { Writer } from "./config/pgsql-output.ts";
import type { Findings } from "./finding.ts";

export const MIGRATE = "Run: smartlog db migrate (with DATABASE_URL of an administrator).";

/**
 * Looks at the view that a shipper writes to, and at its role's rights.
 *
 * @returns whether there is a view that can be tried
 */
export async function checkView(client: pg.Client, writer: Writer, findings: Findings): Promise<boolean> {
  const { role, table } = writer;
  const canEnter = await canLogIn(client, role);
  if (canEnter === undefined) {
    findings.error("role-missing", `there is no role ${printable(role)}`, {
      breaks: "Fluent Bit can't log in: no event is stored.",
      remedy: MIGRATE,
    });
    return false;
  }
  findings.check(
    "role-no-login",
    canEnter,
    `role ${printable(role)} can log in`,
    `role ${printable(role)} can't log in: it has no password yet`,
    {
      breaks: "Fluent Bit can't log in: no event is stored.",
      remedy: "Set SMARTLOG_INGEST_PASSWORD and run: smartlog db migrate",
    },
  );
  const path = writer.searchPath ?? (await searchPathOf(client, role));
  const view = await ingestTarget(client, role, table, path);
  if (!view) {
    findings.error(
      "pgsql-search-path",
      `search_path ${printable(path)} leads to no ${printable(table)}: Fluent Bit would make a table of that name`,
      {
        breaks: "Events end in a table that nobody reads.",
        remedy:
          "Set connection_options: -c search_path=smartlog_ingest on the pgsql output. If there is no such schema, run: smartlog db migrate",
      },
    );
    return false;
  }
  const isView = findings.check(
    "view-missing",
    view.isView,
    `search_path ${printable(path)} leads to the view ${view.schema}.${table}`,
    `${view.schema}.${table} is no view: Fluent Bit made a table there, and events end in it`,
    {
      breaks: "Events end in a table that nobody reads.",
      remedy:
        "Drop that table and set connection_options: -c search_path=smartlog_ingest on the pgsql output.",
    },
  );
  if (!isView) return false;
  const fits = findings.check(
    "view-columns",
    /^tag (text|character varying), time timestamp with time zone, data jsonb?$/.test(view.columns),
    "its columns are tag, time, data",
    `its columns are ${printable(view.columns)}`,
    { breaks: "The insert fails, and no event is stored.", remedy: MIGRATE },
  );
  const inserts = findings.check(
    "role-no-insert",
    view.mayInsert,
    `${printable(role)} may insert into it`,
    `${printable(role)} may not insert into it`,
    { breaks: "The insert fails, and no event is stored.", remedy: MIGRATE },
  );
  findings.check(
    "role-no-create",
    view.mayCreate,
    `${printable(role)} has CREATE on its schema, which Fluent Bit needs at every start`,
    `${printable(role)} has no CREATE on schema ${view.schema}: Fluent Bit does not start without`,
    { breaks: "Fluent Bit ends at its start.", remedy: MIGRATE },
  );
  writer.searchPath = path;
  return fits && inserts;
}

/** Tries Fluent Bit's own statements. */
export async function checkInsert(
  client: pg.Client,
  writer: Writer,
  record: string,
  findings: Findings,
): Promise<void> {
  try {
    await tryInsert(client, writer, record);
    findings.ok(
      "insert-tried",
      `an insert as Fluent Bit makes it works as ${printable(writer.role)} (rolled back)`,
    );
  } catch (error) {
    findings.error("insert-tried", `an insert as Fluent Bit makes it fails: ${printable(messageOf(error))}`, {
      breaks: "No event is stored.",
      remedy: MIGRATE,
    });
  }
}
