import type { ModelRow } from "../../store/models.ts";
import { columns, count, minute, printable } from "../lib/output.ts";

const MAX_REASON_CHARACTERS = 70;
const HEADS = ["threat", "bot", "anomaly"] as const;
const METRICS = ["precision", "recall", "f1", "auc"] as const;

/**
 * All models as a table.
 *
 * @param shipped the filter's own model, where it serves and none of these
 */
export function modelTable(models: readonly ModelRow[], shipped: string | undefined): string {
  const own = shipped
    ? [
        `${printable(shipped)} serves: it is in the filter. \`smartlog train\` makes others from your own events.`,
      ]
    : [];
  if (models.length === 0) return own.join("");
  const rows = models.map((model) => [
    printable(model.id),
    model.status,
    minute(model.madeAt),
    printable(model.parent ?? "-"),
    model.origin === "trained" ? count(learntFrom(model)) : model.origin,
    printable(model.reason, MAX_REASON_CHARACTERS),
  ]);
  const head = ["model", "status", "made (UTC)", "made from", "events", "reason"];
  return [...own, ...columns([head, ...rows], [4])].join("\n");
}

/** Everything about one. */
export function modelText(model: ModelRow): string {
  const rows: string[][] = [
    ["model", printable(model.id)],
    ["status", `${model.status} since ${minute(model.statusAt)} UTC`],
    ["reason", printable(model.reason || "-")],
    ["origin", model.origin],
    ["made", `${minute(model.madeAt)} UTC`],
    ["made from", printable(model.parent ?? "-")],
    ["in service from", model.servedFrom ? `${minute(model.servedFrom)} UTC` : "never"],
    ["weights", model.sha256 ? `${count(model.bytes ?? 0)} bytes, SHA-256 ${model.sha256}` : "not kept"],
  ];
  if (model.windowFrom && model.windowTo)
    rows.push(["window", `${minute(model.windowFrom)} to ${minute(model.windowTo)} UTC`]);
  const kinds = Object.entries(model.counts).map(([kind, n]) => `${printable(kind)} ${count(Number(n))}`);
  if (kinds.length > 0) rows.push(["learnt from", kinds.join(", ")]);
  return [...columns(rows), ...metricsTable(model), ...drift(model)].join("\n");
}

function metricsTable({ metrics }: ModelRow): string[] {
  const rows = HEADS.filter((head) => metrics[head]).map((head) => {
    const values = metrics[head] as Record<string, unknown>;
    return [head, ...METRICS.map((name) => decimals(values[name]))];
  });
  if (rows.length === 0) return [];
  return ["", "on held-out events", ...columns([["", ...METRICS], ...rows], [1, 2, 3, 4])];
}

/** The features that have moved most since the model that it was made from. */
function drift({ metrics }: ModelRow): string[] {
  const psi = Object.entries((metrics.psi ?? {}) as Record<string, unknown>)
    .map(([name, value]) => [name, Number(value)] as const)
    .filter(([, value]) => value >= 0.1)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8);
  if (psi.length === 0) return [];
  return [
    "",
    "features that moved (PSI, 0.1 is some, 0.25 much)",
    ...columns(
      psi.map(([name, value]) => [printable(name), value.toFixed(2)]),
      [1],
    ),
  ];
}

function learntFrom({ counts }: ModelRow): number {
  return Object.values(counts).reduce<number>((sum, n) => sum + (Number(n) || 0), 0);
}

function decimals(value: unknown): string {
  return typeof value === "number" ? value.toFixed(3) : "-";
}
