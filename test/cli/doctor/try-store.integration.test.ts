/** `smartlog doctor --try`: whether events arrive in a store, of which nothing stays there. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { tryFindings } from "../../../cli/doctor/try/findings.ts";
import { Machine, PASSWORD } from "./machine.ts";
import { accessLines, fluentBit, OURS, pipeline, trying, writeLog } from "./trying.ts";

const machine = new Machine();
const LINES = 25;

describe.skipIf(fluentBit === "")("smartlog doctor --try, of a pgsql output", () => {
  const log = join(machine.folder, "access.log");
  const inputs = `\n    - {name: tail, path: ${log}, tag: web, path_key: file, offset_key: offset}\n`;
  const output = (changes: Record<string, string> = {}) => {
    const settings = {
      ...{ host: "127.0.0.1", port: machine.env.DB_PORT, database: "smartlog", user: "smartlog_ingest" },
      ...{ password: PASSWORD, table: "ingest", connection_options: "-c search_path=smartlog_ingest" },
      ...changes,
    };
    const rest = Object.entries(settings).map(([name, value]) => `, ${name}: "${value}"`);
    return `\n    - {name: pgsql, match: "*"${rest.join("")}}\n`;
  };
  const tryOutput = async (outputs: string, filters = OURS) => {
    const report = await trying(pipeline({ inputs, filters, outputs }));
    const told = tryFindings(report).map(({ level, code }) => `${level} ${code}`);
    return { store: report.inputs[0]?.outputs[0]?.store, told };
  };
  const rowsOf = async (table: string) =>
    (await machine.store.pool.query(`select count(*)::int as rows from smartlog.${table}`)).rows[0].rows;

  beforeAll(() => writeLog(log, accessLines(LINES)));

  test("its database takes the events, and keeps none of them", async () => {
    expect(await tryOutput(output())).toEqual({
      store: { kind: "database", stored: LINES, duplicates: 0, rejected: 0, reasons: [] },
      told: ["ok events-stored", "ok tried"],
    });
    expect([await rowsOf("events"), await rowsOf("rejected"), await rowsOf("intake")]).toEqual([0, 0, 0]);
  });

  test("records whose event was taken away are refused", async () => {
    const { store, told } = await tryOutput(
      output(),
      `${OURS}    - {name: record_modifier, match: "*", remove_key: smartlog}`,
    );
    expect(store).toMatchObject({ kind: "database", stored: 0, rejected: LINES });
    expect(told).toEqual(["error event-removed", "error events-refused"]);
    expect(await rowsOf("rejected")).toBe(0);
  });

  test("a table that is not SmartLog's is told of", async () => {
    const { store, told } = await tryOutput(output({ connection_options: "-c search_path=public" }));
    expect(store).toMatchObject({
      kind: "database",
      stored: 0,
      why: expect.stringMatching(/leads to nothing/),
    });
    expect(told).toEqual(["error events-unstored"]);
  });

  test("where it can't be reached, a store that is made for this takes them", async () => {
    const { store, told } = await tryOutput(output({ password: "wrong" }));
    expect(store).toMatchObject({
      kind: "throw-away",
      stored: LINES,
      why: expect.stringMatching(/password/),
    });
    expect(told).toEqual(["ok events-stored", "ok tried"]);
  });

  test("events for smartlog serve are tried, too", async () => {
    const { store } = await tryOutput('\n    - {name: http, match: "*", uri: /v1/ingest, format: json}\n');
    expect(store).toMatchObject({ kind: "throw-away", stored: LINES });
  });
});
