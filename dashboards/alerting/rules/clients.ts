/** What one client does often, or many do together: passwords, names, ports. */
import { EVENTS_OF_SOURCE, firstLines, SOURCE, VALUE } from "./parts.ts";
import type { AlertRule } from "./rule.ts";

export const CLIENT_RULES: readonly AlertRule[] = [
  {
    uid: "smartlog-brute-force",
    title: "Brute force",
    severity: "high",
    counts: { what: "failed logins in ten minutes" },
    summary: `${SOURCE} tries passwords: ${VALUE} failed logins in ten minutes`,
    description: "See whether one of them succeeded after that; block the address.",
    panel: "access / Addresses with most failures",
    events: EVENTS_OF_SOURCE,
    holds: "0s",
    sql: `
      select host(ip) as source, smartlog.country(ip) as country, smartlog.sample_lines(ip) as sample,
        failures::float8 as value
      from (
        select ip, count(*) as failures from events
        where time > now() - interval '10 minutes' and kind = 'auth' and outcome = 'failure' and ip is not null
          and muted is not true and not smartlog.is_muted_source(ip)
        group by ip having count(*) >= 20
        order by 2 desc limit 10
      ) tries`,
  },
  {
    uid: "smartlog-spraying",
    title: "Password spraying",
    severity: "high",
    counts: { what: "addresses in half an hour" },
    summary: `The name {{ $labels.user }} is tried from ${VALUE} addresses`,
    description:
      "Few tries from each of many addresses stay below what blocks one. Require a second factor for that name.",
    panel: "access / Users with most failures",
    events: "var-kind=auth&var-search={{ urlquery $labels.user }}",
    holds: "0s",
    sql: `
      select name as user, ${firstLines("kind = 'auth' and outcome = 'failure' and username = name")}, value
      from (
        select username as name, count(distinct ip)::float8 as value
        from events
        where time > now() - interval '30 minutes' and kind = 'auth' and outcome = 'failure' and username is not null
          and muted is not true and not smartlog.is_muted_source(ip)
        group by 1 having count(distinct ip) >= 10
        order by 2 desc limit 10
      ) sprayed`,
  },
  {
    uid: "smartlog-dns-failures",
    title: "DNS failure burst",
    severity: "medium",
    counts: { what: "failed look-ups in ten minutes" },
    summary: `${SOURCE} asks for names in vain: ${VALUE} failures in ten minutes`,
    description: "A program with a misspelt name, or malware that looks for its server: see which names.",
    panel: "access / DNS failures by domain",
    events: EVENTS_OF_SOURCE,
    holds: "5m",
    sql: `
      select coalesce(host(client), 'unknown') as source,
        ${firstLines("kind = 'dns' and rcode <> 'NOERROR' and ip is not distinct from client")}, value
      from (
        select ip as client, count(*) filter (where rcode <> 'NOERROR')::float8 as value
        from events
        where time > now() - interval '10 minutes' and kind = 'dns' and muted is not true and not smartlog.is_muted_source(ip)
        group by 1
        having count(*) filter (where rcode <> 'NOERROR') >= 50
          and count(*) filter (where rcode <> 'NOERROR') > 0.3 * count(*)
        order by 2 desc limit 10
      ) failing`,
  },
  {
    uid: "smartlog-port-scan",
    title: "Port scan",
    severity: "medium",
    counts: { what: "ports in ten minutes" },
    summary: `${SOURCE} knocks at ${VALUE} ports`,
    description: "Nothing to do where all was denied; look for what wasn't.",
    panel: "access / Denied connections by source",
    events: EVENTS_OF_SOURCE,
    holds: "0s",
    sql: `
      select host(ip) as source, smartlog.country(ip) as country, smartlog.sample_lines(ip) as sample,
        ports::float8 as value
      from (
        select ip, count(distinct (dst, dport)) as ports from events
        where time > now() - interval '10 minutes' and kind = 'firewall' and action = 'deny' and ip is not null
          and muted is not true and not smartlog.is_muted_source(ip)
        group by ip having count(distinct (dst, dport)) >= 20
        order by 2 desc limit 10
      ) scans`,
  },
];
