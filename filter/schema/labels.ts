/** What an event is taken for, and how severe that is; the host's LABELS and SEVERITIES are the same. */
import { ascii } from "../text/ascii";
import { list } from "../text/list";

export const enum Label {
  Normal,
  Bot,
  Attack,
  Anomaly,
}

export const enum Severity {
  None,
  Low,
  Medium,
  High,
  Critical,
}

export const LABEL_NAMES: usize = list(ascii("normal,bot,attack,anomaly"));
export const SEVERITY_NAMES: usize = list(ascii("none,low,medium,high,critical"));
