/** Taught entries in a real Fluent Bit: they act once the module is in place, and no more once it is taken back. */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EnrichedRecord } from "../../host/event.ts";
import { withTaught } from "../../trainer/model/taught.ts";
import { access, built, entryOf } from "../filter/taught/entries.ts";
import { FluentBit, findFluentBit } from "./fluent-bit.ts";
import { site } from "./shipped.ts";

const program = findFluentBit() as string;

const ADMIN = access({ path: "/phpinfo.php", status: 404 });
const PROBE = access({ ip: "198.51.100.20", path: "/health", agent: "MyProbe/1.0" });
const PAGE = access({ ip: "192.0.2.30", path: "/about", agent: "Reader/2.0 (X11; Linux x86_64)" });
/** Looks like the first one, from elsewhere and with more in it. */
const FORGED = [
  access({ path: "/phpinfo.php", status: 404, ip: "203.0.113.10" }),
  access({ path: "/phpinfo.php?id=1+union+select+password,2+from+users--", status: 404 }),
];
const LINES = [ADMIN, PROBE, PAGE, ...FORGED];
const BEFORE = ["attack", "bot", "bot", "attack", "attack"];
const AFTER = ["normal", "bot", "attack", "attack", "attack"];

/** 256 entries, as many as there may be: two of them act. */
const full = withTaught(built, [
  entryOf(ADMIN, "client", "normal", 1),
  entryOf(PAGE, "agent", "attack", 2),
  ...Array.from({ length: 254 }, (_, i) =>
    entryOf(access({ path: `/p/${i}`, agent: "x/1" }), "client", "normal", 3 + i),
  ),
]);

describe.skipIf(!program)("a module with taught entries", { timeout: 120_000 }, () => {
  test("acts in Fluent Bit after a reload, and no more after another", async () => {
    const at = site();
    const file = join(at.logs, "access.log");
    const config = join(at.folder, "fluent-bit.yaml");
    const out = join(at.folder, "events.json");
    writeFileSync(file, "");
    writeFileSync(
      config,
      JSON.stringify({
        service: { flush: 0.2, grace: 1, hot_reload: true },
        pipeline: {
          inputs: [{ name: "tail", path: file, db: join(at.folder, "tail.db"), read_from_head: true }],
          filters: [
            {
              name: "wasm",
              match: "*",
              event_format: "json",
              wasm_path: at.module,
              function_name: "smartlog",
            },
          ],
          outputs: [{ name: "file", match: "*", path: at.folder, file: "events.json", format: "plain" }],
        },
      }),
    );
    const events = () =>
      existsSync(out)
        ? readFileSync(out, "utf8")
            .trimEnd()
            .split("\n")
            .map((line) => (JSON.parse(line) as EnrichedRecord).smartlog)
        : [];
    const shipper = new FluentBit(program, ["-Y", "-c", config]);
    const labelsBy = async (module: Buffer | undefined) => {
      if (module) {
        writeFileSync(`${at.module}.new`, module);
        renameSync(`${at.module}.new`, at.module);
        const reloads = () => shipper.log.split("[reload] start everything").length;
        const before = reloads();
        process.kill(shipper.pid, "SIGHUP");
        await shipper.until(() => reloads() > before);
      }
      const known = events().length;
      appendFileSync(file, LINES.map((line) => `${line}\n`).join(""));
      await shipper.until(() => events().length >= known + LINES.length, 60);
      return events().slice(known);
    };
    try {
      expect((await labelsBy(undefined)).map(({ label }) => label)).toEqual(BEFORE);
      const taught = await labelsBy(full);
      expect(taught.map(({ label }) => label)).toEqual(AFTER);
      expect(taught[0]).toMatchObject({ severity: "none", why: ["taught:normal"] });
      expect((await labelsBy(withTaught(full, []))).map(({ label }) => label)).toEqual(BEFORE);
    } finally {
      await shipper.stop();
    }
    at.remove();
  });
});
