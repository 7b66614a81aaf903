/** Lines of traffic at any time, and what a filter makes of them. */
import type { SmartlogEvent } from "../../host/event.ts";
import type { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";

export const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
/** 2026-11-21T06:00:00Z, seconds since the epoch. */
export const START = Date.UTC(2026, 10, 21, 6, 0, 0) / 1000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");

function clock(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

function syslogTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2, " ")} ${clock(seconds)}`;
}

/** An access line, in the combined format. */
export function web(
  ip: string,
  target: string,
  at: number,
  status = 404,
  { agent = BROWSER, referer = "-" } = {},
): string {
  const date = new Date(at * 1000);
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${ip} - - [${day}:${clock(at)} +0000] "GET ${target} HTTP/1.1" ${status} 153 "${referer}" "${agent}"`;
}

/** A message of a program, in syslog. */
export function said(at: number, program: string, message: string): string {
  return `${syslogTime(at)} host ${program}[77]: ${message}`;
}

/** A login that sshd refused. */
export function login(ip: string, user: string, at: number): string {
  return said(at, "sshd", `Failed password for ${user} from ${ip} port 40022 ssh2`);
}

/** A packet that a firewall dropped. */
export function packet(ip: string, port: number, at: number): string {
  return `${syslogTime(at)} gw kernel: [UFW BLOCK] IN=eth0 OUT= MAC=aa SRC=${ip} DST=192.0.2.1 LEN=44 TOS=0x00 PREC=0x00 TTL=240 ID=1 PROTO=TCP SPT=51000 DPT=${port} WINDOW=1024 RES=0x00 SYN URGP=0`;
}

const TIME = { seconds: START + 7200, nanoseconds: 0 };
const record = (line: string) => recordOfLine(Buffer.from(line));

/** The event of the next line. */
export function score(filter: Filter, line: string, time = TIME): SmartlogEvent {
  return JSON.parse(filter.score(record(line), time).toString()).smartlog;
}

/** A dense feature of the next line. */
export function feature(filter: Filter, line: string, name: string): number {
  const { features } = JSON.parse(filter.explain(record(line), TIME)) as {
    features: { name: string; value: number }[];
  };
  return features.find((found) => found.name === name)?.value as number;
}

/** How many of the lines got each label. */
export function labels(filter: Filter, lines: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const { label } = score(filter, line);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}
