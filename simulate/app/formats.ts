import { iso, slashed, spaced } from "../lib/clock.ts";
import { fill, type Gaps } from "../lib/fill.ts";
import { capital, hostName } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { hex, letters, uuid } from "../lib/tokens.ts";
import type { Level } from "./messages.ts";

/** One thing an application says. */
export interface AppRecord {
  time: number;
  level: Level;
  message: string;
  ip: string;
  user: string;
  ms: number;
  /** A stack trace, for formats that carry one inside. */
  stack?: string;
}

/** A service's log format; everything that stays the same is inside. */
export type AppFormat = (rng: Random, record: AppRecord) => string;

const numeric: Readonly<Record<Level, number>> = {
  TRACE: 10,
  DEBUG: 20,
  INFO: 30,
  WARN: 40,
  ERROR: 50,
  FATAL: 60,
};
const syslogLevel: Readonly<Record<Level, number>> = {
  TRACE: 7,
  DEBUG: 7,
  INFO: 6,
  WARN: 4,
  ERROR: 3,
  FATAL: 2,
};
const lower = (level: Level) => level.toLowerCase();
const python: Readonly<Record<Level, string>> = {
  TRACE: "DEBUG",
  DEBUG: "DEBUG",
  INFO: "INFO",
  WARN: "WARNING",
  ERROR: "ERROR",
  FATAL: "CRITICAL",
};

/** Draws how a service writes: the bracketed line first, JSON of many libraries, logfmt, and classic layouts. */
export function drawAppFormat(rng: Random, service: string): AppFormat {
  return rng.weighted<(rng: Random, service: string) => AppFormat>([
    [bracketed, 38],
    [json, 34],
    [logfmt, 10],
    [classic, 18],
  ])(rng, service);
}

/** `TIME [LEVEL] SERVICE - MESSAGE | IP: … | User: … | ResponseTime: …ms` */
function bracketed(rng: Random, service: string): AppFormat {
  const clock = rng.pick<(time: number) => string>([
    (t) => spaced(t),
    (t) => spaced(t, ","),
    (t) => spaced(t, "."),
    (t) => iso(t, 3),
    (t) => iso(t, 0),
    (t) => `[${spaced(t)}]`,
  ]);
  const parts = { ip: rng.chance(0.85), user: rng.chance(0.8), ms: rng.chance(0.85), id: rng.chance(0.15) };
  const warning = rng.chance(0.3);
  return (lineRng, r) => {
    const level = warning ? python[r.level] : r.level;
    let line = `${clock(r.time)} [${level}] ${service} - ${r.message}`;
    if (parts.ip) line += ` | IP: ${r.ip}`;
    if (parts.user) line += ` | User: ${r.user}`;
    if (parts.ms) line += ` | ResponseTime: ${r.ms}ms`;
    if (parts.id) line += ` | RequestId: ${uuid(lineRng)}`;
    return line;
  };
}

function json(rng: Random, service: string): AppFormat {
  const host = hostName(rng);
  const pid = rng.int(1, 99999);
  const extras = rng.chance(0.6);
  const logger = fill(rng, "{com|org|io|net}.{brand}.{noun}.{Class}");
  const context = (r: AppRecord, id: string) =>
    extras ? { ip: r.ip, user: r.user, responseTime: r.ms, requestId: id } : {};
  const style = rng.int(0, 11);
  return (lineRng, r) => {
    const id = uuid(lineRng);
    const stack = r.stack === undefined ? {} : { stack: r.stack };
    const record = (): unknown => {
      switch (style) {
        case 0: // pino
          return {
            level: numeric[r.level],
            time: Math.floor(r.time * 1000),
            pid,
            hostname: host,
            name: service,
            ...(extras ? { reqId: id, responseTime: r.ms } : {}),
            ...stack,
            msg: r.message,
          };
        case 1: // bunyan
          return {
            name: service,
            hostname: host,
            pid,
            level: numeric[r.level],
            ...context(r, id),
            msg: r.message,
            time: iso(r.time, 3),
            v: 0,
          };
        case 2: // winston
          return {
            level: lower(r.level),
            message: r.message,
            service,
            timestamp: iso(r.time, 3),
            ...context(r, id),
            ...stack,
          };
        case 3: // zap
          return {
            level: lower(r.level),
            ts: Number(r.time.toFixed(4)),
            caller: fill(lineRng, "{noun}/{noun}.go:{count}"),
            msg: r.message,
            service,
            ...context(r, id),
          };
        case 4: // logrus
          return {
            level: r.level === "WARN" ? "warning" : lower(r.level),
            msg: r.message,
            time: iso(r.time, 0),
            component: service,
            ...(extras ? { user: r.user, duration_ms: r.ms, remote_addr: r.ip } : {}),
          };
        case 5: // structlog
          return {
            event: r.message,
            level: python[r.level].toLowerCase(),
            timestamp: iso(r.time, 6),
            logger: service,
            ...(extras ? { user: r.user, client_ip: r.ip, duration: r.ms / 1000, request_id: id } : {}),
            ...(r.stack === undefined ? {} : { exception: r.stack }),
          };
        case 6: // log4j JSON layout
          return {
            instant: { epochSecond: Math.floor(r.time), nanoOfSecond: Math.floor((r.time % 1) * 1e9) },
            thread: fill(lineRng, "{main|http-nio-8080-exec-{n}|pool-{n}-thread-{n}}"),
            level: r.level,
            loggerName: logger,
            message: r.message,
            endOfBatch: false,
            loggerFqcn: "org.apache.logging.log4j.spi.AbstractLogger",
            ...(extras ? { contextMap: { service, requestId: id, user: r.user } } : {}),
            threadId: lineRng.int(1, 90),
            threadPriority: 5,
          };
        case 7: // ECS
          return {
            "@timestamp": iso(r.time, 3),
            "log.level": extras ? r.level : lower(r.level),
            message: r.message,
            "ecs.version": "1.2.0",
            "service.name": service,
            "event.dataset": service,
            "process.thread.name": "main",
            "log.logger": logger,
            ...(extras ? { "client.ip": r.ip, "user.name": r.user, "event.duration": r.ms * 1_000_000 } : {}),
            ...(r.stack === undefined ? {} : { "error.stack_trace": r.stack }),
          };
        case 8: // ECS, nested
          return {
            "@timestamp": iso(r.time, 3),
            log: { level: lower(r.level), logger },
            message: r.message,
            service: { name: service },
            host: { name: host },
            ...(extras
              ? { client: { ip: r.ip }, user: { name: r.user }, event: { duration: r.ms * 1_000_000 } }
              : {}),
          };
        case 9: // GELF
          return {
            version: "1.1",
            host,
            short_message: r.message,
            ...(r.stack === undefined ? {} : { full_message: `${r.message}\n${r.stack}` }),
            timestamp: Number(r.time.toFixed(3)),
            level: syslogLevel[r.level],
            _service: service,
            ...(extras ? { _user: r.user, _ip: r.ip, _response_time: r.ms } : {}),
          };
        case 10: // logstash encoder
          return {
            "@timestamp": iso(r.time, 3),
            "@version": "1",
            message: r.message,
            logger_name: logger,
            thread_name: fill(lineRng, "{main|http-nio-8080-exec-{n}|scheduling-{n}}"),
            level: r.level,
            level_value: numeric[r.level] * 1000 - 10000,
            application: service,
            ...(extras ? { traceId: hex(lineRng, 32), spanId: hex(lineRng, 16) } : {}),
            ...(r.stack === undefined ? {} : { stack_trace: r.stack }),
          };
        default: // home-made
          return { time: iso(r.time, 3), level: r.level, service, msg: r.message, ...context(r, id) };
      }
    };
    return JSON.stringify(record());
  };
}

