import type { SmartlogEvent } from "../../host/event.ts";
import type { IngestRow } from "../../store/ingest.ts";

export const NOON = Math.floor(Date.now() / 86_400_000) * 86_400 - 43_200;

/** A record as it leaves the filter: event number `n`, a second after the one before, with what `event` says otherwise. */
export function record(n: number, event: Partial<SmartlogEvent> | Record<string, unknown> = {}): string {
  return JSON.stringify({
    log: `203.0.113.7 - - [] "GET /page/${n} HTTP/1.1" 200 512`,
    smartlog: {
      v: 1,
      id: n.toString(16).padStart(16, "0"),
      ts: NOON + n,
      kind: "web",
      label: "normal",
      severity: "none",
      score: 0.1,
      bot: 0.1,
      threat: 0.04,
      anomaly: 0.02,
      why: [],
      tpl: "5f0c2a11",
      model: "2026-11-21.1",
      ip: "203.0.113.7",
      path: `/page/${n}`,
      ...event,
    },
  });
}

export function row(n: number, event: Partial<SmartlogEvent> | Record<string, unknown> = {}): IngestRow {
  return { time: NOON + 80_000, data: record(n, event) };
}

export function rows(count: number, from = 0): IngestRow[] {
  return Array.from({ length: count }, (_, i) => row(from + i));
}
