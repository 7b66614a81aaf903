import type pg from "pg";
import { vainTrainings } from "../../store/trainings.ts";
import { printable } from "../lib/output.ts";
import { asFarAsSeen } from "./as-far-as-seen.ts";
import type { Findings } from "./finding.ts";

/** Refused in a row, from which on a site no longer learns. */
const MANY = 2;
const MAX_REASON_CHARACTERS = 300;

/** Whether the last trainings brought a model. */
export async function checkTrainings(client: pg.Client, findings: Findings): Promise<void> {
  const vain = await asFarAsSeen(vainTrainings(client));
  if (!vain || vain.count === 0) return;
  const times =
    vain.count === 1
      ? "the last training brought no model"
      : `the last ${vain.count} trainings brought no model`;
  findings.add(
    vain.count >= MANY ? "warning" : "note",
    "trainings-vain",
    `${times}: ${printable(vain.reason, MAX_REASON_CHARACTERS)}`,
    {
      breaks: "What changed on the site since, and what people corrected, is not learnt.",
      remedy: "Do what the reason says; the report of the training has the figures (smartlog model list).",
    },
  );
}
