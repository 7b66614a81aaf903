/** Figures of incidents and of the messages that tell of them, for Prometheus. */
import { Counter, Gauge, Registry } from "prom-client";
import type { IncidentTotals } from "../../store/incidents/totals.ts";

export class IncidentMetrics {
  readonly #registry = new Registry();
  readonly #incidents = new Gauge({
    name: "smartlog_incidents",
    help: "Incidents that are not closed; parts of others are not counted.",
    labelNames: ["class", "severity", "state"],
    registers: [this.#registry],
  });
  readonly #changes = new Counter({
    name: "smartlog_incident_changes_total",
    help: "What ever became of incidents: opened, raised, reopened, closed, acknowledged and so on.",
    labelNames: ["class", "change"],
    registers: [this.#registry],
  });
  readonly #judged = new Gauge({
    name: "smartlog_incidents_judged_timestamp_seconds",
    help: "When incidents were last looked for, by smartlog watch, serve or start.",
    registers: [this.#registry],
  });
  readonly #planned = new Gauge({
    name: "smartlog_messages_planned_timestamp_seconds",
    help: "When it was last decided who is told what.",
    registers: [this.#registry],
  });
  readonly #messages = new Counter({
    name: "smartlog_messages_total",
    help: "Deliveries of messages, by channel and by what became of them.",
    labelNames: ["channel", "result"],
    registers: [this.#registry],
  });
  readonly #waiting = new Gauge({
    name: "smartlog_messages_waiting",
    help: "Deliveries to come or under way.",
    labelNames: ["channel"],
    registers: [this.#registry],
  });
  readonly #up = new Gauge({
    name: "smartlog_channel_up",
    help: "Whether the channel took what it was last given.",
    labelNames: ["channel", "type"],
    registers: [this.#registry],
  });
  readonly #sent = new Gauge({
    name: "smartlog_channel_last_sent_timestamp_seconds",
    help: "When the channel last took a message.",
    labelNames: ["channel"],
    registers: [this.#registry],
  });

  /** Takes the place of what was known before. */
  set({ incidents, changes, judgedAt, plannedAt, channels }: IncidentTotals): void {
    this.#registry.resetMetrics();
    for (const { incidents: count, ...labels } of incidents) this.#incidents.set(labels, count);
    for (const { changes: count, ...labels } of changes) this.#changes.inc(labels, count);
    setOrRemove(this.#judged, judgedAt);
    setOrRemove(this.#planned, plannedAt);
    for (const { channel, type, sent, failed, waiting, isFailing, sentAt } of channels) {
      this.#messages.inc({ channel, result: "sent" }, sent);
      this.#messages.inc({ channel, result: "failed" }, failed);
      this.#waiting.set({ channel }, waiting);
      this.#up.set({ channel, type }, Number(!isFailing));
      if (sentAt !== null) this.#sent.set({ channel }, sentAt);
    }
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

/** A time that is not known is absent: 0 would be 1970. */
function setOrRemove(gauge: Gauge, value: number | null): void {
  if (value === null) gauge.remove();
  else gauge.set(value);
}
