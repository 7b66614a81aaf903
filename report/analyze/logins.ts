/** Logins: who tried, as whom, where, and what came of it. */
import type { SmartlogEvent } from "../../host/event.ts";
import { type Distinct, type DistinctBudget, hashOf } from "./count/distinct.ts";
import { type Counted, TopCounter } from "./count/top.ts";

/** An account or a machine. */
export interface Tried extends Counted {
  failed: number;
  succeeded: number;
  sources: Distinct;
}

const ACCOUNTS = 1_000;
const MACHINES = 300;

export class LoginFigures {
  failed = 0;
  succeeded = 0;
  readonly sources: Distinct;
  readonly names: Distinct;
  readonly accounts: TopCounter<Tried>;
  readonly machines: TopCounter<Tried>;

  constructor(budget: DistinctBudget) {
    this.sources = budget.counter();
    this.names = budget.counter();
    const make = () => ({ failed: 0, succeeded: 0, sources: budget.counter() });
    const drop = ({ sources }: Tried) => budget.forget(sources);
    this.accounts = new TopCounter<Tried>(ACCOUNTS, make, drop);
    this.machines = new TopCounter<Tried>(MACHINES, make, drop);
  }

  add({ kind, outcome, ip, user, host, service }: SmartlogEvent): void {
    if (kind !== "auth" || outcome === undefined) return;
    const isFailed = outcome === "failure";
    if (isFailed) {
      this.failed++;
      if (ip) this.sources.add(hashOf(ip));
      if (user) this.names.add(hashOf(user));
    } else this.succeeded++;
    if (user) count(this.accounts.add(user), isFailed, ip);
    count(this.machines.add([host, service].filter(Boolean).join(" ") || "-"), isFailed, ip);
  }
}

function count(entry: Tried, isFailed: boolean, ip: string | undefined): void {
  if (isFailed) entry.failed++;
  else entry.succeeded++;
  if (ip && isFailed) entry.sources.add(hashOf(ip));
}
