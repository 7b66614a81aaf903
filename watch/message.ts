/** What people are told, before it takes the form of a channel. All texts hold text out of logs: each channel escapes them. */
import type { IncidentSeverity } from "../store/incidents/incident.ts";

/** What an incident is told for. over: it had ended before anybody was told. */
export type Change = "opened" | "raised" | "reopened" | "repeated" | "escalated" | "closed" | "over";

/** A log line, with the piece of it that was hit, if that is known. */
export interface SampleLine {
  text: string;
  hit?: string;
}

/** What programs take from `where`; null: not what the incident is about. */
export interface Facts {
  source: string | null;
  network: string | null;
  username: string | null;
  site: string | null;
  service: string | null;
  sourceCount: number;
  events: number;
  succeeded: number;
}

/** One incident of a message, as it was when the message was made. */
export interface Item {
  /** The incident's id: a 64-bit number in decimal. */
  incident: string;
  class: string;
  change: Change;
  severity: IncidentSeverity;
  /** What happened, in words. */
  title: string;
  /** Where and who: "web1 · 203.0.113.7 (NL)"; empty where nothing is known. */
  where: string;
  /** The same by name. */
  facts?: Facts;
  /** Event times, ISO 8601. */
  first: string;
  last: string;
  /** Up to three. */
  lines: SampleLine[];
  /** What to do about it; empty where its rule says nothing. */
  advice: string;
}

/** What a message's row holds (smartlog.messages.content). */
export interface Content {
  /** The subject: one line. */
  title: string;
  /** 20 at most. */
  items: Item[];
  /** Incidents that the message is about and that are not among the items. */
  more: number;
  /** Lines of a digest or report. */
  text: string[];
  /** What else is to be known, such as that the budget is used up; empty where nothing is. */
  note: string;
}

export interface Message extends Content {
  /** Of the outbox: a 64-bit number in decimal. It never changes, and is in what is sent: a receiver can drop a second one. */
  id: string;
  owner: string;
  kind: "told" | "escalated" | "digest" | "test";
  /** The worst of the items. */
  severity: IncidentSeverity;
  madeAt: Date;
  /** The key of the message that it answers to, where it tells more of one incident; null for none. */
  answers: string | null;
}

/** A message's name, the same at each try, and no other installation's: the id and the time to the millisecond. */
export function keyOf(id: string, madeAt: Date): string {
  return `${id}.${madeAt.getTime().toString(36)}`;
}
