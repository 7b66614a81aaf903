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

/**
 * What a line says of a login. sshd writes several for one: `answer` names the method that was tried, as `Failed password`,
 * the others are `beside` that (PAM's, the end of a connection). Sessions that a machine opens itself (cron, sudo) are none.
 */
export type LoginLine = "answer" | "beside" | undefined;

const ACCOUNTS = 1_000;
const MACHINES = 300;

export function loginLineOf({ kind, outcome, method, service = "", ip }: SmartlogEvent): LoginLine {
  if (kind !== "auth" || outcome === undefined) return undefined;
  if (method !== undefined) return "answer";
  if (outcome === "success" && ip === undefined) return undefined;
  return service.startsWith("sshd") ? "beside" : "answer";
}

/** Counts of one kind of lines. */
export class LoginCounts {
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

  add({ outcome, ip, user, host, service }: SmartlogEvent): void {
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

export class LoginFigures {
  readonly #answers: LoginCounts;
  readonly #beside: LoginCounts;
  #hasAnswers = false;

  constructor(budget: DistinctBudget) {
    this.#answers = new LoginCounts(budget);
    this.#beside = new LoginCounts(budget);
  }

  /** Whether the lines beside count: a log that has only those, as of PAM alone. */
  get isBeside(): boolean {
    return !this.#hasAnswers;
  }

  get counts(): LoginCounts {
    return this.isBeside ? this.#beside : this.#answers;
  }

  add(event: SmartlogEvent): void {
    const line = loginLineOf(event);
    if (line === undefined) return;
    const isOfSsh = event.service?.startsWith("sshd") ?? false;
    if (line === "answer") {
      this.#answers.add(event);
      if (isOfSsh) this.#hasAnswers = true;
    }
    if (line === "beside" || !isOfSsh) this.#beside.add(event);
  }
}

function count(entry: Tried, isFailed: boolean, ip: string | undefined): void {
  if (isFailed) entry.failed++;
  else entry.succeeded++;
  if (ip && isFailed) entry.sources.add(hashOf(ip));
}