const quoted = (text: string) => (/[\s"=]/.test(text) || text === "" ? JSON.stringify(text) : text);

function logfmt(rng: Random, service: string): AppFormat {
  const order = rng.int(0, 2);
  const extras = rng.chance(0.6);
  return (lineRng, r) => {
    const level = r.level === "WARN" && order !== 1 ? rng.pick(["warn", "warning"]) : lower(r.level);
    const tail = extras ? ` user=${quoted(r.user)} ip=${r.ip} duration=${r.ms}ms` : "";
    if (order === 0)
      return `time=${iso(r.time, lineRng.pick([0, 3]))} level=${level} msg=${quoted(r.message)} service=${service}${tail}`;
    if (order === 1)
      return `ts=${iso(r.time, 3)} caller=${fill(lineRng, "{noun}.go:{count}")} level=${level} component=${service} msg=${quoted(r.message)}${tail}`;
    return `level=${level} service=${service} msg=${quoted(r.message)}${tail}`;
  };
}

/** Layouts of log4j, logback, Python's logging, Rails, Go, Rust, .NET, Monolog, Erlang. */
function classic(rng: Random, service: string): AppFormat {
  const Name = capital(service.replace(/-(\w)/g, (_, c: string) => c.toUpperCase()));
  const logger = fill(rng, "{com|org}.{brand}.{noun}.{Class}");
  const own: Gaps = { logger, service };
  const pid = rng.int(2, 60000);
  const style = rng.int(0, 12);
  return (lineRng, r) => {
    const padded = r.level.padEnd(5);
    switch (style) {
      case 0:
        return fill(
          lineRng,
          "{T} {L} {pid1} --- [{nio-8080-exec-{n}|main|scheduling-1|{service}}] {logger} : {M}",
          { ...own, T: iso(r.time, 3, 60), L: padded, pid1: `${pid}`, M: r.message },
        );
      case 1:
        return `${spaced(r.time, ",")} ${padded} [${fill(lineRng, "{main|http-nio-8080-exec-{n}|pool-{n}-thread-{n}}")}] ${logger}: ${r.message}`;
      case 2:
        return `${spaced(r.time, ",")} - ${service} - ${python[r.level]} - ${r.message}`;
      case 3:
        return `${python[r.level]}:${service}:${r.message}`;
      case 4:
        return `[${spaced(r.time, ",")}: ${python[r.level]}/${fill(lineRng, "{MainProcess|ForkPoolWorker-{n}}")}] ${r.message}`;
      case 5:
        return `${r.level.charAt(0)}, [${iso(r.time, 6).slice(0, -1)} #${pid}] ${r.level.padStart(5)} -- ${service}: ${r.message}`;
      case 6:
        return `${slashed(r.time)} ${fill(lineRng, "{noun}.go:{count}")}: ${r.level === "INFO" ? "" : `${r.level}: `}${r.message}`;
      case 7:
        return `${iso(r.time, 3)} ${r.level.padStart(5)} ${service}::${letters(lineRng, 6)}: ${r.message}`;
      case 8:
        return `[${spaced(r.time)}] ${service}.${python[r.level]}: ${r.message} {"user":"${r.user}"} []`;
      case 9:
        return `${lower(r.level).slice(0, 4)}: ${Name}[${lineRng.int(0, 20)}] ${r.message}`;
      case 10:
        return `${spaced(r.time, ".")} [${lower(r.level)}] <0.${lineRng.int(100, 9999)}.0> ${r.message}`;
      case 11:
        return `${r.level} [${spaced(r.time, ",")}] ${logger}: ${r.message}`;
      default:
        return `${spaced(r.time, ".")} ${r.level} ${Name} ${hex(lineRng, 8)} ${r.message}`;
    }
  };
}
