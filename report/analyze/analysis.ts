/** Everything that is counted of a log, in bounded memory whatever is in it. */
import type { Kind, Label } from "../../host/event.ts";
import { AttackFigures } from "./attacks.ts";
import { Calendar } from "./count/calendar.ts";
import { DistinctBudget } from "./count/distinct.ts";
import type { ScoredLine } from "./line.ts";
import { LoginFigures, loginLineOf } from "./logins.ts";
import { MessageFigures } from "./messages.ts";
import { NetworkFigures } from "./network.ts";
import { SourceFigures } from "./sources.ts";
import { WebFigures } from "./web.ts";

export class Analysis {
  lines = 0;
  /** Lines that could not be scored, with why the first could not. */
  unscored = 0;
  unscoredReason = "";
  readonly byKind: Partial<Record<Kind, number>> = {};
  readonly byLabel: Partial<Record<Label, number>> = {};
  /** Seconds since the epoch; of no line yet, infinite. */
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  readonly #budget = new DistinctBudget();
  readonly calendar = new Calendar(this.#budget);
  readonly web = new WebFigures(this.#budget);
  readonly attacks = new AttackFigures(this.#budget);
  readonly sources = new SourceFigures();
  readonly logins = new LoginFigures(this.#budget);
  readonly messages = new MessageFigures();
  readonly network = new NetworkFigures();

  add(line: ScoredLine): void {
    const { event } = line;
    this.lines++;
    if (event.label === undefined) {
      this.unscored++;
      this.unscoredReason ||= event.error ?? "";
      return;
    }
    this.byKind[event.kind] = (this.byKind[event.kind] ?? 0) + 1;
    this.byLabel[event.label] = (this.byLabel[event.label] ?? 0) + 1;
    if (event.ts < this.first) this.first = event.ts;
    if (event.ts > this.last) this.last = event.ts;
    const place = this.calendar.at(event.ts);
    const { day, hour } = place;
    day.add(hour, "lines");
    if (event.label === "anomaly") day.add(hour, "anomalies");
    const login = event.outcome === "failure" ? loginLineOf(event) : undefined;
    if (login) day.add(hour, login === "answer" ? "failedLogins" : "besideLogins");
    // Of requests the web's figures count them.
    if (event.label === "attack" && event.kind !== "web") day.add(hour, "attacks");
    if (event.kind === "web") this.web.add(event, place);
    this.attacks.add(line);
    this.sources.add(line);
    this.logins.add(event);
    this.messages.add(line);
    this.network.add(event);
  }
}
