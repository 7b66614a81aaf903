/** Base rows: the events of a range that rules may count, read once for all of them. */
import pg from "pg";
import type { Condition } from "../../rules/lib/match.ts";
import type { Way } from "../../rules/lib/rule.ts";
import { textOf } from "./conditions.ts";

/** Rows of one kind that are read at once; what is beyond is cut, and said to be. */
export const MOST_EVENTS = 20_000;

const text = pg.escapeLiteral;

const NO_ACCOUNT =
  "(invalid|illegal|unknown) user|no such user|user (unknown|not known|not found|does not exist)|input_userauth_request";
export const SITE = "coalesce(host, service, tag, '')";

/** SQL of conditions on events, each for rows that an index finds: together, all that the ways may count. */
export function armsOf(ways: readonly Way[]): string[] {
  const conditions = ways.flatMap(({ match }) => match);
  if (!conditions.every((each) => isFlagged(each) || kindsOf(each).length > 0)) return ["true"];
  const kinds = new Set(conditions.filter((each) => !isFlagged(each)).flatMap(kindsOf));
  const others = [...kinds].map((kind) => `kind = ${text(kind)}`);
  return [
    ...others,
    `label <> 'normal'${kinds.size > 0 ? ` and kind not in (${[...kinds].map(text).join(", ")})` : ""}`,
  ];
}

/** Whether only events that aren't normal can fit: they have an index. */
function isFlagged(condition: Condition): boolean {
  return condition.some(
    ({ field, not, values }) =>
      !not &&
      ((field === "label" && values.every((each) => "is" in each && each.is !== "normal")) ||
        (field === "severity" && values.every((each) => "is" in each && each.is !== "none")) ||
        (field === "reason" &&
          values.every((each) => /^(attack|fault|bot|probe|rate|session|taught):/.test(textOf(each) ?? "")))),
  );
}

/** Kinds with an index of their own that the condition is bound to. */
function kindsOf(condition: Condition): string[] {
  const kinds = condition
    .find(({ field, not }) => field === "kind" && !not)
    ?.values.map((each) => textOf(each) ?? "");
  return kinds?.every((kind) => ["auth", "dns", "firewall"].includes(kind)) ? kinds : [];
}

/** SQL of what conditions, keys and counts name. */
export function baseColumns(ways: readonly Way[]): string {
  const used = new Set(
    ways
      .flatMap(({ match, succeeded, grave }) => [...match, ...succeeded, ...grave])
      .flatMap((each) => each.map(({ field }) => field)),
  );
  return `time, id, kind, label, severity, score, threat, bot, anomaly, ms, bytes, status, method, path, ua, username, outcome,
      ${SITE} as site, host, service, tag, level, action, proto, qname, qtype, rcode, tpl, ip, dst, dport, why,
      case when smartlog.is_own(kind) then left(record ->> 'message', 500) when label = 'anomaly' then left(smartlog.line(record), 500)${used.has("message") ? " else left(smartlog.line(record), 500)" : ""} end as message,
      case when kind = 'rate' then concat_ws(' ', record -> 'rate' ->> 'of', record -> 'rate' ->> 'name')
        when kind = 'session' then concat_ws(' ', record -> 'of_session' ->> 'class', ${SITE}) end as subject,
      ${used.has("usual") ? "case when kind = 'rate' then (record -> 'rate' ->> 'usual')::float8 end" : "null::float8"} as usual,
      ${used.has("no-such-account") ? `kind = 'auth' and smartlog.line(record) ~* ${text(NO_ACCOUNT)}` : "false"} as no_such_account`;
}
