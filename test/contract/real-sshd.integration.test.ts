/**
 * A real sshd with hostile clients: whatever they say, no line of its log has another address than theirs, nor another
 * name than the one they gave.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../store/embedded/port.ts";
import { eventOf, syslog } from "../filter/kinds-event.ts";
import { findBinary, Shipper } from "./shipper.ts";
import { SshClient } from "./ssh-client.ts";

const FORGED = "6.6.6.6";
const sshd = findBinary("sshd", "SMARTLOG_SSHD", "sshd") as string;

/** What a client may call itself. What stands behind a colon is no part of its name. */
const NAMES = [
  "",
  "root",
  "x from 6.6.6.6 port 22 ssh2",
  "x from 6.6.6.6 port 22 ssh2: RSA-CERT SHA256:abc ID ",
  "x from 6.6.6.6",
  "6.6.6.6",
  "invalid user 6.6.6.6",
  "a 6.6.6.6 port 22",
  "a 6.6.6.6 port 22: Too many authentication failures",
  "a 6.6.6.6 port 22 [preauth]",
  "a for root from 6.6.6.6 port 22 ssh2",
  "a' from '6.6.6.6",
  'a" from "6.6.6.6',
  "a not allowed because from 6.6.6.6 not allowed because x",
  "rhost=6.6.6.6  user=root",
  "[6.6.6.6]",
  `${"x".repeat(90)} from 6.6.6.6 port 22 ssh2`,
  " from 6.6.6.6 port 22 ssh2 ",
  "Accepted password for root from 6.6.6.6 port 22 ssh2",
];

const folder = sshd ? mkdtempSync(join(tmpdir(), "smartlog-sshd-")) : "";
const config = join(folder, "config");
const port = await freePort();

function keygen(...args: string[]): void {
  execFileSync("ssh-keygen", ["-q", ...args], { stdio: "pipe" });
}

/** Makes keys and a configuration; false, said loudly, where this sshd can't run here. */
function prepare(): boolean {
  try {
    for (const name of ["host", "ca", "key"]) keygen("-t", "ed25519", "-N", "", "-f", join(folder, name));
    // As root it wants a folder of its own to be locked up in.
    if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
    const settings = [
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${join(folder, "host")}`,
      "PidFile none",
      "LogLevel VERBOSE",
      "UsePAM no",
      "AuthorizedKeysFile none",
      "MaxStartups 100",
    ];
    const isFit = (more: string[]) => {
      writeFileSync(config, `${[...settings, ...more].join("\n")}\n`);
      return spawnSync(sshd, ["-t", "-f", config]).status === 0;
    };
    // From 9.8 on clients that fail are kept out for a while.
    if (isFit(["PerSourcePenalties no"]) || isFit([])) return true;
  } catch {}
  console.warn("SKIPPED: the contract with sshd is NOT tested: it can't run here (sshd -t, ssh-keygen)");
  return false;
}

/** A certificate that nobody trusts, of the client's own making. */
function certificate(id: string): string {
  rmSync(join(folder, "key-cert.pub"), { force: true });
  keygen("-s", join(folder, "ca"), "-I", id, "-n", "root", join(folder, "key.pub"));
  return readFileSync(join(folder, "key-cert.pub"), "utf8");
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!sshd || !prepare())("the log of a real sshd:", { timeout: 120_000 }, () => {
  let server: Shipper;

  beforeAll(async () => {
    server = new Shipper("sshd", sshd, ["-D", "-e", "-f", config]);
    await server.until(() => server.log.includes("Server listening"));
  });
  afterAll(() => server?.stop());

  /** What one client makes sshd write. */
  async function linesOf(say: (client: SshClient) => void, banner?: string): Promise<[number, string[]]> {
    const before = server.log.length;
    const client = await SshClient.connect(port, banner);
    const own = client.port;
    say(client);
    await client.close();
    const written = () => server.log.slice(before);
    await server.until(() => /[Cc]onnection (closed|reset|from .*: )|[Dd]isconnect/.test(written()));
    return [own, written().split(/\r?\n/).filter(Boolean)];
  }

  function check(own: number, lines: string[], name?: string): void {
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      const event = eventOf(syslog("sshd[812]", line));
      expect(event.kind, line).toBe("auth");
      const isNamed = line.includes(`127.0.0.1 port ${own}`);
      expect([event.ip, event.sport], line).toEqual(isNamed ? ["127.0.0.1", own] : [undefined, undefined]);
      const called = name?.split(":")[0]?.trim() || undefined;
      if (event.user !== undefined) expect(called, line).toContain(event.user.trim());
      if (/^(Invalid user|Failed|Connection closed by (invalid|authenticating))/.test(line))
        expect(event.user?.trim(), line).toBe(called?.slice(0, event.user?.length));
    }
  }

  test.each(NAMES)("a client called %j", async (name) => {
    const [own, lines] = await linesOf((client) => {
      client.requestService();
      client.tryNone(name);
      client.tryPassword(name, "x");
    });
    check(own, lines, name);
    const failure = lines.find((line) => line.startsWith("Failed password"));
    expect(failure).toBeDefined();
    expect(eventOf(syslog("sshd[812]", failure as string)).outcome).toBe("failure");
  });

  test.each(NAMES)("a certificate of the id %j", async (id) => {
    const key = certificate(id);
    for (const user of ["root", "x from 6.6.6.6 port 22 ssh2"]) {
      const [own, lines] = await linesOf((client) => {
        client.requestService();
        client.offerKey(user, key);
      });
      check(own, lines, user);
      const isShown = lines.some((line) => line.includes(`ID ${id} (serial`));
      expect(isShown).toBe(user === "root");
    }
  });

  test.each(NAMES)("a client that becomes %j on the way", async (name) => {
    const [own, lines] = await linesOf((client) => {
      client.requestService();
      client.tryNone("ada");
      client.tryNone(name, `ssh-connection 127.0.0.1 ${FORGED} port 22: x`);
    });
    check(own, lines, "ada");
    expect(lines.some((line) => line.startsWith("Disconnecting"))).toBe(true);
  });

  test.each(NAMES)("a client that takes leave with %j, and one that asks for it", async (words) => {
    const said = await linesOf((client) => client.disconnect(words));
    check(...said);
    const asked = await linesOf((client) => {
      client.requestService();
      client.tryNone("a 6.6.6.6 port 22");
      client.requestService(words);
    });
    check(...asked, "a 6.6.6.6 port 22");
  });

  test.each(NAMES)("a banner of %j", async (words) => {
    check(...(await linesOf(() => {}, words || "x")));
    check(...(await linesOf(() => {}, `SSH-1.5-${words}`)));
  });

  test("a client that tries too often", async () => {
    const [own, lines] = await linesOf((client) => {
      client.requestService();
      for (let n = 0; n < 8; n++) client.tryPassword("a 6.6.6.6 port 22", "x");
    });
    check(own, lines, "a 6.6.6.6 port 22");
    const end = lines.find((line) => line.includes("Too many authentication failures")) as string;
    expect(eventOf(syslog("sshd[812]", end)).outcome).toBe("failure");
  });
});
