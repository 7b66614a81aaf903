/** Incidents in the API. */
import { SEVERITIES } from "../../../host/event.ts";
import { INCIDENT_SEVERITIES, INCIDENT_STATES } from "../../../store/incidents/find.ts";
import { array, count, number, object, oneOf, orNull, text, time } from "./schema.ts";

const texts = (description: string) => ({ ...array({ type: "string" }), description });
const severity = oneOf(SEVERITIES.filter((each) => each !== "none"));
const state = oneOf(INCIDENT_STATES);

const MEMBERS = {
  id: text("A number in decimal, up to 64 bits."),
  class: text("Name of the rule that found it."),
  key: text("The values of what the rule groups by."),
  title: text("What happened, in words. Holds text out of logs: escape it."),
  severity: oneOf(INCIDENT_SEVERITIES),
  state,
  parent: orNull(text("The incident that it is part of.")),
  owner: orNull(text("Whose it is.")),
  foundAt: time("When it was found, by the clock."),
  first: time("Its first event."),
  last: time("Its newest event."),
  reopened: count("How often it came again."),
  closedAt: orNull(time("When it was closed.")),
  closedBy: orNull(text("`quiet`, `ended`, or a person.")),
  acknowledgedAt: orNull(time("When somebody took it.")),
  acknowledgedBy: orNull(text("Who.")),
  mutedUntil: orNull(time("Until when it is muted.")),
  mutedBy: orNull(text("By whom.")),
  source: orNull(text("Address, where its rule groups by it.")),
  network: orNull(text("Network, likewise.")),
  agent: orNull(text("User agent, likewise.")),
  username: orNull(text("User, likewise.")),
  site: orNull(text("Site, likewise.")),
  service: orNull(text("Service, likewise.")),
  tpl: orNull(text("Template, likewise.")),
  reason: orNull(text("First reason of its events, likewise.")),
  events: count("Events that it is made of."),
  bytes: count("Bytes that they had."),
  succeeded: count("Events that got what they wanted."),
  grave: count("Events that are worse than others, as the rule says."),
  share: orNull(number("Of all requests, 0 to 1, at its worst.")),
  slower: orNull(number("Times the usual response time, at its worst.")),
  sourceCount: count("Sources that took part."),
  targetCount: count("What was aimed at."),
  targets: texts("Up to 20 of it."),
  userCount: count("Users."),
  users: texts("Up to 20 of them."),
  siteCount: count("Sites."),
  sites: texts("Up to 20 of them."),
};

export const INCIDENT_PAGE = object({
  incidents: array(object(MEMBERS)),
  next: orNull(text("`cursor` of the next page; null where this is the last.")),
});

export const INCIDENT_IN_FULL = object({
  ...MEMBERS,
  sources: array(
    object({
      ip: text("Address."),
      country: orNull(text("ISO 3166-1 alpha-2, or what the address is instead.")),
      crawler: orNull(text("The crawler that it claims to be.")),
      status: orNull(oneOf(["verified", "claimed", "impostor"])),
      events: count("Its events."),
      succeeded: count("Of these, what got what it wanted."),
      first: time("Its first event."),
      last: time("Its newest event."),
    }),
  ),
  samples: array(
    object({
      nth: count("Which of the incident's events it was."),
      event: text("Its id, 16 hex digits."),
      time: time("Its time."),
      line: text("Its line."),
      hit: orNull(text("What it is seen by.")),
      why: orNull(texts("Its reasons.")),
    }),
  ),
  history: array(
    object({
      id: text("A number in decimal."),
      at: time("When."),
      what: text("What became of it: opened, raised, closed, acknowledged, …"),
      severity,
      who: orNull(text("The person; null where it was SmartLog.")),
      note: text("What the person said."),
    }),
  ),
  parts: array(
    object({
      id: MEMBERS.id,
      class: MEMBERS.class,
      title: MEMBERS.title,
      severity,
      state,
      first: MEMBERS.first,
      last: MEMBERS.last,
      events: MEMBERS.events,
    }),
  ),
});
