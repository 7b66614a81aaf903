/** Who has failed before, at what, and whether he gets in: the rule of score/login.ts, under the default model. */
import { beforeEach, describe, expect, test } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { START, said, score } from "./traffic.ts";

const OFFICE = "192.168.7.20";
const STRANGER = "45.83.64.11";

let filter: Filter;
let now = START;

beforeEach(() => {
  filter = Filter.load();
  now = START;
});

/** The event of a message, some seconds after the one before. */
function says(program: string, message: string, pause = 10): SmartlogEvent {
  now += pause;
  return score(filter, said(now, program, message), { seconds: now, nanoseconds: 0 });
}
const refused = (ip: string, user: string, pause?: number) =>
  says("sshd", `Failed password for ${user} from ${ip} port 40022 ssh2`, pause);
const accepted = (ip: string, user: string, method = "password") =>
  says("sshd", `Accepted ${method} for ${user} from ${ip} port 40022 ssh2`);

describe("a failed login from one's own network", () => {
  test("is normal, and the reason says why", () => {
    const first = refused(OFFICE, "ada");
    expect([first.label, first.why]).toEqual(["normal", ["login:first-failure"]]);
    expect(refused(OFFICE, "ada").label).toBe("normal");
  });

  test("is an attack at the third within a minute", () => {
    const labels = [1, 2, 3, 4].map(() => refused(OFFICE, "ada").label);
    expect(labels).toEqual(["normal", "normal", "attack", "attack"]);
  });

  test("is an attack at many accounts within an hour", () => {
    const events = ["ada", "eve", "bob", "root", "admin", "test"].map((user) => refused(OFFICE, user, 300));
    expect(events.slice(0, 3).map(({ label }) => label)).toEqual(["normal", "normal", "normal"]);
    expect([events.at(-1)?.label, events.at(-1)?.why?.[0]]).toEqual(["attack", "attack:password-spraying"]);
  });

  test("stays normal every five minutes: a program with an old password", () => {
    const labels = Array.from({ length: 40 }, () => refused(OFFICE, "ada", 300).label);
    expect(new Set(labels)).toEqual(new Set(["normal"]));
    expect(accepted(OFFICE, "bob").severity).not.toBe("critical");
  });

  test("counts once, however many lines tell of it", () => {
    says(
      "sshd",
      `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${OFFICE}  user=ada`,
    );
    expect(refused(OFFICE, "ada", 2).label).toBe("normal");
    says("sshd", `Connection closed by authenticating user ada ${OFFICE} port 40022 [preauth]`, 0);
    expect(refused(OFFICE, "ada", 20).label).toBe("normal");
  });
});

test("a failed login from an address that logged in before is normal", () => {
  accepted(STRANGER, "ada", "publickey");
  expect(refused(STRANGER, "ada").why).toEqual(["login:first-failure"]);
});

describe("a login that names no source", () => {
  const locked = (user: string, pause: number) => {
    now += pause;
    const line = `21-Nov-2026 06:19:00.512 WARNING [http-nio-8080-exec-6] org.apache.catalina.realm.LockOutRealm.filterLockedAccounts An attempt was made to authenticate the locked user [${user}]`;
    return score(filter, line.replace("06:19:00", new Date(now * 1000).toISOString().slice(11, 19)), {
      seconds: now,
      nanoseconds: 0,
    });
  };

  test("is an attack at the fifth failure of one account, where they come in a burst", () => {
    const events = Array.from({ length: 8 }, () => locked("ada", 5));
    expect(events.slice(4).map(({ label, why }) => [label, why?.[0]])).toEqual(
      Array.from({ length: 4 }, () => ["attack", "attack:brute-force"]),
    );
  });

  test("is none where a program has an old password, or several persons mistype", () => {
    const old = Array.from({ length: 20 }, () => locked("ada", 300).label);
    const several = Array.from({ length: 20 }, (_, i) => locked(`user${i}`, 2).label);
    expect([...old, ...several]).not.toContain("attack");
  });
});

