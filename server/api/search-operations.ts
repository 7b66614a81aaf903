/** What searches are in the API's document: what they take and answer. */
import { LABELS } from "../../host/event.ts";
import { SHOWN_NAMES, type ShownName } from "../../store/search/columns.ts";
import { FACETS as FACET_NAMES } from "../../store/search/counts.ts";
import { FIELDS as SEARCH_FIELDS } from "../../store/search/grammar/fields.ts";
import { schemasOf } from "./parameters.ts";
import { EVENT_ID } from "./schema/event.ts";
import {
  array,
  count,
  type JsonSchema,
  number,
  object,
  oneOf,
  operation,
  orNull,
  text,
  time,
} from "./schema/schema.ts";
import {
  COMPLETE_PARAMETERS,
  FACET_PARAMETERS,
  FIND_PARAMETERS,
  HISTOGRAM_PARAMETERS,
} from "./search-parameters.ts";

const SEARCHED = object({
  from: time("The beginning of what was searched."),
  to: time("Its end."),
  complete: {
    type: "boolean",
    description:
      "Whether that is all of the range: a search ends after some seconds, and says how far it came.",
  },
});

/** What `fields` names that is no field of the grammar, or is shown in another way. */
const SHOWN: Readonly<Partial<Record<ShownName, JsonSchema>>> = {
  id: EVENT_ID,
  time: time("The event's own time."),
  line: orNull(text("The line, its first 4,000 characters.")),
  record: { type: ["object", "null"], description: "The record as it came; null above 64 KiB." },
  pattern: orNull(text("The template's text.")),
  reason: orNull(array({ type: "string" })),
  muted: { type: "boolean", description: "Whether a mute hides it." },
};

function shown(name: ShownName): JsonSchema {
  const own = SHOWN[name];
  if (own) return own;
  const { type, words, about } = SEARCH_FIELDS[name as keyof typeof SEARCH_FIELDS];
  const said = about.charAt(0).toUpperCase() + about.slice(1);
  return orNull(type === "number" ? number(said) : words ? oneOf(words, said) : text(said));
}

const EVENT = object(Object.fromEntries(SHOWN_NAMES.map((name) => [name, shown(name)])), SHOWN_NAMES);

export const FIND = operation({
  id: "findEvents",
  tag: "events",
  summary: "Events that fit a query, a page at a time, or all as a stream",
  description:
    "In CSV a text that a spreadsheet would compute has an apostrophe in front. A stream that breaks off is not whole: its last chunk is missing.",
  query: schemasOf(FIND_PARAMETERS),
  answers: {
    200: {
      description: "A page; with `format`, an event a line.",
      content: {
        "application/json": object({
          events: array(EVENT),
          next: orNull(text("`cursor` of the next page; null at the end.")),
          searched: SEARCHED,
        }),
        "application/x-ndjson": EVENT,
        "text/csv": text("The names of the fields, then an event a line."),
      },
    },
  },
});

export const HISTOGRAM = operation({
  id: "countEvents",
  tag: "events",
  summary: "How many events fit a query, over time by label",
  query: schemasOf(HISTOGRAM_PARAMETERS),
  answers: {
    200: {
      description: "The counts.",
      content: {
        "application/json": object({
          step: count("Length of a bar, milliseconds."),
          bars: array(
            object({
              at: time("Its beginning."),
              events: {
                ...object(
                  Object.fromEntries(LABELS.map((label) => [label, count("Of this label.")])),
                  LABELS,
                ),
                description: "Bars without any event are left out.",
              },
            }),
          ),
          total: count("Events that were found in what was searched."),
          searched: SEARCHED,
        }),
      },
    },
  },
});

const FACET = object({
  values: {
    ...array(object({ value: text("As text."), events: count("That have it.") })),
    description: "The most frequent first.",
  },
  events: count("Events that have a value."),
  approximate: {
    type: "boolean",
    description: "There were too many values to count each: rare ones are counted too low.",
  },
});

export const FACETS = operation({
  id: "countValues",
  tag: "events",
  summary: "The most frequent values among the events that fit a query",
  query: schemasOf(FACET_PARAMETERS),
  answers: {
    200: {
      description: "Of each field.",
      content: {
        "application/json": object({
          facets: object(Object.fromEntries(FACET_NAMES.map((name) => [name, FACET]))),
          searched: SEARCHED,
        }),
      },
    },
  },
});

export const COMPLETE = operation({
  id: "completeQuery",
  tag: "events",
  summary: "What may stand at a place of a query: names of fields, and their values",
  query: schemasOf(COMPLETE_PARAMETERS),
  answers: {
    200: {
      description: "Up to 12 options.",
      content: {
        "application/json": object({
          from: count("The first character of `q` that an option takes the place of."),
          to: count("The one behind the last."),
          options: array(
            object({
              text: text("What is put in."),
              about: text("What it is."),
              events: orNull(count("How often it came lately; null where nobody has counted.")),
            }),
          ),
        }),
      },
    },
  },
});
