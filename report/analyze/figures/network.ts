import type { Analysis } from "../analysis.ts";
import { type List, listOf } from "./list.ts";

export interface DnsJson {
  queries: number;
  failed: number;
  /** Those that failed most. */
  names: List<{ failed: number }>;
  clients: List<{ failed: number }>;
}

export interface FirewallJson {
  allowed: number;
  denied: number;
  ports: List<object>;
  sources: List<object>;
}

export function dnsFigures({ network }: Analysis, most: number): DnsJson | null {
  if (network.queries === 0) return null;
  const row = ({ failed }: { failed: number }) => ({ failed });
  return {
    queries: network.queries,
    failed: network.failedQueries,
    names: listOf(network.names, most, row, ({ failed, count }) => failed + count / 1e12),
    clients: listOf(network.clients, most, row),
  };
}

export function firewallFigures({ network }: Analysis, most: number): FirewallJson | null {
  if (network.allowed + network.denied === 0) return null;
  return {
    allowed: network.allowed,
    denied: network.denied,
    ports: listOf(network.ports, most, () => ({})),
    sources: listOf(network.sources, most, () => ({})),
  };
}