describe("guessing by a stranger", () => {
  test.each<[string, string]>([
    [
      "dovecot",
      "imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<ada>, method=PLAIN, rip=IP, lip=10.0.0.2, session=<a>",
    ],
    ["dropbear", "Bad password attempt for 'root' from IP:36304"],
    ["vsftpd", '[ada] FAIL LOGIN: Client "IP"'],
    ["proftpd", "10.0.0.2 (IP[IP]) - USER ada (Login failed): Incorrect password"],
    ["postfix/smtpd", "warning: unknown[IP]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"],
    [
      "exim",
      "dovecot_login authenticator failed for (User) [IP]:5531: 535 Incorrect authentication data (set_id=ada)",
    ],
    ["sshd", "Failed password for root from IP port 40022 ssh2"],
  ])("is found at %s from the third on", (program, message) => {
    const labels = Array.from({ length: 33 }, () => says(program, message.replaceAll("IP", STRANGER)).label);
    expect(labels.slice(3)).toEqual(Array.from({ length: 30 }, () => "attack"));
  });

  test("is found by the account where each address tries once", () => {
    const events = Array.from({ length: 12 }, (_, i) => refused(`45.83.${i}.11`, "ada", 120));
    for (const event of events.slice(3))
      expect([event.label, event.why?.[0]]).toEqual(["attack", "attack:password-spraying"]);
  });
});

describe("a login that succeeds", () => {
  const broken = ["attack", "critical", "attack:break-in"];
  const verdict = ({ label, severity, why }: SmartlogEvent) => [label, severity, why?.[0]];

  test("after guessing by the same source is a break-in", () => {
    for (let i = 0; i < 8; i++) refused(STRANGER, "root");
    expect(verdict(accepted(STRANGER, "root"))).toEqual(broken);
    // Who broke in is not known for it.
    expect(verdict(accepted(STRANGER, "root"))).toEqual(broken);
  });

  test("to an account that many guess at is a break-in", () => {
    for (let i = 0; i < 6; i++) refused(`45.83.${i}.11`, "root", 60);
    expect(verdict(accepted("45.83.77.11", "root"))).toEqual(broken);
  });

  test("to an account that many guessed at long ago is none", () => {
    for (let i = 0; i < 6; i++) refused(`45.83.${i}.11`, "root", 60);
    now += 7 * 86_400;
    expect(accepted("45.83.77.11", "root").label).toBe("normal");
  });

  test("by key is none, whoever guesses", () => {
    for (let i = 0; i < 8; i++) refused(STRANGER, "root");
    expect(accepted(STRANGER, "root", "publickey").label).toBe("normal");
  });

  test("after a slip is ordinary", () => {
    refused(OFFICE, "ada");
    expect(accepted(OFFICE, "ada").label).toBe("normal");
  });

  test("by one's own people is ordinary while others guess", () => {
    for (let i = 0; i < 12; i++) refused(`45.83.${i}.11`, "ada", 60);
    expect(accepted(OFFICE, "ada").label).toBe("normal");
  });
});

describe("a connection that comes to no login", () => {
  test.each([
    "Did not receive identification string from IP port 4022",
    "Connection closed by IP port 4022 [preauth]",
  ])("is ordinary from one's own network: %s", (message) =>
    expect(says("sshd", message.replace("IP", OFFICE)).label).toBe("normal"),
  );
});

test("a failed login whose request is an attack counts for its own source, not for that of the line before", () => {
  const request = "GET /a?q=1%20union%20select%20password,2%20from%20users-- HTTP/1.1";
  const why = [1, 2, 3].map(() => {
    refused(OFFICE, "backup", 0);
    const line = `2026/11/21 06:19:06 [error] 12#34: *56 user "bob" was not found in "/etc/nginx/.htpasswd", client: ${STRANGER}, server: a, request: "${request}", host: "h"`;
    return score(filter, line, { seconds: now, nanoseconds: 0 }).why;
  });
  expect(why.map(([first]) => first)).toEqual([
    "attack:sql-injection",
    "attack:sql-injection",
    "attack:brute-force",
  ]);
});

test("a session that names no source is nobody's robot", () => {
  for (let i = 0; i < 300; i++) {
    const event = says("CRON", "pam_unix(cron:session): session closed for user root", 60);
    expect(event.label).not.toBe("bot");
  }
});

test("a flood of names and addresses displaces no one who logged in", () => {
  accepted(STRANGER, "ada");
  for (let i = 0; i < 20_000; i++) refused(`${11 + (i % 80)}.${i >> 8}.${i & 255}.9`, `user${i}`, 0);
  expect(refused(STRANGER, "ada").why).toEqual(["login:first-failure"]);
});
