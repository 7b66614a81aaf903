/** The heads: what is scored. */
import { ascii } from "../text/ascii";
import { list } from "../text/list";

export const enum Head {
  Threat,
  Bot,
  Anomaly,
}

export const HEAD_COUNT: u32 = Head.Anomaly + 1;
export const HEAD_NAMES: usize = list(ascii("threat,bot,anomaly"));
