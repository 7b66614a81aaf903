/** One label for many of an entity's events: what that would change, then the button. */
import { LABELS } from "../../../host/event.ts";
import { MAX_NOTE_CHARACTERS } from "../../../store/annotations.ts";
import { type LabelPreview, MOST_LABELLED } from "../../../store/entities/alike.ts";
import { ENTITY_LISTS, entityPath } from "../../frame/entity-path.ts";
import type { ShownRange } from "../../frame/range.ts";
import { nameField, noteField } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import { count } from "../incidents/show.ts";
import { type Gathered, spanOf } from "./gather.ts";
import type { Subject } from "./subject.ts";

export function labelPart(
  subject: Subject,
  { looked, preview }: Gathered,
  range: ShownRange,
  key: string,
): Html {
  const { kind, name } = subject;
  const { parameter, isInPath } = ENTITY_LISTS[kind];
  const span = spanOf(looked, { from: range.from.getTime(), to: range.to.getTime() });
  const address = new URL(entityPath(subject), "http://local");
  const isNamed = isInPath && !address.search;
  return html`<h2 id="label">What is it really?</h2>
<form method="get" action="${address.pathname}#label" class="buttons" aria-label="A label for all">
  ${isNamed ? "" : html`<input type="hidden" name="${parameter}" value="${name}" />`}
  <input type="hidden" name="from" value="${range.texts.from}" /><input type="hidden" name="to" value="${range.texts.to}" />
  ${LABELS.map((label) => html`<button name="label" value="${label}" class="label ${label}">${label}…</button> `)}
</form>
<p class="faint">Says first what it would change. At most ${MOST_LABELLED} of its events get the label, of as many patterns as there are: more of one kind teach nothing.</p>
${
  preview === undefined
    ? ""
    : html`${wouldText(preview)}${
        preview.would && total(preview.would) > 0
          ? html`<form method="post" action="/entities/label" class="feedback">
  <input type="hidden" name="key" value="${key}" /><input type="hidden" name="kind" value="${kind}" /><input type="hidden" name="name" value="${name}" />
  <input type="hidden" name="label" value="${preview.label}" /><input type="hidden" name="from" value="${span.from}" /><input type="hidden" name="to" value="${span.to}" />
  ${nameField()}${noteField(MAX_NOTE_CHARACTERS)}
  <div class="buttons"><button class="label ${preview.label}">Label ${count(total(preview.would))} as ${preview.label}</button></div></form>`
          : ""
      }`
}`;
}

function wouldText({ label, would }: NonNullable<Gathered["preview"]>): Html {
  if (!would)
    return html`<p role="status">What it would change took too long to count: choose a shorter time.</p>`;
  const events = total(would);
  if (events === 0)
    return html`<p role="status">Nothing: all of its ${would.isBounded ? "newest " : ""}events are <strong class="label ${label}">${label}</strong> already, or somebody has answered for them.</p>`;
  const by = LABELS.filter((each) => would.by[each]).map(
    (each) => `${count(would.by[each] as number)} ${each}`,
  );
  return html`<p role="status">As <strong class="label ${label}">${label}</strong>: ${count(events)} events get the label, which are ${by.join(", ")} now; of ${count(would.templates)} ${would.templates === 1 ? "pattern" : "patterns"}, ${count(would.sources)} ${would.sources === 1 ? "source" : "sources"}.
${count(would.of)} ${would.isBounded ? "of its newest events" : "of its events"} have another label and no answer yet. The next training learns from it; an event's own page makes a correction act at once.</p>`;
}

function total({ by }: LabelPreview): number {
  return LABELS.reduce((sum, label) => sum + (by[label] ?? 0), 0);
}
