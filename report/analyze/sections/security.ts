import type { Section } from "../../document/report.ts";
import type { Figures } from "../figures/figures.ts";
import { WORTH_ATTACKS, WORTH_FAILED_LOGINS } from "../sources.ts";
import { momentOf, named } from "./lib.ts";
import { overTime } from "./timeline.ts";

const BLOCKING = `From ${WORTH_ATTACKS} attacks or ${WORTH_FAILED_LOGINS} failed logins on, where no more lines of the source are ordinary. Never: private addresses, who logged in, and who calls itself a crawler. Nothing is blocked by this.`;

/** Attacks, sources and logins. */
export function securitySections(figures: Figures): Section[] {
  return [attacks(figures), sources(figures), logins(figures)].filter((section) => section !== undefined);
}

function attacks(figures: Figures): Section | undefined {
  const { attacks } = figures;
  if (!attacks) return undefined;
  return {
    id: "attacks",
    title: "Attacks",
    parts: [
      overTime(figures, "Attacks", "attacks", "attacks"),
      named("Attacks by technique", attacks.techniques, [
        ["Technique", "text", ({ name }) => name],
        ["Attacks", "count", ({ count }) => count],
        ["answered 2xx", "count", ({ answered }) => answered],
        ["Sources", "count", ({ sources }) => sources.count],
        ["Seen by", "code", ({ hit, example }) => hit || example],
      ]),
      named("Attacks that were answered 2xx", attacks.answered, [
        ["Request", "code", ({ name }) => name],
        ["Times", "count", ({ count }) => count],
        ["Technique", "text", ({ technique }) => technique],
        ["Source", "code", ({ source }) => source],
        ["Traffic", "bytes", ({ bytes }) => bytes],
      ]),
    ],
  };
}

function sources({ sources }: Figures): Section | undefined {
  if (sources.hostile_count === 0) return undefined;
  const { worth_blocking, break_ins } = sources;
  return {
    id: "sources",
    title: "Sources worth blocking",
    note: BLOCKING,
    parts: [
      {
        kind: "table",
        title: `Sources, the busiest of ${worth_blocking.length < sources.worth_blocking_count ? sources.worth_blocking_count : worth_blocking.length}`,
        columns: [
          { title: "Source", unit: "code" },
          { title: "Attacks", unit: "count" },
          { title: "answered 2xx", unit: "count" },
          { title: "Failed logins", unit: "count" },
          { title: "Names tried", unit: "count" },
          { title: "Technique", unit: "text" },
          { title: "First", unit: "time" },
          { title: "Last", unit: "time" },
          { title: "Example", unit: "code" },
        ],
        rows: worth_blocking.map((each) => [
          each.address,
          each.attacks,
          each.answered,
          each.failed_logins,
          each.names,
          each.technique || null,
          momentOf(each.first),
          momentOf(each.last),
          each.hit || each.example,
        ]),
      },
      ...(break_ins.length === 0
        ? []
        : [
            {
              kind: "table" as const,
              title: "Logins that succeeded after guessing",
              columns: [
                { title: "Account", unit: "code" as const },
                { title: "Source", unit: "code" as const },
                { title: "At", unit: "time" as const },
                { title: "Line", unit: "code" as const },
              ],
              rows: break_ins.map(({ user, source, at, example }) => [user, source, momentOf(at), example]),
            },
          ]),
    ],
  };
}

function logins(figures: Figures): Section | undefined {
  const { logins } = figures;
  if (!logins) return undefined;
  return {
    id: "logins",
    title: "Logins",
    parts: [
      overTime(figures, "Failed logins", "failed_logins", "attacks"),
      named("Accounts by failed logins", logins.accounts, [
        ["Account", "code", ({ name }) => name],
        ["Failed", "count", ({ failed }) => failed],
        ["Succeeded", "count", ({ succeeded }) => succeeded],
        ["Sources that failed", "count", ({ sources }) => sources.count],
      ]),
      named("Machines and services", logins.machines, [
        ["Where", "code", ({ name }) => name],
        ["Failed", "count", ({ failed }) => failed],
        ["Succeeded", "count", ({ succeeded }) => succeeded],
        ["Sources that failed", "count", ({ sources }) => sources.count],
      ]),
    ],
  };
}
