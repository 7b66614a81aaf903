import type { Section } from "../../document/report.ts";
import type { Figures } from "../figures/figures.ts";
import type { List } from "../figures/list.ts";
import type { PatternJson } from "../figures/messages.ts";
import { momentOf, named } from "./lib.ts";
import { overTime } from "./timeline.ts";

/** What programs say, what name servers and firewalls did. */
export function messageSections(figures: Figures): Section[] {
  return [messages(figures), dns(figures), firewall(figures)].filter((section) => section !== undefined);
}

function messages(figures: Figures): Section | undefined {
  const { messages } = figures;
  if (!messages) return undefined;
  const patterns = (title: string, list: List<PatternJson>) =>
    named(title, list, [
      ["Pattern", "code", ({ pattern }) => pattern],
      ["Lines", "count", ({ count }) => count],
      ["Service", "text", ({ service }) => service || null],
      ["First", "time", ({ first }) => momentOf(first)],
      ["Last", "time", ({ last }) => momentOf(last)],
    ]);
  return {
    id: "messages",
    title: "Faults and patterns",
    parts: [
      ...(messages.anomalies > 0
        ? [overTime(figures, "Faults and unusual lines", "anomalies", "anomalies")]
        : []),
      named("Faults and unusual lines, the gravest first", messages.unusual, [
        ["Severity", "severity", ({ severity }) => severity],
        ["Lines", "count", ({ count }) => count],
        ["Reason", "text", ({ reason }) => reason],
        ["Service", "text", ({ service }) => service || null],
        ["Last", "time", ({ last }) => momentOf(last)],
        ["Line", "code", ({ example }) => example],
      ]),
      ...(messages.lines === 0
        ? []
        : [
            named("Services", messages.services, [
              ["Service", "text", ({ name }) => name],
              ["Lines", "count", ({ count }) => count],
              ["Errors", "count", ({ errors }) => errors],
              ["Unusual", "count", ({ anomalies }) => anomalies],
            ]),
            patterns("Patterns", messages.patterns),
            patterns("Patterns that came only in the last quarter of the time", messages.late),
          ]),
    ],
  };
}

function dns({ dns }: Figures): Section | undefined {
  if (!dns) return undefined;
  return {
    id: "dns",
    title: "Name servers",
    parts: [
      named("Names, those that fail most first", dns.names, [
        ["Name", "code", ({ name }) => name],
        ["Failed", "count", ({ failed }) => failed],
        ["Queries", "count", ({ count }) => count],
      ]),
      named("Clients", dns.clients, [
        ["Client", "code", ({ name }) => name],
        ["Queries", "count", ({ count }) => count],
        ["Failed", "count", ({ failed }) => failed],
      ]),
    ],
  };
}

function firewall({ firewall }: Figures): Section | undefined {
  if (!firewall) return undefined;
  return {
    id: "firewall",
    title: "Firewall",
    parts: [
      named("Ports of refused packets", firewall.ports, [
        ["Port", "code", ({ name }) => name],
        ["Packets", "count", ({ count }) => count],
      ]),
      named("Sources of refused packets", firewall.sources, [
        ["Source", "code", ({ name }) => name],
        ["Packets", "count", ({ count }) => count],
      ]),
    ],
  };
}
