/** What makes events look alike to people, beside their features. */
import type { SmartlogEvent } from "../../host/event.ts";
import type { StoredEvent } from "../../store/window.ts";

/** How an event looks; empty where it has no such part. */
export interface Looks {
  kind: string;
  /** Template fingerprint. */
  template: number;
  source: string;
  /** Path without its query. */
  target: string;
  agent: string;
  /** What an attack is seen by, as `PART:TEXT`. */
  hit: string;
}

export function looksOf(event: SmartlogEvent): Looks {
  return {
    kind: event.kind,
    template: Number.parseInt(event.tpl, 16),
    source: event.ip ?? event.user ?? "",
    target: targetOf(event.path ?? ""),
    agent: event.ua ?? "",
    hit: event.hit ?? "",
  };
}

/** @param kind its name, and its template, as the module has them now */
export function storedLooks(event: StoredEvent, kind: string, template: number): Looks {
  const { source, path, ua: agent, hit } = event;
  return { kind, template, source, target: targetOf(path), agent, hit };
}

function targetOf(path: string): string {
  return path.split("?", 1)[0] as string;
}
