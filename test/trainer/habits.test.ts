/** Labelling functions about what clients do in a week: whom they know, and who imitates that in vain. */
import { describe, expect, test } from "vitest";
import {
  BROWSER,
  functionsOf,
  labelled,
  labelsOf,
  request,
  syslog,
  type Timed,
  visit,
} from "./window-lines.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const times = (n: number, of: (i: number) => Timed | Timed[]): Timed[] =>
  Array.from({ length: n }, (_, i) => of(i)).flat();

/** Labels that call something ordinary. */
const isOrdinary = ({ threat, bot }: { threat?: 0 | 1; bot?: 0 | 1 }) => threat === 0 || bot === 0;

const PROBES = ["/old/index.php", "/shop/api/v1", "/owa/auth/logon.aspx", "/solr/select", "/app.zip"];

describe("a person", () => {
  const pages = ["/", "/list", "/item/7", "/cart"];

  test("is known by pages with their assets, and each page that another links to is ordinary", () => {
    const lines = labelled(visit(0, pages));
    expect(labelsOf(lines, /item/)).toEqual([{ threat: 0, bot: 0 }]);
    expect(functionsOf(lines, /item|cart/)).toEqual({ "page that a person reads": 2 });
  });

  test("is no scanner that loads assets with referers and is refused", () => {
    const scan = times(30, (i) => request(60 + i, `/p${i}/setup.php`, { status: 404, from: "/" }));
    const lines = labelled([...visit(0, pages), ...scan]);
    expect(lines.filter(({ labels }) => isOrdinary(labels))).toEqual([]);
  });

  test("is no scanner of a site that answers everything: what it looks for is not labelled", () => {
    const scan = PROBES.map((path, i) => request(60 + i, path));
    const linked = request(70, "/phpmyadmin/index.php", { from: "/" });
    const lines = labelled([...visit(0, pages), ...scan, linked]);
    expect(labelsOf(lines, /old|v1|owa|solr|zip|phpmyadmin/).some(isOrdinary)).toBe(false);
  });

  test("is nobody who asked for a secret once, whatever the answer", () => {
    const lines = labelled([...visit(0, pages), request(90, "/.env")]);
    expect(lines.filter(({ labels }) => isOrdinary(labels))).toEqual([]);
  });

  test("is not believed where another client of the same address attacks", () => {
    const attack = times(20, (i) => request(i, `/?id=${i}'+union+select+1,2--`, { agent: "x/1" }));
    const lines = labelled([...visit(0, pages), ...attack]);
    expect(lines.filter(({ labels }) => isOrdinary(labels))).toEqual([]);
  });
});

describe("software that a person uses", () => {
  const panel = (client = {}) => [
    ...times(6, (i) => request(i, `/panel/${i}.js`, client)),
    ...times(400, (i) => request(10 + i * 25, "/api/state", { ...client, method: i % 4 ? "GET" : "POST" })),
  ];

  test("asks for the same for hours", () => {
    expect(labelsOf(labelled(panel()), /api/)).toEqual([{ threat: 0, bot: 0 }]);
  });

  test("may fail where it mostly succeeds, and its server too", () => {
    const failing = times(8, (i) => request(4000 + i, "/api/state", { status: i % 2 ? 401 : 502 }));
    expect(labelsOf(labelled([...panel(), ...failing]), / (?:401|502) /)).toEqual([{ threat: 0, bot: 0 }]);
  });

  test("does not cover a target that was asked for once", () => {
    expect(labelsOf(labelled([...panel(), request(5000, "/api/export")]), /export/)).toEqual([{}]);
  });

  test("is not what guesses passwords, which are refused with the form once more", () => {
    const guesses = times(100, (i) => request(20 + i * 100, "/user/login", { method: "POST" }));
    const lines = labelled([...panel(), ...guesses]);
    expect(lines.filter(({ labels }) => isOrdinary(labels))).toEqual([]);
  });

  test("is not what asks for one number after another", () => {
    const lines = labelled(times(600, (i) => request(i * 20, `/api/user/${i}`)));
    expect(lines.filter(({ labels }) => isOrdinary(labels))).toEqual([]);
  });
});

