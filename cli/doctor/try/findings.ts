/** What a try proved, as findings. Codes are those of the checks that read the configuration. */
import { quoted } from "../../lib/called.ts";
import { count } from "../../lib/output.ts";
import { isMuchUnread } from "../../lib/unread-lines.ts";
import { type Finding, Findings } from "../finding.ts";
import { NONE } from "./line-key.ts";
import type { InputTry, OutputTry, TryReport } from "./report.ts";

const MOST_SAID = 2;

export function tryFindings({ inputs, failed }: TryReport): Finding[] {
  const findings = new Findings("trial");
  if (failed !== undefined)
    findings.warning("not-tried", `nothing was tried: ${failed}`, {
      breaks: "What the configuration does with a line stays unproved.",
      remedy: "Run it where Fluent Bit and the configuration are.",
    });
  for (const input of inputs) new Trial(findings, input).tell();
  return findings.list;
}

/** Of one input. */
class Trial {
  readonly #findings: Findings;
  readonly #input: InputTry;

  constructor(findings: Findings, input: InputTry) {
    this.#findings = findings;
    this.#input = input;
  }

  tell(): void {
    const { notTried, linesIn, recordsIn, scored, read, name } = this.#input;
    if (notTried !== undefined) {
      this.#note(
        "not-tried",
        notTried,
        "What becomes of its records is not proved.",
        "Give lines of it: --sample.",
      );
      return;
    }
    const before = this.#findings.list.length;
    this.#ends();
    this.#drops();
    this.#events();
    this.#line();
    for (const output of this.#input.outputs) this.#output(output);
    if (this.#findings.list.slice(before).some(({ level }) => level === "error")) return;
    const figures = `${count(linesIn)} lines became ${count(recordsIn)} records; ${count(scored)} were scored, ${count(read)} read`;
    this.#findings.ok("tried", `${name}: ${figures}`, this.#input.at);
  }

  /** What Fluent Bit itself did. */
  #ends(): void {
    const { ended, said, linesIn, recordsIn, joinsLines, notes } = this.#input;
    const why = said.slice(0, MOST_SAID).join("; ");
    if (ended !== undefined)
      this.#error(
        "shipper-ended",
        `Fluent Bit ended by itself (${ended})${because([why])}`,
        "Nothing of this input is shipped.",
        "Correct what it names.",
      );
    else if (recordsIn === 0)
      this.#error(
        "nothing-read",
        `the input made no record of the sample${because([...notes, why])}`,
        "Its lines are lost before any filter.",
        "Look at its format and parser.",
      );
    else if (recordsIn < linesIn && !joinsLines)
      this.#error(
        "lines-lost",
        `the input made ${count(recordsIn)} records of ${count(linesIn)} lines${because([why])}`,
        "The others are lost before any filter.",
        "Look at its parser, and at its limits for long lines.",
      );
  }

  #drops(): void {
    const { dropped, plugin, said } = this.#input;
    for (const { filter, isOurs, records } of dropped) {
      if (!isOurs) {
        this.#note(
          "records-dropped",
          `${filter} dropped ${count(records)} records`,
          "They reach no output.",
          "Leave it so if that is what the filter is for.",
        );
        continue;
      }
      const overflow = said.some((line) => /native stack overflow/.test(line));
      const isForward = overflow && plugin === "forward";
      this.#error(
        isForward ? "forward-unthreaded" : "scoring-drops",
        `SmartLog's filter, ${filter}, dropped ${count(records)} records${overflow ? " (native stack overflow)" : ""}`,
        "They are lost: no output gets them.",
        overflow ? "Set threaded: true on the input." : "Look at function_name, event_format and wasm_path.",
      );
    }
  }

  #events(): void {
    const { unscored, removed, renamed, scoredTwice, unrouted, clientTag, outputs } = this.#input;
    const feedsStore = outputs.some(({ store, records }) => store !== undefined && records > 0);
    if (unscored > 0)
      this.#add(
        feedsStore ? "error" : "note",
        "input-unscored",
        `${count(unscored)} records did not pass SmartLog's filter`,
        feedsStore ? "The store puts them aside." : "They have no verdict.",
        "Give the filter a match that takes their tags.",
      );
    const places = Object.entries(renamed).map(([key, records]) => `${count(records)} have it under ${key}`);
    const moved = Object.values(renamed).reduce((sum, records) => sum + records, 0);
    if (removed + moved > 0)
      this.#add(
        feedsStore ? "error" : "warning",
        "event-removed",
        `of ${count(removed + moved)} records a filter after SmartLog's took the event away${places.length > 0 ? ` (${places.join(", ")})` : ""}`,
        feedsStore ? "The store puts them aside." : "Readers of the key smartlog find nothing.",
        "Put SmartLog's filter last, or let those filters keep the key smartlog.",
      );
    if (scoredTwice > 0)
      this.#error(
        "scored-twice",
        `${count(scoredTwice)} records went through SmartLog's filter twice`,
        "Their sources count double, and the record has the first event under _smartlog.",
        "Put the filter behind what rewrites tags, with a match for the new tags only.",
      );
    if (unrouted > 0 && clientTag !== undefined)
      this.#note(
        "input-unstored",
        `no output takes records with the tag ${clientTag}, which the sample was sent with`,
        "Whether those of real clients reach an output is not proved.",
        "Compare the clients' tags with the match of the outputs.",
      );
    else if (unrouted > 0)
      this.#error(
        "input-unstored",
        `${count(unrouted)} records reach no output`,
        "They are thrown away.",
        "Give an output a match that takes their tags.",
      );
  }

  #line(): void {
    const { scored, read, lineKeys, guessedKeys } = this.#input;
    const guessed = Object.entries(guessedKeys).sort(([, a], [, b]) => b - a);
    const [[key, records] = ["", 0], ...others] = guessed;
    const more = others.length > 0 ? `, and in ${count(others.length)} other keys` : "";
    if (records > 0)
      this.#findings.warning(
        "line-key-guessed",
        `${this.#input.name}: of ${count(records)} records the longest string, ${key}, was taken for the line${more}: no known key has one`,
        {
          breaks:
            "A client that sends a longer string hides it, and no address or account is read out of it.",
          remedy: `Say that it is the line: smartlog configure --line-key ${quoted(key)}`,
          at: this.#input.at,
        },
      );
    const unread = scored - read;
    if (!isMuchUnread({ lines: scored, unread })) return;
    const without = lineKeys[NONE] ?? 0;
    if (without > 0)
      this.#error(
        "line-key-unread",
        `in ${count(without)} records no key has a line that the filter reads`,
        "Their events are of kind unknown, and attacks in them are hardly seen.",
        "Say where the line is: smartlog configure --line-key.",
      );
    else
      this.#findings.warning(
        "logs-unread",
        `${this.#input.name}: ${count(unread)} of ${count(scored)} lines were not read`,
        {
          breaks: "Their events have no fields.",
          remedy: "Teach their format: smartlog formats guess.",
          at: this.#input.at,
        },
      );
  }

  #output({ name, records, scored, offered, offeredScored = 0, store, at }: OutputTry): void {
    if (offered !== undefined && records < offered)
      this.#error(
        "output-loses",
        `${name} got ${count(records)} of the ${count(offered)} records with its tags`,
        "The rest is lost in its processors.",
        "Look at its processors; a wasm filter can't stand there.",
        at,
      );
    if (scored < Math.min(records, offeredScored))
      this.#add(
        store ? "error" : "warning",
        "event-removed",
        `${name} gets ${count(records)} records, ${count(scored)} of them with an event`,
        store ? "The store puts the others aside." : "Readers of the key smartlog find nothing.",
        "Let its processors keep the key smartlog.",
        at,
      );
    if (!store) return;
    const { kind, stored, duplicates, rejected, reasons, why } = store;
    if (kind === "not tried" || stored + duplicates + rejected === 0) {
      const level = kind === "not tried" ? "note" : "error";
      this.#add(
        level,
        "events-unstored",
        `${name}: no record was stored: ${why}`,
        "Whether events arrive is not proved.",
        "Look at its database.",
        at,
      );
    } else if (rejected > 0)
      this.#error(
        "events-refused",
        `${name}: the store refuses ${count(rejected)} of ${count(records)} records${reasons.length > 0 ? `: ${reasons.join("; ")}` : ""}`,
        "They are put aside, and no query sees them.",
        "Let only records through that SmartLog's filter scored.",
        at,
      );
    else {
      const place = kind === "database" ? "its database (rolled back)" : "a store made for this";
      this.#findings.ok("events-stored", `${name}: ${count(stored)} events arrive in ${place}`, at);
    }
  }

  #note(code: string, message: string, breaks: string, remedy: string): void {
    this.#add("note", code, message, breaks, remedy);
  }

  #error(code: string, message: string, breaks: string, remedy: string, at?: string): void {
    this.#add("error", code, message, breaks, remedy, at);
  }

  #add(
    level: Finding["level"],
    code: string,
    message: string,
    breaks: string,
    remedy: string,
    at = this.#input.at,
  ): void {
    this.#findings.add(level, code, `${this.#input.name}: ${message}`, { breaks, remedy, at });
  }
}

function because(reasons: readonly string[]): string {
  const given = reasons.filter((reason) => reason !== "");
  return given.length === 0 ? "" : `: ${given.join("; ")}`;
}
