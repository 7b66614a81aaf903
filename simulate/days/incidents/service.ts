/** Incidents of the shop's services and machines themselves. */
import { SHOP_HOST } from "../shop.ts";
import type { DayLine, Scenario } from "../types.ts";
import { said, syslog } from "../write.ts";
import { timed, truthOf } from "./play.ts";

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const FAULT = { label: "anomaly", anomaly: 1, type: "fault" } as const;

const OWN = { ip: "10.20.1.5", user: "deploy", ms: 0 } as const;
const FAILING_SHARE = 0.85;
/** A shop of two pages a minute: ten of them have failed then. */
const PLAIN_FAILING = 5 * MINUTE_SECONDS;

/** A release of catalog throws at most of what it is asked, until it is taken back. */
export const badDeploy: Scenario = (rng, at) => {
  const end = at + rng.int(22, 34) * MINUTE_SECONDS;
  const started = (time: number, version: string): DayLine[] => [
    said("catalog", {
      ...OWN,
      time: time - 6,
      level: "INFO",
      message: "Received SIGTERM, draining 3 connections",
    }),
    said("catalog", { ...OWN, time, level: "INFO", message: `Started catalog ${version} in 5.8 seconds` }),
  ];
  const lines = [...started(at, "5.14.0"), ...started(end, "5.13.2")];
  return {
    truth: {
      ...truthOf("bad-deploy", ["failing-service", "unusual-rate"], lines, {
        subjects: ["catalog", "nginx", SHOP_HOST],
        plain: at + PLAIN_FAILING,
        told: "message",
      }),
      first: at,
      last: end,
    },
    lines,
    conditions: {
      failing: (service, time) => (service === "catalog" && time >= at && time < end ? FAILING_SHARE : 0),
    },
  };
};

const LEAK_SECONDS = 2.5 * HOUR_SECONDS;
/** How many times as slow at the end. */
const SLOWEST = 60;
/** A page takes over a second then. */
const PLAIN_SLOWNESS = 20;

/** catalog keeps what it should forget: collecting garbage takes ever longer, and so do answers, until it is restarted. */
export const slowLeak: Scenario = (rng, at) => {
  const end = at + LEAK_SECONDS;
  const slowness = (time: number) => 1 + (SLOWEST - 1) * ((time - at) / LEAK_SECONDS) ** 2;
  const plain = at + LEAK_SECONDS * Math.sqrt((PLAIN_SLOWNESS - 1) / (SLOWEST - 1));
  const lines = [
    ...timed(rng, plain, 60, 90)
      .filter((time) => time < end)
      .map((time) =>
        said("catalog", {
          ...OWN,
          time,
          level: "WARN",
          message: `GC pause ${Math.round(12 * slowness(time))} ms, heap ${rng.int(88, 97)}% after full collection`,
        }),
      ),
    said("catalog", {
      ...OWN,
      time: end,
      level: "INFO",
      message: "Received SIGTERM, draining 3 connections",
    }),
    said("catalog", {
      ...OWN,
      time: end + 6,
      level: "INFO",
      message: "Started catalog 5.14.1 in 5.8 seconds",
    }),
  ];
  return {
    truth: {
      ...truthOf("slow-leak", ["slow-service"], lines, {
        subjects: ["catalog", SHOP_HOST],
        plain,
        told: "message",
      }),
      first: at,
      last: end,
    },
    lines,
    conditions: {
      slowness: (service, time) => (service === "catalog" && time >= at && time < end ? slowness(time) : 1),
    },
  };
};

/** The database's disk fills up within the hour: first the monitor tells, then everything that writes. */
export const diskFilling: Scenario = (rng, at) => {
  const full = at + 50 * MINUTE_SECONDS;
  const warnings = [86.2, 90.4, 93.9, 96.3, 98.8].map((percent, n) =>
    syslog("db1", "syslog", "syslog", {
      time: at + n * 10 * MINUTE_SECONDS,
      program: "monit",
      pid: 702,
      message: `'data' space usage ${percent}% matches resource limit [space usage > 85.0%]`,
    }),
  );
  const failures = timed(rng, full, 80, 12).map((time) => {
    const [program, pid, message] = rng.pick([
      [
        "postgres",
        812,
        `[${rng.int(1, 9)}-1] ERROR:  could not extend file "base/16384/${rng.int(16_400, 30_000)}": No space left on device`,
      ],
      [
        "postgres",
        812,
        '[7-1] PANIC:  could not write to file "pg_wal/xlogtemp.812": No space left on device',
      ],
      [
        "rsyslogd",
        512,
        "file '/var/log/postgresql.log'[9] write error - see https://www.rsyslog.com/solving-rsyslog-write-errors/ for help OS error: No space left on device",
      ],
    ] as const);
    return syslog(
      "db1",
      program === "postgres" ? "postgresql.log" : "syslog",
      "syslog",
      { time, program, pid, message },
      { ...FAULT, actor: "db1" },
    );
  });
  const freed = syslog("db1", "syslog", "syslog", {
    time: (failures.at(-1) as DayLine).time + 60,
    program: "monit",
    pid: 702,
    message: "'data' space usage check succeeded [current space usage = 61.0%]",
  });
  const lines = [...warnings, ...failures, freed];
  return {
    truth: truthOf("disk-filling", ["fault"], lines, {
      subjects: ["db1", "postgres", "rsyslogd", "monit"],
      plain: full,
      told: "message",
    }),
    lines,
  };
};

/** Minutes without a line until somebody who waits for them knows. */
const PLAIN_SILENCE = 12 * MINUTE_SECONDS;
const SILENCE_SECONDS = 2.5 * HOUR_SECONDS;

/** The lines of search stop for hours, though customers go on searching: what writes them hangs. */
export const silentLog: Scenario = (_, at) => ({
  truth: truthOf("silent-log", ["silent-log", "unusual-rate"], [], {
    subjects: ["search"],
    plain: at + PLAIN_SILENCE,
    first: at,
    last: at + SILENCE_SECONDS,
    told: "message",
  }),
  lines: [],
  conditions: {
    isSilent: (program, time) => program === "search" && time >= at && time < at + SILENCE_SECONDS,
  },
});
