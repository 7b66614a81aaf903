/** What the doctor's tests share: a store, a module, a program that says it is Fluent Bit, and configurations. */
import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import type { Finding } from "../../../cli/doctor/finding.ts";
import { defaultModulePath } from "../../../host/module.ts";
import { migrate } from "../../../store/migrate.ts";
import { openStore, type Store } from "../../../store/open.ts";
import { temporaryFolder } from "../../folder.ts";
import { smartlog } from "../command.ts";

export interface Report {
  errors: number;
  warnings: number;
  notes: number;
  findings: Finding[];
}

export const PASSWORD = "a secret";

export const YAML = `
service:
  hot_reload: on
  storage.path: \${STATE}/buffer
pipeline:
  inputs:
    - name: tail
      tag: web.*
      path: \${STATE}/access.log
      path_key: file
      offset_key: offset
      db: \${STATE}/tail.db
      storage.type: filesystem
      truncate_long_lines: true
  filters:
    - name: wasm
      match: web.*
      event_format: json
      wasm_path: \${WASM}
      function_name: smartlog
  outputs:
    - name: pgsql
      match: "*"
      host: 127.0.0.1
      port: \${DB_PORT}
      database: smartlog
      user: smartlog_ingest
      password: \${DB_PASSWORD}
      table: ingest
      connection_options: -c search_path=smartlog_ingest
      retry_limit: no_limits
`;

export const CLASSIC = `
@SET state=/var/lib
[SERVICE]
    Hot_Reload    On
    storage.path  \${state}/buffer
# what is read
[INPUT]
    Name          tail
    Path          \${LOGS}/access.log
    Path_Key      file
    Offset_Key    offset
    DB            \${state}/tail.db
    Skip_Long_Lines On
    storage.type  filesystem
@INCLUDE rest.conf
`;
const CLASSIC_REST = `
[FILTER]
    Name          wasm
    Match         *
    WASM_Path     \${WASM}
    Function_Name smartlog
[OUTPUT]
    Name          pgsql
    Match         tail.*
    Port          \${DB_PORT}
    Database      smartlog
    User          smartlog_ingest
    Password      \${DB_PASSWORD}
    Table         ingest
    Retry_Limit   False
`;

/** A machine with a store, for the tests of one file. */
export class Machine {
  readonly folder = temporaryFolder();
  store!: Store;
  env!: Record<string, string>;

  constructor() {
    beforeAll(() => this.#setUp());
    afterAll(() => this.store?.close());
  }

  async #setUp(): Promise<void> {
    this.store = await openStore({ dataDir: join(this.folder, "data") });
    await migrate(this.store.url, { env: { SMARTLOG_INGEST_PASSWORD: PASSWORD } });
    copyFileSync(defaultModulePath(), join(this.folder, "filter.wasm"));
    writeFileSync(join(this.folder, "access.log"), "");
    // Says that it is Fluent Bit, and refuses no configuration.
    writeFileSync(
      join(this.folder, "fluent-bit"),
      '#!/bin/sh\n[ "$1" = --version ] && echo "Fluent Bit v4.2.1"\nexit 0\n',
    );
    chmodSync(join(this.folder, "fluent-bit"), 0o755);
    this.env = {
      SMARTLOG_FLUENT_BIT: join(this.folder, "fluent-bit"),
      WASM: join(this.folder, "filter.wasm"),
      STATE: this.folder,
      LOGS: this.folder,
      DB_PORT: new URL(this.store.url).port,
      DB_PASSWORD: PASSWORD,
    };
  }

  /** Runs the doctor over a configuration, with words of it replaced. */
  async examine(
    text: string,
    change: (text: string) => string = (same) => same,
    name = "fluent-bit.yaml",
  ): Promise<Report & { said: string[] }> {
    const file = join(this.folder, name);
    writeFileSync(file, change(text));
    writeFileSync(join(this.folder, "rest.conf"), change(CLASSIC_REST));
    const { code, stdout, stderr } = await smartlog(["doctor", "--json", "--config", file], {
      env: this.env,
    });
    expect(stderr).toBe("");
    const report = JSON.parse(stdout) as Report;
    const errors = report.findings.filter(({ level }) => level === "error").map(({ message }) => message);
    expect(code).toBe(errors.length > 0 ? 1 : 0);
    expect(report.errors).toBe(errors.length);
    return { ...report, said: errors };
  }

  /** What the doctor finds in a database, as its owner. */
  async findingsOf(databaseUrl: string): Promise<Finding[]> {
    const { stdout } = await smartlog(["doctor", "--json", "--database-url", databaseUrl], { env: this.env });
    return (JSON.parse(stdout) as Report).findings;
  }
}
