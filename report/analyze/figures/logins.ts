import type { Analysis } from "../analysis.ts";
import type { Tried } from "../logins.ts";
import { type DistinctJson, distinctOf, type List, listOf } from "./list.ts";

export interface TriedJson {
  failed: number;
  succeeded: number;
  sources: DistinctJson;
}

export interface LoginJson {
  failed: number;
  succeeded: number;
  /** Of failed ones. */
  sources: DistinctJson;
  names: DistinctJson;
  accounts: List<TriedJson>;
  machines: List<TriedJson>;
}

export function loginFigures({ logins: { counts: logins } }: Analysis, most: number): LoginJson | null {
  if (logins.failed + logins.succeeded === 0) return null;
  const row = ({ failed, succeeded, sources }: Tried): TriedJson => ({
    failed,
    succeeded,
    sources: distinctOf(sources),
  });
  return {
    failed: logins.failed,
    succeeded: logins.succeeded,
    sources: distinctOf(logins.sources),
    names: distinctOf(logins.names),
    accounts: listOf(logins.accounts, most, row, ({ failed }) => failed),
    machines: listOf(logins.machines, most, row),
  };
}
