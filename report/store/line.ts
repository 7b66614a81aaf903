/** One of the ten lines of a report. */
import { printable } from "../../host/printable.ts";

export interface ReportLine {
  /** What it is about: a noun. */
  topic: string;
  /** One line of plain text; what is out of logs in it is printable. */
  text: string;
  /** Whether a person should look at it. */
  look: boolean;
}

/** Text out of a log, as a part of a line. */
export function quoted(text: string, most = 60): string {
  return printable(text.trim(), most);
}
