/** How an output of the plugin pgsql writes. */
import type pg from "pg";
import { shipperRole } from "../../../store/ingest-view.ts";
import type { Section } from "./shipper-config.ts";

/** What a shipper writes with. */
export interface Writer {
  /** Its role. */
  role: string;
  table: string;
  /** Undefined: whatever the role's own is. */
  searchPath: string | undefined;
}

/** As Fluent Bit's pgsql output connects; what it leaves out, libpq and pg take from the same variables. */
export function connectionOf(output: Section | undefined): pg.ClientConfig {
  const setting = (name: string) => output?.settings.get(name) || undefined;
  const port = setting("port");
  return {
    host: setting("host") ?? "127.0.0.1",
    ...(port === undefined ? {} : { port: Number(port) }),
    database: setting("database") ?? "fluentbit",
    user: setting("user"),
    password: setting("password"),
    options: setting("connection_options"),
  };
}

export async function writerOf(client: pg.Client, output: Section | undefined): Promise<Writer> {
  const options = output?.settings.get("connection_options") ?? "";
  return {
    role: output?.settings.get("user") || (await shipperRole(client)),
    table: output?.settings.get("table") ?? "ingest",
    searchPath: /search_path=(\S+)/.exec(options)?.[1],
  };
}
