/** What came: lines, people, robots, attacks. */
import type { AnsweredAttack } from "../../store/report/answered.ts";
import { bytes as bytesText, count, share as shareText } from "../document/value.ts";
import type { Facts } from "./collect.ts";
import { quoted, type ReportLine } from "./line.ts";
import { identityText, type RobotTraffic } from "./robots.ts";
import { changeText, counted, dayText, minuteText } from "./words.ts";

/** From this share of unread lines on somebody should look. */
const MUCH_UNREAD = 0.1;
const QUIET_MS = 86_400_000;
const MOST_ROBOTS = 4;
const NO_WEB = "no line of a web server came";

export function linesLine({ lines, lastDay, isEmpty, generatedAt, range }: Facts): ReportLine {
  const { total, unread, newestArrival } = lines;
  // A report of a past week says nothing of today.
  const isCurrent = generatedAt.getTime() - range.to.getTime() < QUIET_MS;
  const isQuiet =
    isCurrent && (newestArrival === null || generatedAt.getTime() - newestArrival.getTime() > QUIET_MS);
  const since = newestArrival ?? lastDay;
  const quiet =
    isQuiet && since ? `nothing has come since ${newestArrival ? minuteText(since) : dayText(since)}` : "";
  if (isEmpty) {
    const last = lastDay ? `; the last that came are of ${dayText(lastDay)}` : ", nor ever before";
    return { topic: "Lines", text: `none${last}`, look: true };
  }
  const parts = [
    `${withChange(count(total), changeText(total, lines.before))}: ${kindsText(lines.byKind)}`,
    unread > 0 ? `${shareText(unread / total)} not read` : "all read",
    quiet,
  ];
  return { topic: "Lines", text: joined(parts), look: isQuiet || unread > MUCH_UNREAD * total };
}

const LOG_TYPES: Readonly<Record<string, string>> = {
  web: "web",
  auth: "logins",
  dns: "names",
  app: "programs",
};

function kindsText(byKind: Record<string, number>): string {
  return Object.entries(byKind)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, events]) => `${LOG_TYPES[kind] ?? kind} ${count(events)}`)
    .join(", ");
}

export function peopleLine({ people, web }: Facts): ReportLine {
  if (!people) return { topic: "People", text: NO_WEB, look: false };
  const { visitors, visitorsBefore, requests, requestsBefore, bytes } = people;
  const parts = [
    visitors === null
      ? ""
      : withChange(`about ${counted(rounded(visitors), "visitor")}`, changeText(visitors, visitorsBefore)),
    withChange(counted(requests, "request"), changeText(requests, requestsBefore)),
    web.bytes > 0 ? `${bytesText(bytes)} (${shareText(bytes / web.bytes)} of all)` : "",
  ];
  return { topic: "People", text: joined(parts), look: false };
}

/** An estimate, as exact as it is: two digits above 100. */
function rounded(estimate: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(estimate, 1))) - 1);
  return Math.round(estimate / step) * step;
}

export function robotsLine({ robots, web }: Facts): ReportLine {
  if (!robots) return { topic: "Robots", text: NO_WEB, look: false };
  const { requests, bytes, named } = robots;
  if (requests === 0) return { topic: "Robots", text: "none", look: false };
  const hasBytes = web.bytes > 0;
  const total = hasBytes
    ? `${bytesText(bytes)} (${shareText(bytes / web.bytes)} of all), ${counted(requests, "request")}`
    : `${counted(requests, "request")} (${shareText(requests / web.requests)} of all)`;
  const most = named.slice(0, MOST_ROBOTS).map((robot) => robotText(robot, hasBytes));
  const others = named.length - most.length;
  const list = [...most, others > 0 ? `${others} more by name` : ""].filter(Boolean).join(", ");
  return { topic: "Robots", text: list ? `${total}: ${list}` : `${total}; none by name`, look: false };
}

/** A robot with what it took, and whether it is who it says. */
export function robotText(robot: RobotTraffic, hasBytes: boolean): string {
  const took = hasBytes && robot.bytes !== null ? bytesText(robot.bytes) : counted(robot.requests, "request");
  const identity = identityText(robot);
  return `${robot.name} ${took}${identity ? ` (${identity})` : ""}`;
}

export function attacksLine({ attacks }: Facts): ReportLine {
  if (!attacks) return { topic: "Attacks", text: NO_WEB, look: false };
  const { requests, answered, examples, bySeverity } = attacks;
  if (requests === 0) return { topic: "Attacks", text: "none", look: false };
  const all = counted(requests, "request");
  if (answered === 0) return { topic: "Attacks", text: `${all}, none answered 2xx`, look: false };
  const worst = examples[0] ? `, as ${attackText(examples[0])}` : "";
  return {
    topic: "Attacks",
    text: `${all}, ${count(answered)} answered 2xx${worst}`,
    look: (bySeverity.critical ?? 0) + (bySeverity.high ?? 0) > 0,
  };
}

/** An attack that was answered: what was asked, and by whom. */
export function attackText({ method, path, ip, country, status }: AnsweredAttack): string {
  const asked = quoted(`${method ?? ""} ${path ?? ""}`, 60) || "a request";
  const by = ip === null ? "" : ` by ${ip}${country && country !== "unknown" ? ` (${country})` : ""}`;
  return `${asked}${by}: ${status}`;
}

const joined = (parts: readonly string[]) => parts.filter(Boolean).join("; ");
const withChange = (text: string, change: string) => (change ? `${text} (${change})` : text);
