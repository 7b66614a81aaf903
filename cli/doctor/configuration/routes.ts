import { printable } from "../../lib/output.ts";
import type { Section, ShipperConfig } from "../config/shipper-config.ts";
import type { Findings } from "../finding.ts";
import { isScored, type Pipeline, type Route } from "../pipeline/pipeline.ts";
import { isStore, sinkOf } from "../pipeline/sinks.ts";
import { checkEvents } from "./events.ts";
import { checkUntaken } from "./untaken.ts";

/** Whether each input's records pass the filter once, keep their event, and arrive. */
export function checkRoutes(config: ShipperConfig, pipeline: Pipeline, findings: Findings): void {
  const { scorers, routes } = pipeline;
  for (const filter of scorers)
    if (!routes.some((route) => route.scorers.some((each) => each.filter === filter)))
      findings.error("filter-matches-nothing", `${filter.where}: its match fits no input's tag`, {
        breaks: "Nothing is scored.",
        remedy: "Set match: '*' on it, or the inputs' tags.",
        at: filter.at,
      });
  checkUntaken(config, pipeline, findings);
  if (scorers.length > 0) checkUnscored(routes, findings);
  checkTwice(routes, findings);
  checkCircles(routes, findings);
  checkEvents(routes, findings);
  checkUnknownTags(routes, findings);
}

function shown(routes: readonly Route[]): string {
  return [...new Set(routes.map(({ tag }) => printable(tag.shown)))].join(", ");
}

function checkUnscored(routes: readonly Route[], findings: Findings): void {
  const reaches = (route: Route, isWanted: (output: Section) => boolean) =>
    route.takers.some(({ output }) => isWanted(output));
  const unscored = routes.filter((route) => isScored(route) === "no");
  const stored = unscored.filter((route) => reaches(route, (output) => sinkOf(output) === "postgres"));
  const advice = {
    breaks: "The store takes only what is scored: these records are put aside there.",
    remedy: "Give the filter the same match as the output.",
  };
  if (stored.length > 0)
    findings.error(
      "input-unscored",
      `${shown(stored)} goes to Postgres without passing the filter, and is put aside there`,
      { ...advice, at: stored[0]?.input.at },
    );
  else if (routes.some((route) => reaches(route, isStore)))
    findings.ok("input-unscored", "all that goes to Postgres passes the filter");
  const elsewhere = unscored.filter(
    (route) => !stored.includes(route) && reaches(route, (output) => sinkOf(output) === "other"),
  );
  if (elsewhere.length > 0)
    findings.note("input-unscored", `${shown(elsewhere)} goes to its output without passing the filter`, {
      breaks: "Its records have no event there.",
      remedy: "If they should have one, let the filter match their tag.",
      at: elsewhere[0]?.input.at,
    });
}

function checkTwice(routes: readonly Route[], findings: Findings): void {
  const told = new Set<Section>();
  for (const { scorers, emitter, input, takers } of routes) {
    const [first, second] = scorers;
    if (first && takers.some(({ output }) => sinkOf(output) === "serve") && !told.has(first.filter)) {
      told.add(first.filter);
      findings.note("scored-twice", "smartlog serve scores what it is given, once more", {
        breaks: "The shipper's event stays in the record as _smartlog, and its work is for nothing.",
        remedy: "Leave the filter out for that output, or write to Postgres.",
        at: first.filter.at,
      });
    }
    if (!first || !second || told.has(input)) continue;
    told.add(input);
    const isCertain = first.answer === "yes" && second.answer === "yes";
    const again = first.filter === second.filter && emitter;
    findings.add(
      isCertain ? "error" : "note",
      "scored-twice",
      again
        ? `${input.where}: ${emitter.where} behind the filter sends records through all filters anew: ${isCertain ? "they are" : "some may be"} scored twice`
        : `${input.where}: two wasm filters take ${isCertain ? "" : "some of "}its records: they are scored twice`,
      {
        breaks: "Each record takes twice the time, and carries its first event along as _smartlog.",
        remedy: again
          ? `Put the wasm filter behind ${emitter.plugin}, with a match for the new tags only.`
          : "Leave one of them.",
        at: (again ? emitter : second.filter).at,
      },
    );
  }
}

function checkCircles(routes: readonly Route[], findings: Findings): void {
  const circle =
    routes.find((route) => route.circle?.answer === "yes") ?? routes.find((route) => route.circle);
  if (!circle?.circle) return;
  const { by, answer } = circle.circle;
  findings.add(
    answer === "yes" ? "error" : "note",
    "tag-circle",
    `${by.where}: ${answer === "yes" ? "" : "perhaps "}it gets records again that it gave their tag, by another rewrite_tag`,
    {
      breaks: "They go round for ever, are scored each time, and fill the memory.",
      remedy: "Give each rewrite_tag a match that leaves the others' new tags out.",
      at: by.at,
    },
  );
}

function checkUnknownTags(routes: readonly Route[], findings: Findings): void {
  const uncertain = routes.filter(
    ({ tag, isUncertain, takers }) =>
      tag.kind === "unknown" && (isUncertain || takers.some(({ answer }) => answer === "maybe")),
  );
  if (uncertain.length > 0)
    findings.note("tag-unknown", `the tags of ${shown(uncertain)} come with the records`, {
      breaks: "Whether all of them pass the filter and reach an output is not known before it runs.",
      remedy: "Set match: '*' on the wasm filter, or a tag on the input.",
      at: uncertain[0]?.input.at,
    });
}
