import type { Settings } from "../config/settings.ts";
import type { Section } from "../config/shipper-config.ts";

/** What an output feeds. */
export type Sink =
  /** A SmartLog store, by Postgres. */
  | "postgres"
  /** A SmartLog store, by `smartlog serve`. */
  | "serve"
  /** Something else that keeps or hands on what it is given. */
  | "other"
  /** Nothing: records end there. */
  | "nothing"
  /** A plugin that is not Fluent Bit's. */
  | "unknown";

const OTHERS = new Set(
  `azure azure_blob azure_kusto azure_logs_ingestion bigquery chronicle cloudwatch_logs datadog es file forward gcs gelf
   http influxdb kafka kafka-rest kinesis_firehose kinesis_streams logdna loki nats nrlogs opensearch opentelemetry
   oracle_log_analytics s3 skywalking slack splunk stackdriver stdout syslog tcp td udp websocket vivo_exporter
   cloudwatch firehose kinesis oci_logan zig_demo`.split(/\s+/),
);
/** Outputs of metrics, and those that keep nothing. */
const NOTHING = new Set(
  "null counter flowcounter exit lib plot retry prometheus_exporter prometheus_remote_write calyptia".split(
    " ",
  ),
);
const SERVE_PATH = /^\/?v1\/ingest\/?(?:\?|$)/;

export function sinkOf({ plugin, settings }: Section): Sink {
  if (plugin === "pgsql") return "postgres";
  if (plugin === "http" && SERVE_PATH.test(settings.get("uri") ?? "")) return "serve";
  if (OTHERS.has(plugin)) return "other";
  return NOTHING.has(plugin) ? "nothing" : "unknown";
}

/** Whether events become rows of a SmartLog store there. */
export function isStore(output: Section): boolean {
  return ["postgres", "serve"].includes(sinkOf(output));
}

/** Whether retries end at some time, after which a batch is thrown away; `limit` as it counts. */
export function retriesOf(settings: Settings): { limit: string; isEndless: boolean } {
  const limit = (settings.get("retry_limit") ?? "1").toLowerCase();
  return { limit, isEndless: ["no_limits", "false", "off"].includes(limit) };
}
