import { colourBy, colouredColumn, OUTCOME_COLOURS, SEVERITY_COLOURS } from "../lib/colours.ts";
import { page } from "../lib/dashboard.ts";
import { exploreColumn, ofRow, toEvents } from "../lib/links.ts";
import { overTime, ranking, rows } from "../lib/panels.ts";
import { counts, EVENT_SITE_AND_LABEL_FILTER, sql, topRanking } from "../lib/query.ts";
import { worldMap } from "../lib/special-panels.ts";

const FAILED_LOGIN = `${EVENT_SITE_AND_LABEL_FILTER} and kind = 'auth' and outcome = 'failure'`;
const DNS = `${EVENT_SITE_AND_LABEL_FILTER} and kind = 'dns'`;
const DENIED = `${EVENT_SITE_AND_LABEL_FILTER} and kind = 'firewall' and action = 'deny'`;

const AUTH = { kind: "auth" } as const;

const column = (name: string, width: number) => ({
  name,
  properties: [{ id: "custom.width", value: width }],
});
/** The numbers of a ranking, which lead to the events that have the name in them. */
const found = (name: string, kind: string) => ({
  name,
  properties: [toEvents({ kind, search: ofRow("name") })],
});

export default page({
  uid: "smartlog-access",
  title: "Access and network",
  description: "Logins, name look-ups and connections that failed, and where they come from.",
  panels: [
    overTime({
      title: "Logins",
      description:
        "Logins that failed and that succeeded. Failures that end in a success may be a break-in. Click a bar: its events.",
      width: 12,
      height: 9,
      unit: "short",
      axis: "logins",
      link: toEvents(AUTH),
      bars: true,
      stacked: true,
      empty: "no logins in this time",
      overrides: colourBy(OUTCOME_COLOURS),
      query: counts(
        `
        select date_bin('\${interval}', time, 'epoch') as at, outcome as metric, count(*) as value
        from events
        where ${EVENT_SITE_AND_LABEL_FILTER} and kind = 'auth' and outcome is not null
        group by 1, 2`,
        "logins",
      ),
    }),
    worldMap({
      title: "Where failed logins come from",
      description:
        "Countries of the addresses, as the registries say it, coloured by the logarithm; private and unknown ones stand below. Ranges: ip-location-db, data of the NRO, CC BY 4.0.",
      width: 12,
      height: 9,
      unit: "short",
      empty: "no failed logins in this time",
      query: sql(`
        select smartlog.country(ip) as country, sum(events)::bigint as events, count(*) as addresses
        from (
          select ip, count(*) as events from events
          where ${FAILED_LOGIN} and ip is not null
          group by 1 order by 2 desc limit 2000
        ) sources
        group by 1 order by 2 desc`),
    }),
    rows({
      title: "Users with most failures",
      description: "Names that were tried, from how many addresses. Many addresses for one name: spraying.",
      width: 8,
      height: 9,
      empty: "no failed logins in this time",
      overrides: [exploreColumn("user", "search", AUTH), column("failures", 90), column("addresses", 100)],
      query: sql(`
        select username as user, count(*) as failures, count(distinct ip) as addresses
        from events
        where ${FAILED_LOGIN} and username is not null
        group by 1 order by 2 desc limit 20`),
    }),
    rows({
      title: "Addresses with most failures",
      description:
        "Who tries, under how many names. Many names: guessing; one name: brute force. Click: their events.",
      width: 8,
      height: 9,
      empty: "no failed logins in this time",
      overrides: [
        exploreColumn("source", "source", AUTH),
        column("country", 90),
        column("failures", 90),
        column("users", 70),
      ],
      query: sql(`
        select host(ip) as source, smartlog.country(ip) as country, failures, users
        from (
          select ip, count(*) as failures, count(distinct username) as users
          from events
          where ${FAILED_LOGIN} and ip is not null
          group by 1 order by 2 desc limit 20
        ) most
        order by failures desc`),
    }),
    ranking({
      title: "DNS failures by reason",
      description:
        "Answers other than NOERROR. NXDOMAIN in bursts: a misspelt name, or malware that looks for its server. Click: their events.",
      width: 8,
      height: 9,
      unit: "short",
      empty: "no failed look-ups in this time",
      overrides: [found("failures", "dns")],
      query: topRanking(
        `
        select rcode as name, count(*) as n
        from events
        where ${DNS} and rcode <> 'NOERROR'
        group by 1`,
        "failures",
      ),
    }),
    ranking({
      title: "DNS failures by domain",
      description: "The last two labels of the names that were asked for in vain. Click: their events.",
      width: 7,
      height: 9,
      unit: "short",
      empty: "no failed look-ups in this time",
      overrides: [found("failures", "dns")],
      query: topRanking(
        `
        select substring(rtrim(qname, '.') from '[^.]+[.]?[^.]*$') as name, sum(failures)::bigint as n
        from (
          select qname, count(*) as failures
          from events
          where ${DNS} and rcode <> 'NOERROR' and qname is not null
          group by 1
        ) names
        group by 1`,
        "failures",
      ),
    }),
    ranking({
      title: "Denied connections by port",
      description:
        "Destination ports that the firewall kept shut, with their protocol. Click: lines of the firewall.",
      width: 7,
      height: 9,
      unit: "short",
      empty: "nothing denied in this time",
      overrides: [{ name: "denied", properties: [toEvents({ kind: "firewall" })] }],
      query: topRanking(
        `
        select concat_ws(' ', proto, dport) as name, count(*) as n
        from events
        where ${DENIED} and dport is not null
        group by proto, dport`,
        "denied",
      ),
    }),
    rows({
      title: "Denied connections by source",
      description:
        "Who was turned away, on how many ports, with the worst severity. Many ports: a scan. Click: their events.",
      width: 10,
      height: 9,
      empty: "nothing denied in this time",
      overrides: [
        exploreColumn("source", "source", { kind: "firewall" }),
        colouredColumn("severity", SEVERITY_COLOURS),
        column("country", 90),
      ],
      query: sql(`
        select host(ip) as source, smartlog.country(ip) as country, denied, ports,
          (array['none', 'low', 'medium', 'high', 'critical'])[worst] as severity
        from (
          select ip, count(*) as denied, count(distinct dport) as ports,
            max(array_position(array['none', 'low', 'medium', 'high', 'critical'], severity)) as worst
          from events
          where ${DENIED} and ip is not null
          group by 1 order by 2 desc limit 20
        ) most
        order by denied desc`),
    }),
  ],
});
