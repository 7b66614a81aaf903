/** What machines and services say by themselves: timers, databases, mail, deployments, upgrades. */

import { fill } from "../lib/fill.ts";
import type { Random } from "../lib/random.ts";
import type { Conditions } from "./conditions.ts";
import { type Cycle, nextWeekly, steady } from "./cycle.ts";
import { MACHINES, type Machine, SERVICES } from "./shop.ts";
import type { DayLines } from "./types.ts";
import { said, syslog } from "./write.ts";

type Visit = (rng: Random, start: number) => DayLines;

/** Visits, by how many there are on a mean day. */
export const HOUSEKEEPING: readonly (readonly [visit: Visit, perDay: number, when: Cycle])[] = [
  [(rng, at) => speaks(rng, at), 380, steady],
  [(rng, at) => databaseSpeaks(rng, at), 200, steady],
];

const ROUTINE: readonly (readonly [program: string, message: string])[] = [
  ["systemd", "Starting {apt-daily|logrotate|man-db|fstrim}.service..."],
  ["systemd", "{apt-daily|logrotate|man-db|fstrim}.service: Deactivated successfully."],
  ["systemd", "Finished {apt-daily|logrotate|man-db|fstrim}.service."],
  ["systemd-timesyncd", "Synchronized to time server {ip}:123 (ntp.ubuntu.com)."],
  ["dhclient", "DHCPACK of 10.20.1.{20..30} from 10.20.1.1"],
  ["dhclient", "bound to 10.20.1.{20..30} -- renewal in {1000..40000} seconds."],
  [
    "smartd",
    "Device: /dev/sda [SAT], SMART Usage Attribute: 194 Temperature_Celsius changed from {110..120} to {110..120}",
  ],
  ["postfix/qmgr", "{HEX:11}: from=<cron@lampenladen.example>, size={900..4000}, nrcpt=1 (queue active)"],
  ["postfix/qmgr", "{HEX:11}: removed"],
  [
    "rsyslogd",
    '[origin software="rsyslogd" swVersion="8.2302.0" x-pid="512" x-info="https://www.rsyslog.com"] rsyslogd was HUPed',
  ],
];

function* speaks(rng: Random, start: number): DayLines {
  const machine = rng.pick(MACHINES);
  const [program, message] = rng.pick(ROUTINE);
  yield syslog(machine, "syslog", "syslog", {
    time: start,
    program,
    pid: 400 + program.length,
    message: fill(rng, message),
  });
}

function* databaseSpeaks(rng: Random, start: number): DayLines {
  const message = fill(
    rng,
    rng.pick([
      "[{1..9}-1] LOG:  checkpoint starting: time",
      "[{1..9}-1] LOG:  checkpoint complete: wrote {20..900} buffers ({0..4}.{0..9}%); 0 WAL file(s) added, 0 removed, {0..3} recycled",
      '[{1..9}-1] LOG:  automatic vacuum of table "shop.public.{carts|orders|sessions|stock}": index scans: {0..1}',
    ]),
  );
  yield syslog("db1", "postgresql.log", "syslog", { time: start, program: "postgres", pid: 812, message });
}

/** What runs by the clock from `start` to `end`. */
export const programs = (rng: Random, start: number, end: number): DayLines[] => [
  ...MACHINES.map((machine) => cron(rng.fork(machine), machine, start, end)),
  ...SERVICES.map((service) => healthChecks(rng.fork(service), service, start, end)),
  nightlyBackup(rng.fork("backup"), start, end),
  upgrades(rng.fork("upgrades"), start, end),
  ...deployments(start, end).map((at) => deployment(rng.fork("deployment"), at)),
];

/** As cron does, at the second. */
function* cron(rng: Random, machine: Machine, start: number, end: number): DayLines {
  const offset = rng.int(0, 4) * 60 + 1;
  for (let time = Math.ceil(start / 300) * 300 + offset; time < end; time += 300) {
    const event = { time, program: "CRON", pid: 1_000 + (Math.floor(time) % 60_000) };
    const user = machine === "web1" ? "www-data" : "root";
    yield syslog(machine, "auth.log", "auth", {
      ...event,
      message: `pam_unix(cron:session): session opened for user ${user}(uid=0) by (uid=0)`,
    });
    yield syslog(machine, "auth.log", "auth", {
      ...event,
      time: time + 0.4,
      message: `pam_unix(cron:session): session closed for user ${user}`,
    });
  }
}

function* healthChecks(
  rng: Random,
  service: (typeof SERVICES)[number],
  start: number,
  end: number,
): DayLines {
  for (let time = start + rng.float() * 60; time < end; time += 60)
    yield said(service, {
      time,
      level: "INFO",
      message: "health: ok",
      ip: "10.20.1.5",
      user: "-",
      ms: rng.int(1, 4),
    });
}

function* nightlyBackup(rng: Random, start: number, end: number): DayLines {
  for (let time = Math.ceil(start / 86_400) * 86_400 + 7_200; time < end; time += 86_400) {
    const line = (at: number, message: string) =>
      syslog("db1", "syslog", "syslog", { time: at, program: "backup", pid: 4_411, message });
    yield line(time, "dump of shop started");
    let at = time;
    for (const table of ["orders", "customers", "stock", "carts", "products"]) {
      at += 60 + rng.exponential(60);
      yield line(at, `dumped table ${table}: ${rng.int(1_000, 900_000)} rows`);
    }
    yield line(at + 30, `dump of shop finished, ${rng.int(400, 900)} MiB sent to 10.20.1.30`);
  }
}

/** Fridays at six. */
function* upgrades(rng: Random, start: number, end: number): DayLines {
  for (let time = nextWeekly(start, 5, 6); time < end; time = nextWeekly(time + 1, 5, 6)) {
    let at = time;
    for (const machine of MACHINES) {
      for (const name of ["libc6", "openssl", "linux-image-amd64"]) {
        at += rng.exponential(5) + 1;
        yield syslog(machine, "syslog", "syslog", {
          time: at,
          program: "unattended-upgrade",
          pid: 5_120,
          message: `Package ${name} upgraded`,
        });
      }
      at += 20;
      yield syslog(machine, "syslog", "syslog", {
        time: at,
        program: "systemd",
        pid: 1,
        message: "Reloading.",
      });
    }
  }
}

/** Ordinary releases, of orders: Tuesdays and Thursdays at eleven. */
const deployments = (start: number, end: number): number[] =>
  [2, 4].flatMap((weekday) => {
    const found = [];
    for (let at = nextWeekly(start, weekday, 11); at < end; at = nextWeekly(at + 1, weekday, 11))
      found.push(at);
    return found;
  });

/** Seconds for which a service is away while its next release starts. */
const RESTART_SECONDS = 6;

function* deployment(rng: Random, at: number): DayLines {
  const line = (time: number, message: string) =>
    said("orders", { time, level: "INFO", message, ip: "10.20.1.5", user: "deploy", ms: 0 });
  yield line(at, `Received SIGTERM, draining ${rng.int(0, 4)} connections`);
  yield line(
    at + RESTART_SECONDS,
    `Started orders 3.${rng.int(10, 60)}.0 in ${RESTART_SECONDS}.${rng.int(0, 9)} seconds`,
  );
}

/** What ordinary releases do to who comes at that moment. */
export function restarts(start: number, end: number): Partial<Conditions> {
  const times = deployments(start, end);
  return {
    failing: (service, time) =>
      service === "orders" && times.some((at) => time >= at && time < at + RESTART_SECONDS) ? 0.7 : 0,
  };
}