describe("a client of a person that fails", () => {
  const pages = times(8, (i) =>
    visit(i * HOUR, ["/", "/list", ...Array.from({ length: 8 }, (_, n) => `/item/${n}`)]),
  );
  const failing = (path: string, status: number, method = "GET") =>
    times(60, (i) => request(1000 + i * 400, path, { status, method, from: "/list" }));

  test("again and again at one target is a tab that was left open", () => {
    const lines = labelled([...pages, ...failing("/api/stream", 502), ...failing("/api/state", 404)]);
    expect(labelsOf(lines, /api/)).toEqual([{ threat: 0, bot: 0 }]);
  });

  test.each([
    ["is refused a right", "/api/stream", 403, "GET"],
    ["sends something", "/api/stream", 404, "POST"],
    ["is refused a login", "/login", 400, "POST"],
    ["looks for a product", "/phpmyadmin/index.php", 404, "GET"],
  ])("is none that %s", (_, path, status, method) => {
    const lines = labelled([...pages, ...failing(path, status as number, method as string)]);
    expect(labelsOf(lines, / (?:40\d) /).some(isOrdinary)).toBe(false);
  });

  test("is none that failed a few times", () => {
    const few = times(6, (i) => request(1000 + i * 400, `/api/${i % 3}`, { status: 404, from: "/list" }));
    expect(labelsOf(labelled([...pages, ...few]), / 404 /).some(isOrdinary)).toBe(false);
  });

  test("is none that fails at one target after another", () => {
    const scan = times(60, (i) => request(1000 + i * 400, `/p${i}`, { status: 404, from: "/list" }));
    expect(labelsOf(labelled([...pages, ...scan]), / 404 /).some(isOrdinary)).toBe(false);
  });
});

describe("a monitor", () => {
  const agent = "Mozilla/5.0 (Windows NT 6.1; WOW64) Chrome/38.0.2125.104 Safari/537.36";
  const monitor = (path: string, more = {}) =>
    times(200, (i) => request(i * 300, path, { agent, ip: "198.51.100.7", ...more }));

  test("asks for one target at one interval", () => {
    expect(labelsOf(labelled(monitor("/login?next=/")), /./)).toEqual([{ threat: 0, bot: 1 }]);
  });

  test.each([
    ["guesses passwords", "/wp-login.php", { method: "POST" }],
    ["uses a shell that it left", "/uploads/a.php?cmd=whoami", {}],
    ["is refused", "/status", { status: 403 }],
  ])("is not one who %s", (_, path, more) => {
    expect(labelsOf(labelled(monitor(path, more)), /./).some(isOrdinary)).toBe(false);
  });

  test("is none whose intervals are a person's", () => {
    const lines = times(200, (i) => request(i * 300 + ((i * 7919) % 280), `/a?${i % 2}`, { agent }));
    expect(functionsOf(labelled(lines), /./)).not.toHaveProperty("monitor of one target");
  });

  test("that says so is not believed with a scanner's paths", () => {
    const uptime = "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)";
    const scan = PROBES.concat("/phpmyadmin/", "/manager/html").flatMap((path, i) => [
      request(i * 9, path, { agent: uptime }),
      request(i * 9 + 3, `/x${path}`, { agent: uptime, status: 404 }),
    ]);
    expect(labelsOf(labelled(scan), /./)).toEqual([{ bot: 1 }]);
    expect(labelsOf(labelled([request(0, "/", { agent: uptime })]), /./)).toEqual([{ threat: 0, bot: 1 }]);
  });
});

