/** What a plan takes, and what comes out of it. */
import type { Message } from "../message.ts";

/** What a message takes from an incident's rule. */
export interface RuleFacts {
  /** What to do about it. */
  do: string;
  /** Channels in place of the owner's. */
  channels?: readonly string[];
}

/** Lines of what happened between two times; ten at most. */
export type Report = (from: Date, to: Date) => Promise<string[]>;

export interface PlanOptions {
  /** By class. */
  rules: ReadonlyMap<string, RuleFacts>;
  /** The weekly report; without, digests have only what waits. */
  report?: Report;
  now?: Date;
  /** Nothing is kept. */
  dryRun?: boolean;
}

/** A message and the channels that it goes to. */
export interface Planned {
  message: Message;
  channels: string[];
}
