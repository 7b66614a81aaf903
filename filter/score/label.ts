/** From scores to a label and a severity. */
import { isOn, threshold } from "../model/settings";
import { Head } from "../schema/heads";
import { Label, Severity } from "../schema/labels";
import { robotSeverity } from "./client";
import { judgeConnection } from "./connection";
import { fault, judgeFault } from "./fault";
import { judgePacket } from "./firewall";
import { BELOW, score } from "./heads";
import { judgeLogin } from "./login";
import { judgeRecipient } from "./recipients";
import { judgeSession } from "./session";
import { verdict } from "./verdict";

/** Sets label and severity. `attack` outweighs `bot`, and both outweigh `anomaly`. */
export function judge(): void {
  judgeLogin();
  judgeConnection();
  judgePacket();
  judgeRecipient();
  judgeFault();
  judgeSession();
  if (passes(Head.Threat)) decide(Label.Attack, Head.Threat);
  else if (passes(Head.Bot)) decide(Label.Bot, Head.Bot);
  else if (passes(Head.Anomaly)) decide(Label.Anomaly, Head.Anomaly);
  else decide(Label.Normal, highestHead());
}

/** Two bits for each label, the first's lowest: `attack` 3, `bot` 2, `anomaly` 1, `normal` 0. */
const WEIGHTS: u32 = 0x78;

/** Which label outweighs which. @inline */
export function weightOf(label: u32): u32 {
  return (WEIGHTS >> (label << 1)) & 3;
}

/** Whether a head that runs scores at least its threshold. */
export function passes(head: u32): bool {
  return isOn(head) && score(head) >= threshold(head);
}

function highestHead(): u32 {
  let highest = Head.Threat;
  if (score(Head.Bot) > score(highest)) highest = Head.Bot;
  return score(Head.Anomaly) > score(highest) ? Head.Anomaly : highest;
}

function decide(label: Label, head: u32): void {
  setVerdict(label, head, score(head));
}

/** Sets the label that people said: a normal line's score is no head's that would label, any other's is its threshold. */
export function decideTaught(label: Label): void {
  if (label == Label.Normal) {
    const head = highestHead();
    setVerdict(label, head, min<f32>(score(head), threshold(head) * BELOW));
    return;
  }
  const head: u32 = label == Label.Attack ? Head.Threat : label == Label.Bot ? Head.Bot : Head.Anomaly;
  setVerdict(label, head, threshold(head));
}

function setVerdict(label: Label, head: u32, sure: f32): void {
  verdict.label = label;
  verdict.head = head;
  verdict.score = sure;
  verdict.severity = severityOf(label, sure);
}

/** A robot is at most medium, an attack at least medium, an anomaly in between but for a fault, which has what it means. */
function severityOf(label: Label, sure: f32): Severity {
  switch (label) {
    case Label.Bot:
      return robotSeverity(sure);
    case Label.Attack:
      return sure >= 0.99 ? Severity.Critical : sure >= 0.8 ? Severity.High : Severity.Medium;
    case Label.Anomaly:
      if (fault.severity != Severity.None) return fault.severity;
      return sure >= 0.98 ? Severity.High : sure >= 0.9 ? Severity.Medium : Severity.Low;
    default:
      return Severity.None;
  }
}
