/** Events whose label the candidate changes, by template. */
import type { SmartlogEvent } from "../../host/event.ts";
import { lineOf } from "../../host/line.ts";

/** Groups that are told apart; further templates are put together. */
const MOST_GROUPS = 4000;
const OTHER_TEMPLATES = "(other)";
const EXAMPLES = 2;
const EXAMPLE_CHARACTERS = 300;

/** Events of one template whose label changes alike. */
export interface LabelChange {
  kind: string;
  template: string;
  from: string;
  to: string;
  events: number;
  examples: { line: string; before: string[]; after: string[]; scores: [before: number, after: number] }[];
}

export class LabelChanges {
  readonly #groups = new Map<string, LabelChange>();

  /**
   * Counts an event whose label changes.
   *
   * @returns whether the event is the first of its group
   */
  add(before: SmartlogEvent, after: SmartlogEvent, record: string): boolean {
    const template = this.#groups.size < MOST_GROUPS ? before.tpl : OTHER_TEMPLATES;
    const key = `${before.kind} ${template} ${before.label} ${after.label}`;
    let group = this.#groups.get(key);
    if (!group) {
      group = { kind: before.kind, template, from: before.label, to: after.label, events: 0, examples: [] };
      this.#groups.set(key, group);
    }
    group.events++;
    if (group.examples.length < EXAMPLES)
      group.examples.push({
        line: lineOf(record).slice(0, EXAMPLE_CHARACTERS),
        before: before.why,
        after: after.why,
        scores: [before.score, after.score],
      });
    return group.events === 1;
  }

  /** The largest group first. */
  sorted(): LabelChange[] {
    return [...this.#groups.values()].sort((a, b) => b.events - a.events);
  }
}
