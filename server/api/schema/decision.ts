/** Decisions in the API, as CrowdSec's bouncers know them. */
import { array, count, example, type JsonSchema, object, oneOf, operation, orNull, text } from "./schema.ts";

const DECISIONS = array(
  object({
    id: count("The same for the same scope and value."),
    origin: { const: "smartlog" },
    type: { const: "ban" },
    scope: oneOf(["Ip", "Range"]),
    value: text("An address, or a network."),
    scenario: text("Class of the incident, as smartlog/scan."),
    duration: text("What is left of it, as 3h59m12s."),
  }),
);

const QUERY: Record<string, JsonSchema> = {
  scopes: example(text("Of these scopes, with commas between."), "ip,range"),
  origins: example(text("Of these origins; smartlog is the only one."), "smartlog"),
  scenarios_containing: example(text("Whose scenario holds one of these words."), "scan"),
  scenarios_not_containing: example(text("Whose scenario holds none of them."), "flood"),
};
const NOTE = "Of CrowdSec's local API, read only; off unless the server has a key for bouncers.";

export const DECISION_LIST = operation({
  id: "listDecisions",
  tag: "block list",
  summary: "What is to be blocked now",
  description: NOTE,
  query: {
    ip: example(text("That holds this address."), "203.0.113.7"),
    range: example(text("That holds this network."), "203.0.113.0/24"),
    contains: example(oneOf(["true", "false"], "false: that lies within it."), "true"),
    type: example(text("ban is the only one."), "ban"),
    value: example(text("Of exactly this address or network."), "203.0.113.7"),
    ...QUERY,
  },
  answers: {
    200: { description: "null where there is none.", content: { "application/json": orNull(DECISIONS) } },
  },
});

export const DECISION_STREAM = operation({
  id: "streamDecisions",
  tag: "block list",
  summary: "What has come to the list and gone since the bouncer last asked",
  description: NOTE,
  query: { startup: example(oneOf(["true", "false"], "true: all of it."), "true"), ...QUERY },
  answers: {
    200: {
      description: "The changes.",
      content: {
        "application/json": object({ new: orNull(DECISIONS), deleted: orNull(DECISIONS) }),
      },
    },
  },
});