describe("one who is signed in", () => {
  const admin = { user: "admin" };
  const area = (client = admin) => [
    request(0, "/admin/", { status: 401 }),
    request(3, "/admin/", client),
    ...times(6, (i) => request(20 + i * HOUR, `/admin/report/${i}`, client)),
  ];

  test("was asked for a password, gave it, and comes again", () => {
    expect(functionsOf(labelled(area()), /report/)).toEqual({ "page of one who is signed in": 6 });
  });

  test("is none who claims a name and was never asked", () => {
    const lines = labelled(times(9, (i) => request(i * HOUR, `/admin/report/${i}`, admin)));
    expect(functionsOf(lines, /./)).toEqual({ "": 9 });
  });

  test("is none who guessed", () => {
    const guesses = times(9, (i) => request(-60 + i, "/admin/", { ...admin, status: 401 }));
    expect(functionsOf(labelled([...guesses, ...area()]), /./)).toEqual({ "": 17 });
  });

  test("is none who was let in once", () => {
    const lines = labelled([...area().slice(0, 2), request(9, "/admin/report/1", admin)]);
    expect(functionsOf(lines, /./)).toEqual({ "": 3 });
  });
});

describe("a login", () => {
  const accepted = (at: number, ip: string) =>
    syslog(at, `sshd[7]: Accepted publickey for ada from ${ip} port 50000 ssh2`);
  const refused = (at: number, ip: string, user = "ada") =>
    syslog(at, `sshd[7]: Failed password for ${user} from ${ip} port 50000 ssh2`);

  test("is ordinary of one who comes back on other days", () => {
    const lines = labelled(times(3, (i) => accepted(i * DAY, "198.51.100.7")));
    expect(functionsOf(lines, /./)).toEqual({ "login of one who comes back": 3 });
  });

  test("is not labelled of one who logs in once", () => {
    expect(functionsOf(labelled([accepted(0, "198.51.100.7"), accepted(60, "198.51.100.7")]), /./)).toEqual({
      "": 2,
    });
  });

  test("is not labelled of one who guessed, nor his sessions as that user", () => {
    const guesses = times(20, (i) => refused(i, "198.51.100.7"));
    const session = (at: number) =>
      syslog(at, "sshd[7]: pam_unix(sshd:session): session opened for user ada by (uid=0)");
    const lines = labelled([
      ...guesses,
      ...times(3, (i) => [accepted(30 + i * DAY, "198.51.100.7"), session(31 + i * DAY)]),
    ]);
    expect(labelsOf(lines, /Accepted|session/).some(isOrdinary)).toBe(false);
  });
});

describe("a service inside", () => {
  const packet = (at: number, src: string, dst: string, port: number) =>
    syslog(
      at,
      `kernel: [1.0] [UFW ALLOW] IN=eth0 OUT= SRC=${src} DST=${dst} LEN=60 TTL=64 PROTO=TCP SPT=40000 DPT=${port} SYN`,
    );

  test("talks to a few others", () => {
    const lines = labelled(times(60, (i) => packet(i * 5, "10.0.0.5", "10.0.0.9", 5432)));
    expect(labelsOf(lines, /./)).toEqual([{ threat: 0, bot: 0 }]);
  });

  test.each([
    ["scans hosts", (i: number) => packet(i, "10.0.0.66", `10.0.0.${i % 250}`, 445)],
    ["scans ports", (i: number) => packet(i, "10.0.0.66", "10.0.0.9", 1 + i)],
    ["reports to one outside", (i: number) => packet(i * 60, "10.0.0.66", "203.0.113.9", 443)],
    ["is outside", (i: number) => packet(i, "203.0.113.9", "10.0.0.9", 5432)],
  ])("is none that %s", (_, of) => {
    expect(labelsOf(labelled(times(600, of)), /./).some(isOrdinary)).toBe(false);
  });
});

