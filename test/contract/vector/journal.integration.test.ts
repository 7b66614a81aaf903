/** The systemd journal by Vector: a stand-in for journalctl prints entries as `journalctl --output=json` does. */
import { appendFileSync, chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { canRead, example, Pipeline, vector } from "./pipeline.ts";
import { expectSame, MESSAGES, numbered } from "./raw-lines.ts";

/** Prints what its journal has behind the cursor, and follows it. A journal's line n (from 1) has the cursor `s=1;i=n`. */
const JOURNALCTL = `#!/bin/sh
case "$1" in --version) echo "systemd 257 (257.9)"; exit ;; esac
from=0
for argument; do
  case "$argument" in --after-cursor=*) from=\${argument##*=} ;; esac
done
exec tail -n +$((from + 1)) -F "$(dirname "$0")/journal"
`;

const ESCAPE = String.fromCharCode(27);
/** A message that journalctl prints as an array of bytes. */
const COLOURED = { program: "shop", message: `${ESCAPE}[31merror: no stock${ESCAPE}[0m` };

describe.skipIf(!vector || !canRead("journald"))("The journal by Vector:", { timeout: 120_000 }, () => {
  let pipeline: Pipeline;
  beforeEach(async () => {
    pipeline = await Pipeline.open();
    return () => pipeline.close();
  });

  test("as the bare lines; Vector killed, the server killed, answers lost: every entry once", async () => {
    const program = join(pipeline.at.folder, "journalctl");
    writeFileSync(program, JOURNALCTL);
    chmodSync(program, 0o755);
    const journal = join(pipeline.at.folder, "journal");
    let entries = 0;
    const print = (messages: readonly { program: string; message: string }[]) => {
      for (const { program: identifier, message } of messages) {
        const entry = {
          __CURSOR: `s=1;i=${++entries}`,
          __REALTIME_TIMESTAMP: String(1_795_241_945_000_000 + entries),
          __MONOTONIC_TIMESTAMP: String(entries),
          _BOOT_ID: "b0",
          _HOSTNAME: "web1",
          _TRANSPORT: "syslog",
          _SYSTEMD_UNIT: `${identifier}.service`,
          _COMM: identifier,
          _PID: "812",
          _UID: "0",
          PRIORITY: "6",
          SYSLOG_FACILITY: "4",
          SYSLOG_IDENTIFIER: identifier,
          // What is no printable text is an array of bytes.
          MESSAGE: message.includes(ESCAPE) ? [...Buffer.from(message)] : message,
        };
        appendFileSync(journal, `${JSON.stringify(entry)}\n`);
      }
    };
    const config = example("journald");
    config.sources.journal.journalctl_path = program;
    const nginx = (from: number) => numbered(from, 200).map((message) => ({ program: "nginx", message }));
    const messages = [...MESSAGES, COLOURED];
    print(messages);
    let shipper = pipeline.ship({ journald: config });
    try {
      await pipeline.arrived(shipper, messages.length);
      const lines = messages.map(
        ({ program: name, message }, i) => `Nov 21 06:19:0${i} web1 ${name}[812]: ${message}`,
      );
      expectSame(await pipeline.events(), lines, ({ message }, line) => line.endsWith(`: ${message}`));

      await pipeline.forget();
      await pipeline.stopServing();
      print(nginx(0));
      await sleep(2000);
      await shipper.stop("SIGKILL");
      print(nginx(200));
      pipeline.network.answersToLose = 2;
      await pipeline.serve();
      shipper = pipeline.ship({ journald: config });
      await pipeline.arrived(shipper, 400);
      print(nginx(400));
      await pipeline.arrived(shipper, 600);
      await sleep(2000);
      const events = await pipeline.events();
      const paths = new Set(events.map(({ event }) => event.path));
      expect([events.length, paths.size, pipeline.network.lost]).toEqual([600, 600, 2]);
    } finally {
      await shipper.stop();
    }
  });
});
