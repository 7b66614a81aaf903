/** What one came for, in ten lines at most. */
import type { ReportLine, Tone } from "../document/report.ts";
import { bytes, count, formatted, share } from "../document/value.ts";
import type { Figures } from "./figures/figures.ts";
import type { DistinctJson } from "./figures/list.ts";
import { momentOf } from "./sections/lib.ts";

const MAX_NAMED = 3;
const MAX_TEXT_CHARACTERS = 90;
const MAX_LINES = 10;
/** Of unread lines; fewer are another program's, or go over several lines. */
const WORTH_TELLING_SHARE = 0.01;

export function linesOf(figures: Figures): ReportLine[] {
  const lines = [
    people(figures),
    robots(figures),
    breakIns(figures),
    attacks(figures),
    logins(figures),
    blocking(figures),
    faults(figures),
    errors(figures),
    network(figures),
    durations(figures),
    notFound(figures),
    unread(figures),
  ];
  return lines.filter((line) => line !== undefined).slice(0, MAX_LINES);
}

function line(text: string, tone: Tone = "plain"): ReportLine {
  return { text, tone };
}

function people({ web }: Figures): ReportLine | undefined {
  if (!web) return undefined;
  const { people } = web.by_sender;
  const days = web.days.length;
  const aDay = Math.round(web.days.reduce((sum, day) => sum + day.people_visitors, 0) / Math.max(1, days));
  const visitors = `${about(web.visitors)}${count(web.people_visitors)} visitors`;
  const often = days > 1 ? ` (${count(aDay)} a day)` : "";
  return line(
    `People: ${visitors}${often}, ${count(people.requests)} of ${count(web.requests)} requests, ${bytes(people.bytes)} of ${bytes(web.bytes)}`,
  );
}

function robots({ web }: Figures): ReportLine | undefined {
  if (!web || web.robots.rows.length === 0) return undefined;
  const { robots } = web.by_sender;
  const named = [...web.robots.rows]
    .sort((a, b) => b.bytes - a.bytes || b.count - a.count)
    .slice(0, MAX_NAMED)
    .map(({ name, count: requests, bytes: size }) => `${name} ${count(requests)} (${bytes(size)})`);
  return line(
    `Robots: ${count(robots.requests)} requests (${share(robots.requests / web.requests)}), ${bytes(robots.bytes)}; most: ${named.join(", ")}`,
  );
}

function breakIns({ sources }: Figures): ReportLine | undefined {
  const [first] = sources.break_ins;
  if (!first) return undefined;
  return line(
    `Logins that succeeded after guessing: ${count(sources.break_in_count)}; ${first.user || "an account"} from ${first.source}, ${formatted(momentOf(first.at), "time")}`,
    "bad",
  );
}

function attacks({ attacks, sources, web }: Figures): ReportLine | undefined {
  if (!attacks) return line("Attacks: none seen", "good");
  const [first] = attacks.answered.rows;
  const answered = first
    ? `${count(attacks.answered_count)} answered 2xx: ${first.name.slice(0, MAX_TEXT_CHARACTERS)}`
    : "none answered 2xx";
  const isWeb = web !== null;
  const from = `${sources.error > 0 ? "more than " : ""}${plural(sources.hostile_count, "hostile source")}`;
  return line(
    `Attacks: ${count(attacks.count)}, ${from}${isWeb ? `; ${answered}` : ""}`,
    first ? "warning" : "plain",
  );
}

function logins({ logins }: Figures): ReportLine | undefined {
  if (!logins) return undefined;
  const { failed, succeeded, sources, names } = logins;
  return line(
    `Logins: ${count(failed)} failed (${about(names)}${count(names.count)} names, ${about(sources)}${count(sources.count)} sources), ${count(succeeded)} succeeded`,
  );
}

function blocking({ sources }: Figures): ReportLine | undefined {
  const [first] = sources.worth_blocking;
  if (!first) return undefined;
  const what = [
    first.attacks > 0 ? plural(first.attacks, "attack") : "",
    first.failed_logins > 0 ? plural(first.failed_logins, "failed login") : "",
  ];
  return line(
    `Worth blocking: ${plural(sources.worth_blocking_count, "source")}; the busiest ${first.address} with ${what.filter(Boolean).join(", ")}`,
  );
}

function faults({ messages }: Figures): ReportLine | undefined {
  if (!messages) return undefined;
  const [first] = messages.unusual.rows;
  if (!first) return line("Faults and unusual lines: none", "good");
  const isGrave = first.severity === "high" || first.severity === "critical";
  return line(
    `Faults and unusual lines: ${count(messages.anomalies)} in ${plural(messages.unusual.names, "pattern")}; the gravest (${first.severity}): ${first.pattern.slice(0, MAX_TEXT_CHARACTERS)}`,
    isGrave ? "bad" : "warning",
  );
}

function errors({ web }: Figures): ReportLine | undefined {
  if (!web) return undefined;
  const failed = web.statuses
    .filter(({ status }) => status >= 500)
    .reduce((sum, { count }) => sum + count, 0);
  if (failed === 0) return line("Server errors (5xx): none", "good");
  const [first] = web.failing.rows;
  const where = first ? `, most at ${first.name.slice(0, MAX_TEXT_CHARACTERS)} (${count(first.errors)})` : "";
  return line(
    `Server errors (5xx): ${count(failed)} of ${count(web.requests)} requests (${share(failed / web.requests)})${where}`,
    "warning",
  );
}

function network({ dns, firewall }: Figures): ReportLine | undefined {
  const parts = [
    dns ? `${count(dns.failed)} of ${count(dns.queries)} DNS queries failed` : "",
    firewall ? `${count(firewall.denied)} packets refused` : "",
  ].filter(Boolean);
  return parts.length === 0 ? undefined : line(`Network: ${parts.join(", ")}`);
}

function durations({ web }: Figures): ReportLine | undefined {
  if (!web || web.durations.requests === 0) return undefined;
  const { p50, p95, p99 } = web.durations;
  const ms = (value: number | null) => formatted(value, "ms");
  return line(`Response times: half below ${ms(p50)}, 95 % below ${ms(p95)}, 99 % below ${ms(p99)}`);
}

function notFound({ web }: Figures): ReportLine | undefined {
  const missing = web?.statuses.find(({ status }) => status === 404);
  if (!web || !missing) return undefined;
  const [first] = web.not_found.rows.filter(({ people }) => people > 0).sort((a, b) => b.people - a.people);
  const most = first
    ? `; people miss ${first.name.slice(0, MAX_TEXT_CHARACTERS)} most (${count(first.people)})`
    : "";
  return line(`Not found: ${count(missing.count)} requests${most}`);
}

function unread({ files, lines }: Figures): ReportLine | undefined {
  const unread = files.reduce((sum, file) => sum + file.unread, 0);
  if (unread === 0 || unread < WORTH_TELLING_SHARE * lines) return undefined;
  return line(
    `Lines in no known format: ${count(unread)} of ${count(lines)} (${share(unread / lines)}); smartlog formats guess FILE makes one`,
    "warning",
  );
}

function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** What stands before a number that may be off. */
function about({ is_estimate }: DistinctJson): string {
  return is_estimate ? "about " : "";
}
