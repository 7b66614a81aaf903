import { printable } from "../../lib/output.ts";
import type { Section, ShipperConfig } from "../config/shipper-config.ts";
import type { Findings } from "../finding.ts";
import { isStore, retriesOf, sinkOf } from "../pipeline/sinks.ts";

/** Where events go: each output that feeds a SmartLog store, and whether there is one. */
export function checkOutputs({ outputs, file }: ShipperConfig, findings: Findings): void {
  for (const output of outputs) {
    if (sinkOf(output) === "postgres") checkPostgres(output, findings);
    if (isStore(output)) checkRetries(output, findings);
    if (sinkOf(output) === "unknown")
      findings.note("sink-unknown", `${output.where}: no output of Fluent Bit's own`, {
        breaks: "What becomes of events there stays unknown.",
        remedy: "Look there whether they have the key smartlog.",
        at: output.at,
      });
  }
  const others = outputs.filter((output) => sinkOf(output) === "other" || sinkOf(output) === "unknown");
  if (outputs.some(isStore)) return;
  if (others.length > 0) {
    const names = [...new Set(others.map(({ plugin }) => plugin))].join(", ");
    findings.note("no-store", `events go to ${printable(names)}, and to no SmartLog store`, {
      breaks: "Dashboards, reviews and training have no events to work with.",
      remedy: "If you want them, add an output with name pgsql, match '*' and table ingest.",
    });
  } else
    findings.error("no-store", "nothing goes to Postgres (no pgsql output)", {
      breaks: "Events are scored and thrown away.",
      remedy: "Add an output with name pgsql, match '*' and table ingest.",
      at: `${file}:1`,
    });
}

function checkPostgres({ where, at, settings }: Section, findings: Findings): void {
  const table = settings.get("table") ?? "fluentbit";
  findings.check(
    "pgsql-table",
    table === "ingest",
    `${where}: table is ingest`,
    `${where}: table is ${printable(table)}; events belong into the view ingest`,
    { breaks: "Events end in a table that nobody reads.", remedy: "Set table: ingest", at },
  );
  const workers = Number(settings.get("workers") ?? 1);
  if (workers > 1)
    findings.error("pgsql-workers", `${where}: ${workers} workers share one connection`, {
      breaks: "Statements get mixed up: batches are lost, or Fluent Bit dies.",
      remedy: "Set workers: 1; for a second lane, a second pgsql output.",
      at: settings.at("workers"),
    });
  else findings.ok("pgsql-workers", `${where}: no more than one worker`, at);
  const path = /search_path\s*=\s*(\S+)/.exec(settings.get("connection_options") ?? "")?.[1];
  if (path !== undefined && !path.split(",").includes("smartlog_ingest"))
    findings.error(
      "pgsql-search-path",
      `${where}: search_path is ${printable(path)}, without smartlog_ingest`,
      {
        breaks: "Fluent Bit makes a table of its own there, in which events end.",
        remedy: "Set connection_options: -c search_path=smartlog_ingest",
        at: settings.at("connection_options"),
      },
    );
  const kept = settings.get("storage.total_limit_size");
  if (kept)
    findings.ok(
      "pgsql-buffer",
      `${where}: up to ${kept} is kept while Postgres is away; beyond that the oldest goes`,
      at,
    );
}

function checkRetries({ where, at, settings }: Section, findings: Findings): void {
  const { limit, isEndless } = retriesOf(settings);
  findings.check(
    "pgsql-retries",
    isEndless,
    `${where}: retries without end`,
    `${where}: retry_limit is ${printable(limit)}; after that a batch is thrown away`,
    {
      breaks: "An outage of minutes loses all events of that time.",
      remedy: "Set retry_limit: no_limits",
      at,
    },
  );
}
