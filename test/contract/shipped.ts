/** The deployed configuration, running between a folder of logs and a real Postgres. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultModulePath } from "../../host/module.ts";
import { freePort } from "../../store/embedded/port.ts";
import { PASSWORDS } from "../store/passwords.ts";
import type { TestStore } from "../store/test-store.ts";
import { DEPLOYED_CONFIG, deployedEnvironment, FluentBit } from "./fluent-bit.ts";

/** Where a shipper's files lie: `logs/`, `state/`, and the module, which a build at the same time can't change here. */
export interface Site {
  folder: string;
  logs: string;
  /** Everything in it is followed. */
  pattern: string;
  module: string;
  remove(): void;
}

export function site(): Site {
  const folder = mkdtempSync(join(tmpdir(), "smartlog-shipper-"));
  const logs = join(folder, "logs");
  mkdirSync(logs);
  mkdirSync(join(folder, "state"));
  const module = join(folder, "filter.wasm");
  copyFileSync(defaultModulePath(), module);
  return {
    folder,
    logs,
    pattern: join(logs, "*.log"),
    module,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What the environment has to hold for a configuration that writes to `store`. */
export async function shipperEnvironment(store: TestStore, at: Site): Promise<Record<string, string>> {
  const url = new URL(store.url);
  return deployedEnvironment({
    SMARTLOG_LOGS: at.pattern,
    SMARTLOG_TAG: "contract",
    SMARTLOG_MODULE: at.module,
    SMARTLOG_STATE: join(at.folder, "state"),
    SMARTLOG_HTTP_PORT: String(await freePort()),
    PGHOST: url.hostname,
    PGPORT: url.port || "5432",
    PGDATABASE: url.pathname.slice(1),
    PGPASSWORD: PASSWORDS.SMARTLOG_INGEST_PASSWORD,
  });
}

/** Starts Fluent Bit with the deployed configuration, or another that has its filter and output. */
export async function ship(
  binary: string,
  store: TestStore,
  at: Site,
  config = DEPLOYED_CONFIG,
): Promise<FluentBit> {
  return new FluentBit(binary, ["-c", config], await shipperEnvironment(store, at));
}