describe("a page that many clients use", () => {
  /** Fifty clients of as many networks over three days; each visits, then does something. */
  const many = (act: (client: { ip: string }, at: number) => Timed[]) =>
    times(50, (i) => {
      const client = { ip: `${20 + i}.7.9.${i}` };
      return [...visit(i * 5000, ["/", "/list"], client), ...act(client, i * 5000 + 60)];
    });

  test("is ordinary for one more of whom nothing is known", () => {
    const lines = labelled([...many(() => []), request(2 * DAY, "/list", { ip: "198.51.100.7" })]);
    expect(functionsOf(lines, /^198/)).toEqual({ "page that many clients use": 1 });
  });

  test.each([
    ["guess passwords", "/wp-login.php", { method: "POST" }],
    ["use an exploit", "/cgi/run?cmd=id;uname+-a", {}],
    ["look for a product", "/phpmyadmin/index.php", {}],
    ["look for what is not there", "/zyxora/panel", { status: 404 }],
  ])("is not what fifty addresses make that %s", (_, path, more) => {
    const lines = labelled(many((client, at) => [request(at, path, { ...client, ...more, from: "/list" })]));
    expect(labelsOf(lines, /login|cgi|phpmyadmin|zyxora/).some(isOrdinary)).toBe(false);
  });

  test("is not what one network makes with fifty addresses", () => {
    const lines = times(50, (i) => visit(i * 5000, ["/", `/list`], { ip: `20.7.9.${i}` }));
    const one = request(2 * DAY, "/list", { ip: "198.51.100.7", agent: BROWSER });
    expect(functionsOf(labelled([...lines, one]), /^198/)).toEqual({ "": 1 });
  });
});

describe("a request that succeeds day after day", () => {
  const client = { ip: "10.0.0.4", agent: "-" };
  /** One gateway's clients, hour after hour, each with a number of his own; the Internet's scanners come through it too. */
  const gateway = (path: (i: number) => string, more = {}) => [
    ...times(300, (i) => request(i * 600, path(i), { ...client, ...more })),
    ...times(30, (i) => request(i * 600 + 9, "/.env", { ...client, status: 404 })),
  ];
  const tour = (i: number) => `/v3/tour/${i}/next`;

  test("of clients inside is no threat, whoever else comes from there", () => {
    const lines = labelled(gateway(tour));
    expect(functionsOf(lines, /tour/)).toEqual({ "request that succeeds day after day": 300 });
    expect(labelsOf(lines, /tour/)).toEqual([{ threat: 0 }]);
  });

  test.each([
    ["a login", () => "/v3/login", { method: "POST" }],
    ["a command", (i: number) => `/a.php?cmd=whoami&n=${i}`, {}],
    ["a product that is looked for", () => "/phpmyadmin/", {}],
    ["refused", tour, { status: 403 }],
    ["of one outside", tour, { ip: "198.51.100.7" }],
  ])("is not one that is %s", (_, path, more) => {
    const lines = labelled(gateway(path, more)).filter(({ line }) => !line.includes(".env"));
    expect(labelsOf(lines, /./).some(isOrdinary)).toBe(false);
  });

  test("is not one that is mostly asked for from outside", () => {
    const outside = times(300, (i) => request(i * 600 + 1, tour(i), { ip: `20.7.${i % 200}.9`, agent: "-" }));
    const inside = gateway(tour).filter((_, i) => i % 10 === 0);
    expect(labelsOf(labelled([...outside, ...inside]), /tour/).some(isOrdinary)).toBe(false);
  });

  test("is not one of a single day", () => {
    const days = times(4, (i) => request(i * DAY, "/", client));
    const lines = labelled([...days, ...times(200, (i) => request(i * 9, `/v3/tour/${i}/next`, client))]);
    expect(labelsOf(lines, /tour/).some(isOrdinary)).toBe(false);
  });
});

test("a message that names an address outside is not called ordinary", () => {
  const lines = labelled([
    syslog(0, "exim[9]: H=([192.0.2.1]) [203.0.113.9] rejected RCPT <a@b.example>: no such user here"),
    syslog(1, "daemon[9]: listening on 10.0.0.9 port 25"),
  ]);
  expect(lines.map(({ labels }) => labels)).toEqual([{}, { threat: 0 }]);
});
