/** What makes events look alike to people, beside their features. */
import type { SmartlogEvent } from "../../host/event.ts";
import type { StoredEvent } from "../../store/window.ts";
import { formOf } from "./form.ts";

/** How an event looks; empty where it has no such part. */
export interface Looks {
  kind: string;
  /** What a judgement of the event holds for. */
  form: number;
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
    form: formOf(event.kind === "web", Number.parseInt(event.tpl, 16), event.method ?? "", event.path ?? ""),
    source: event.ip ?? event.user ?? "",
    target: targetOf(event.path ?? ""),
    agent: event.ua ?? "",
    hit: event.hit ?? "",
  };
}

/** @param kind its name, and its template, as the module has them now */
export function storedLooks(event: StoredEvent, kind: string, template: number): Looks {
  const { source, method, path, ua: agent, hit } = event;
  return {
    kind,
    form: formOf(kind === "web", template, method, path),
    source,
    target: targetOf(path),
    agent,
    hit,
  };
}

function targetOf(path: string): string {
  return path.split("?", 1)[0] as string;
}
