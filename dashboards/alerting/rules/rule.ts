/**
 * Alert rules. Each query gives a row for each thing that is wrong right now, with `value` as how much, and no row
 * where nothing is: so a rule fires where there is a row, and a database without events is quiet.
 *
 * Columns of text become the alert's labels, and so its identity: they must stay the same while it lasts.
 */
export interface AlertRule {
  uid: string;
  title: string;
  /** Left out where each row has its own, in a column of that name. */
  severity?: "critical" | "high" | "medium";
  /** What `value` is, for the message, and with how many decimals it is written. */
  counts: { what: string; decimals?: number };
  /** One sentence; may use the labels, as Grafana's templates write them. */
  summary: string;
  /** What to do. */
  description: string;
  /** File and title of the panel that shows it: `overview / Kinds`. */
  panel: string;
  /** Variables of Explore that find its events, as a URL has them; may use the labels. */
  events?: string;
  /** How long it has to hold before it is told. */
  holds: string;
  sql: string;
}
