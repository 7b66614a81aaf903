/** Syslog by TLS into Fluent Bit: the example brings every line of whoever trusts its certificate. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, test } from "vitest";
import { findFluentBit } from "./fluent-bit.ts";
import { expectBrought, type Sender } from "./inputs/brought.ts";
import { FORMATS } from "./inputs/example.ts";
import { LINES, RFC3164 } from "./inputs/lines.ts";
import { type Site, site } from "./shipped.ts";
import { findBinary } from "./shipper.ts";

const fluentBit = findFluentBit() as string;
const OPENSSL = findBinary("openssl", "SMARTLOG_OPENSSL", "syslog by TLS");
const RSYSLOG = findBinary("rsyslogd", "SMARTLOG_RSYSLOGD", "syslog by rsyslog");

let at: Site;
beforeEach(() => {
  at = site();
  return () => at.remove();
});

/** A certificate of this test's own, and where it is. */
function certificate(folder: string): Record<string, string> {
  const [key, crt] = [join(folder, "syslog.key"), join(folder, "syslog.crt")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const made = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
  ];
  execFileSync(OPENSSL as string, [...made, "-keyout", key, "-out", crt, ...subject], { stdio: "pipe" });
  return { SMARTLOG_TLS_CERTIFICATE: crt, SMARTLOG_TLS_KEY: key };
}

describe.skipIf(!fluentBit || !OPENSSL).each(FORMATS)("%s: syslog-tls", (format) => {
  const tls: Sender = {
    example: "syslog-tls",
    client: "",
    port: "SMARTLOG_SYSLOG_TLS_PORT",
    variables: ({ folder }) => certificate(folder),
    send: async () => undefined,
  };

  test("takes lines by TLS, from whoever trusts its certificate", () =>
    expectBrought(
      at,
      {
        ...tls,
        async send(port, { folder }) {
          const trust = ["-CAfile", join(folder, "syslog.crt"), "-verify_return_error"];
          const client = spawn(OPENSSL as string, [
            "s_client",
            "-quiet",
            "-connect",
            `127.0.0.1:${port}`,
            ...trust,
          ]);
          client.stdin.write(LINES.map((line) => `${line}\n`).join(""));
          const ended = once(client, "exit");
          return { stop: async () => void (client.kill() && (await ended)) };
        },
      },
      format,
    ));

  test.skipIf(!RSYSLOG)("takes what rsyslog forwards", () =>
    expectBrought(
      at,
      {
        ...tls,
        lines: [RFC3164],
        async send(port, { folder }) {
          const input = join(folder, "rsyslog.in");
          writeFileSync(input, `<38>${RFC3164}\n`);
          const config = join(folder, "rsyslog.conf");
          writeFileSync(
            config,
            `global(workDirectory="${folder}" defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="${folder}/syslog.crt")
module(load="imfile")
input(type="imfile" file="${input}" tag="x")
template(name="raw" type="string" string="%msg%\\n")
action(type="omfwd" target="127.0.0.1" port="${port}" protocol="tcp" template="raw"
  streamDriver="ossl" streamDriverMode="1" streamDriverAuthMode="x509/certvalid")
`,
          );
          const daemon = spawn(RSYSLOG as string, ["-n", "-f", config, "-i", join(folder, "rsyslog.pid")]);
          const ended = once(daemon, "exit");
          return { stop: async () => void (daemon.kill() && (await ended)) };
        },
      },
      format,
    ),
  );
});
