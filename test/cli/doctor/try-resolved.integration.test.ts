/** What Fluent Bit says of a configuration that it resolved itself, of a copy that touches nothing. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../cli/doctor/config/shipper-config.ts";
import { resolvedPipeline } from "../../../cli/doctor/try/resolved.ts";
import { temporaryFolder } from "../../folder.ts";
import { fluentBit, OURS, pipeline } from "./trying.ts";

describe.skipIf(fluentBit === "")("a configuration that Fluent Bit resolved", () => {
  const folder = temporaryFolder();
  const resolved = (text: string) => {
    const file = join(folder, "fluent-bit.yaml");
    writeFileSync(file, text);
    return resolvedPipeline(readConfig(file, process.env), fluentBit, process.env);
  };

  test("has tags, settings in order, and routes; nothing is opened", async () => {
    const inputs = `
    - {name: tail, path: "${folder}/*.log", tag: kube.*, db: ${folder}/tail.db, storage.type: filesystem}
    - {name: forward, port: 1}
    - {name: cpu}
    - {name: exec, command: "touch ${folder}/ran", tag: app1}
`;
    const filters = `
    - {name: aws, match: "*"}
    - {name: modify, match: app*, rename: [a b, c d], set: e f}${OURS}`;
    const outputs = `
    - {name: es, match: kube.*, host: 127.0.0.1, port: 1}
    - {name: pgsql, match_regex: "^app[0-9]+$", port: 1}
`;
    const found = await resolved(pipeline({ inputs, filters, outputs }));
    expect(found).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+/),
      inputs: [
        { tag: "kube.*", routes: [0], isOwn: true, settings: [["path", `${folder}/*.log`]] },
        { tag: "forward.1", routes: [], isOwn: true },
        { tag: "cpu.2", routes: [], isOwn: false },
        { tag: "app1", routes: [1], isOwn: true },
      ],
      filters: [
        {
          index: 1,
          match: "app*",
          settings: [
            ["rename", "a b"],
            ["rename", "c d"],
            ["set", "e f"],
          ],
        },
        { index: 2, match: "*" },
      ],
      outputs: [{ match: "kube.*" }, {}],
    });
    expect(readdirSync(folder)).toEqual(["fluent-bit.yaml"]);
  });

  test("is refused with what Fluent Bit says", async () => {
    const found = await resolved(pipeline({ inputs: "\n    - {name: tail, no_such_setting: x}\n" }));
    expect(found).toEqual({ refused: expect.arrayContaining([expect.stringMatching(/no_such_setting/)]) });
  });
});
