/** The shop's logs: what each program writes, as a file has it. */
import { iso, rfc3164, slashed, spaced } from "../lib/clock.ts";
import { Random } from "../lib/random.ts";
import type { Hit } from "../web/hit.ts";
import { accessFormat } from "./access-format.ts";
import { type Service, SHOP_HOST } from "./shop.ts";
import type { DayLine } from "./types.ts";

/** What is true of a line, where it is anything but ordinary. */
export type Marks = Partial<Pick<DayLine, "label" | "bot" | "threat" | "anomaly" | "type" | "actor">>;

const ORDINARY = { label: "normal", bot: 0, threat: 0, anomaly: 0, type: "ordinary", actor: "shop" } as const;
/** Formats of the shop draw nothing. */
const FIXED = new Random(0);

/** A request in nginx's access log on web1. */
export function access(hit: Hit): DayLine {
  const { time, bot, threat, type, actor } = hit;
  const message = accessFormat(FIXED, hit);
  return {
    line: message,
    time,
    kind: "web",
    label: threat ? "attack" : bot ? "bot" : "normal",
    bot,
    threat,
    anomaly: 0,
    type,
    actor,
    log: "web1/nginx/access.log",
    host: "web1",
    program: "nginx",
    pid: undefined,
    message,
  };
}

/** What nginx says of a request that went wrong, in its error log. */
export function nginxError(hit: Hit, message: string, marks: Marks = {}): DayLine {
  const level = "error";
  const text = `[${level}] 1184#1184: *${Math.floor(hit.time) % 1_000_000} ${message}, client: ${hit.ip}, server: ${SHOP_HOST}, request: "${hit.method} ${hit.target} ${hit.protocol}", upstream: "http://10.20.1.21:8080${hit.target}", host: "${SHOP_HOST}"`;
  return {
    ...ORDINARY,
    ...marks,
    line: `${slashed(hit.time)} ${text}`,
    time: hit.time,
    kind: "app",
    log: "web1/nginx/error.log",
    host: "web1",
    program: "nginx",
    pid: undefined,
    message: text,
  };
}

/** A line of a file that syslog writes. */
export function syslog(
  host: string,
  file: string,
  kind: DayLine["kind"],
  event: { time: number; program: string; pid: number | undefined; message: string },
  marks: Marks = {},
): DayLine {
  const { time, program, pid, message } = event;
  const tag = pid === undefined ? program : `${program}[${pid}]`;
  return {
    ...ORDINARY,
    actor: host,
    ...marks,
    line: `${rfc3164(time)} ${host} ${tag}: ${message}`,
    time,
    kind,
    log: `${host}/${file}`,
    host,
    program,
    pid,
    message,
  };
}

export interface Said {
  time: number;
  level: "INFO" | "WARN" | "ERROR";
  message: string;
  ip: string;
  user: string;
  ms: number;
}

/** A service's line: of search in JSON, of the others `TIME [LEVEL] SERVICE - MESSAGE | IP: … | User: … | ResponseTime: …ms`. */
export function said(
  service: Service,
  { time, level, message, ip, user, ms }: Said,
  marks: Marks = {},
): DayLine {
  const text =
    service === "search"
      ? JSON.stringify({
          timestamp: iso(time, 3),
          level: level.toLowerCase(),
          service,
          message,
          ip,
          user,
          responseTime: ms,
        })
      : `${spaced(time, ",")} [${level}] ${service} - ${message} | IP: ${ip} | User: ${user} | ResponseTime: ${ms}ms`;
  return {
    ...ORDINARY,
    actor: service,
    ...marks,
    line: text,
    time,
    kind: "app",
    log: `app1/${service}.log`,
    host: "app1",
    program: service,
    pid: undefined,
    message: text,
  };
}
