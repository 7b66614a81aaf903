/** An incident as the store has it (migrations/0027_incidents.sql). */
import type { Severity } from "../../host/event.ts";

export type IncidentSeverity = Exclude<Severity, "none">;
export type IncidentState = "open" | "acknowledged" | "muted" | "closed";
/** What can become of an incident. joined: it became part of another. */
export type IncidentChange =
  | "opened"
  | "raised"
  | "reopened"
  | "closed"
  | "acknowledged"
  | "muted"
  | "unmuted"
  | "noted"
  | "joined";

export interface Incident {
  /** A 64-bit number in decimal. */
  id: string;
  /** Name of the rule that found it. */
  class: string;
  /** The values of what the rule groups by. */
  key: string;
  /** What happened, in words, one line. Holds text out of logs: escape it. */
  title: string;
  severity: IncidentSeverity;
  state: IncidentState;
  /** The incident that it is part of: nobody is told of it alone. */
  parent: string | null;
  owner: string | null;
  /** When it was found, by the clock. */
  foundAt: Date;
  /** Event times. */
  first: Date;
  last: Date;
  reopened: number;
  closedAt: Date | null;
  /** `quiet`, `ended`, or a person. */
  closedBy: string | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  mutedUntil: Date | null;
  mutedBy: string | null;
  source: string | null;
  network: string | null;
  agent: string | null;
  username: string | null;
  site: string | null;
  service: string | null;
  tpl: string | null;
  /** The first reason of its events, where its rule groups by it. */
  reason: string | null;
  events: number;
  bytes: number;
  /** Events that got what they wanted: answers 2xx to an attack, logins that succeeded. */
  succeeded: number;
  /** Events that are worse than others, as the rule says. */
  grave: number;
  /** Of all requests, 0..1, and times the usual response time, at its worst; null where its rule asks for neither. */
  share: number | null;
  slower: number | null;
  sourceCount: number;
  targetCount: number;
  /** Up to 20 of what was aimed at. */
  targets: string[];
  userCount: number;
  users: string[];
  siteCount: number;
  sites: string[];
}
