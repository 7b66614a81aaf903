/** Lists as the forms get them, and the guide's snippets. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Entry } from "../../blocklist/lib/entry.ts";
import { unitOf } from "../../blocklist/lib/network.ts";
import type { Blocklist } from "../../blocklist/lib/select.ts";
import { PACKAGE_ROOT } from "../../host/module.ts";

export const BLOCKED = "127.0.0.2";
export const FREE = "127.0.0.3";
const AT = new Date("2026-11-30T12:00:00Z");

/** What an attacker would write into a title to get out of where it stands. */
export const HOSTILE = "x\n}\ndeny all;\r\n*/ \"'`$(touch /tmp/owned); # -j ACCEPT\u2028\u001b[31m <script>";

export function entry(ip: string, given: Partial<Entry> = {}): Entry {
  return {
    network: unitOf(ip),
    addresses: [ip],
    class: "scan",
    severity: "high",
    incidents: ["12"],
    title: HOSTILE,
    events: 37,
    succeeded: 0,
    first: new Date(AT.getTime() - 3_600_000),
    last: AT,
    known: AT,
    until: new Date(AT.getTime() + 3_600_000),
    ...given,
  };
}

export function listOf(...entries: Entry[]): Blocklist {
  return { at: AT, entries, kept: [], over: [], left: 0 };
}

export const EMPTY = listOf();
/** With one that a test can come from, neighbours, and IPv6. */
export const FULL = listOf(
  entry(BLOCKED),
  entry("203.0.113.7"),
  entry("203.0.113.6", { class: "brute-force" }),
  entry("2001:db8:1:2::7"),
  entry("2001:db8:1:3::7"),
);
/** As many as the policy has room for. */
export const LARGE = listOf(
  ...Array.from({ length: 10_000 }, (_, i) => entry(`198.18.${(2 * i) >> 8}.${(2 * i) & 255}`)),
  entry(BLOCKED),
);

/** Blocks of docs/blocklist.md in a language, with the paths of this test. */
export function snippets(language: string, paths: Readonly<Record<string, string>> = {}): string[] {
  const guide = readFileSync(join(PACKAGE_ROOT, "docs/blocklist.md"), "utf8");
  const found = [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, name]) => name === language);
  return found.map(([, , text = ""]) =>
    Object.entries(paths).reduce((changed, [from, to]) => changed.replaceAll(from, to), text),
  );
}
