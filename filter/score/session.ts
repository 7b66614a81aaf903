/** What the order of lines in a session says of the record at hand (features/session.ts): an anomaly, where it is unusual. */
import { Step, sessionVerdict } from "../features/session";
import { Head } from "../schema/heads";
import { raise } from "./heads";

/** Least scores: of a step that is new to sessions of the class; of known ones that come otherwise. */
const NEW_STEP: f32 = 0.95;
const OUT_OF_ORDER: f32 = 0.92;

/** Whether the record is out of the ordinary in its session. */
export function isUnusualStep(): bool {
  return sessionVerdict.step >= Step.Unknown;
}

/** Sets the score of a record that is. */
export function judgeSession(): void {
  if (isUnusualStep()) raise(Head.Anomaly, sessionVerdict.step == Step.Unknown ? NEW_STEP : OUT_OF_ORDER);
}
