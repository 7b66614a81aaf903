/** Logins, look-ups, packets and error lines: what is ordinary of them, and what is hostile. */
import { describe, expect, test } from "vitest";
import { guessService } from "../../simulate/auth/guessing.ts";
import type { AuthHost } from "../../simulate/auth/host.ts";
import { drawFamily } from "../../simulate/dns/generated.ts";
import { drawTunnel } from "../../simulate/dns/tunnels.ts";
import { type SimulatedKind, type SimulatedLine, simulate } from "../../simulate/index.ts";
import { Random } from "../../simulate/lib/random.ts";

const take = (kind: SimulatedKind, lines = 40_000): SimulatedLine[] => [
  ...simulate({ kind, lines, seed: 17 }),
];
const of = (lines: readonly SimulatedLine[], pattern: RegExp) =>
  lines.filter(({ line }) => pattern.test(line));
const hostileShare = (lines: readonly SimulatedLine[]) =>
  lines.reduce((sum, { threat }) => sum + threat, 0) / lines.length;

describe("simulated logins", () => {
  const lines = take("auth");

  test.each([
    ["timers' sessions", /cron:session|systemd-user:session/, 0],
    ["logins by key", /Accepted publickey/, 0],
    ["quiet signs of guessing", /Bad protocol version|ignoring max retries|refused connect from/, 1],
    ["connections that are lost after AUTH", /lost connection after AUTH/, 1],
    ["bans", /\] Ban /, 1],
  ])("%s are there, of one label", (_, pattern, threat) => {
    const found = of(lines, pattern);
    expect(found.length).toBeGreaterThan(10);
    expect(hostileShare(found)).toBe(threat);
  });

  test("nothing ordinary is called a robot's", () =>
    expect(lines.filter(({ threat, bot }) => !threat && bot)).toEqual([]));

  test("a guesser gets in now and then", () =>
    expect(hostileShare(of(lines, /Accepted password/))).toBeGreaterThan(0));

  test.each(["dovecot", "exim", "dropbear", "vsftpd", "proftpd", "postfix/smtpd"])(
    "%s is guessed at",
    (program) =>
      expect(lines.some(({ line, type }) => type === "service-bruteforce" && line.includes(program))).toBe(
        true,
      ),
  );
});

describe("a guesser of services", () => {
  const MAIL_PROGRAM = /^(?:postfix|dovecot|exim|imapd?$|pop3d|saslauthd|auth$)/;
  const ofMail = (mail: boolean) => {
    const rng = new Random(4);
    const events = Array.from({ length: 300 }, () => [...guessService(rng, { mail } as AuthHost, 0)]).flat();
    return events.filter(({ program }) => MAIL_PROGRAM.test(program));
  };

  test("guesses at mail where there is mail", () => expect(ofMail(true).length).toBeGreaterThan(100));

  test("guesses at nothing of mail elsewhere", () => expect(ofMail(false)).toEqual([]));
});

describe("simulated look-ups", () => {
  const lines = take("dns");

  test("an infected machine asks ordinary names besides", () => {
    const infected = new Set(
      lines.filter(({ threat, type }) => threat && type === "dga").map(({ actor }) => actor.slice(4)),
    );
    expect(lines.some(({ actor, type }) => type === "browsing" && infected.has(actor.slice(9)))).toBe(true);
  });

  test.each(["digest", "blocklist", "intranet", "cluster", "reverse", "device", "server"])(
    "%s look-ups are ordinary, and nobody's robot",
    (type) => {
      const found = lines.filter((line) => line.type === type);
      expect(found.length).toBeGreaterThan(5);
      expect(found.every(({ threat, bot }) => !threat && !bot)).toBe(true);
    },
  );

  test("some resolvers have one machine that asks, and its bursts of names are a person's", () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const own = seeds
      .flatMap((seed) => [...simulate({ kind: "dns", lines: 8000, seed })])
      .filter(({ actor }) => actor.endsWith("-127.0.0.1"));
    const burst = own.filter(
      ({ time, type }, i) => type === "browsing" && time - (own[i - 20]?.time ?? 0) < 3,
    );
    expect(burst.length).toBeGreaterThan(50);
    expect(hostileShare(own)).toBe(0);
  });

  test("some resolvers log questions alone", () => {
    const resolvers = new Map<string, boolean>();
    for (const { line } of lines) {
      const id = /dnsmasq\[\d+\]/.exec(line)?.[0];
      if (id) resolvers.set(id, (resolvers.get(id) ?? false) || / is | to /.test(line));
    }
    expect([...resolvers.values()]).toContain(false);
    expect([...resolvers.values()]).toContain(true);
  });
});

describe("generated names", () => {
  const rng = new Random(3);
  const families = Array.from({ length: 200 }, (_, i) => {
    const make = drawFamily(rng.fork(`${i}`));
    return Array.from({ length: 20 }, make);
  });

  test("can be looked up", () => {
    for (const name of families.flat()) expect(name).toMatch(/^[a-z0-9-]{4,63}(\.[a-z0-9]+)+$/);
  });

  test("of one family differ", () => {
    for (const family of families) expect(new Set(family).size).toBeGreaterThan(10);
  });
});

test("a tunnel's names can be looked up, and differ", () => {
  for (let i = 0; i < 100; i++) {
    const carry = drawTunnel(new Random(i));
    const names = Array.from({ length: 20 }, () => carry().name);
    expect(new Set(names).size).toBeGreaterThan(15);
    for (const name of names) {
      expect(name.length).toBeLessThanOrEqual(253);
      for (const label of name.split(".")) expect(label.length).toBeLessThanOrEqual(63);
    }
  }
});

describe("simulated packets", () => {
  const lines = take("firewall");
  const classOf = (line: string) => {
    const port = Number(/DPT=(\d+)/.exec(line)?.[1]);
    return port >= 32768 ? "high" : port >= 1024 ? "middle" : "low";
  };

  test("a refused SYN from outside is a scan's, whatever its port", () => {
    for (const part of ["high", "middle", "low"]) {
      const syn = lines.filter(
        ({ line, type }) => type !== "service" && type !== "discovery" && / SYN URGP/.test(line),
      );
      expect(hostileShare(syn.filter(({ line }) => classOf(line) === part)), part).toBeGreaterThan(0.5);
    }
  });

  test("what is late, discovered or broadcast is ordinary", () => {
    for (const type of ["late", "discovery", "broadcast", "service", "delivery"]) {
      const found = lines.filter((line) => line.type === type);
      expect(found.length, type).toBeGreaterThan(10);
      expect(hostileShare(found)).toBe(0);
    }
  });

  test("a scan that the rules let pass is a scan", () =>
    expect(lines.some(({ line, threat }) => threat && /ACCEPT|ALLOW|AUDIT|accept|PASS/.test(line))).toBe(
      true,
    ));
});

describe("simulated error logs", () => {
  const lines = take("app");

  test("a browser's own missing files are ordinary", () => {
    const found = of(lines, /(?:failed \(2|does not exist).*(?:favicon\.ico|apple-touch-icon)/);
    expect(found.length).toBeGreaterThan(5);
    expect(hostileShare(found)).toBe(0);
  });

  test("files that are sought are hostile, many by one client", () => {
    const sought = lines.filter(({ type }) => type === "probing");
    expect(hostileShare(sought)).toBe(1);
    const counts = new Map<string, number>();
    for (const { actor } of sought) counts.set(actor, (counts.get(actor) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeGreaterThan(10);
  });
});
