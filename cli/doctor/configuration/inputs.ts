import { isOn } from "../config/settings.ts";
import type { Section } from "../config/shipper-config.ts";
import type { Findings } from "../finding.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { isStore } from "../pipeline/sinks.ts";

const DOUBLED = "Its events are counted twice after each restart that repeats lines.";

/** What an input needs so that nothing of it is lost, or stored twice. */
export function checkInputs({ inputs, routes, scorers }: Pipeline, findings: Findings): void {
  for (const input of inputs) {
    const isStored = routes.some(
      (route) => route.input === input && route.takers.some(({ output }) => isStore(output)),
    );
    if (input.plugin === "tail") checkTail(input, isStored, findings);
    else if (isStored)
      findings.note(
        "doubled-on-redelivery",
        `${input.where}: its records have no file and offset, so one that is delivered twice is stored twice`,
        {
          breaks: DOUBLED,
          remedy: "Where it matters, let the program write a file, and tail that.",
          at: input.at,
        },
      );
    const isScored = routes.some((route) => route.input === input && route.scorers.length > 0);
    if (input.plugin === "forward" && (isScored || scorers.length === 0)) checkThread(input, findings);
  }
}

function checkThread({ where, at, settings }: Section, findings: Findings): void {
  findings.check(
    "forward-unthreaded",
    // Several workers are threads, too.
    isOn(settings.get("threaded")) || Number(settings.get("workers") ?? 1) > 1,
    `${where}: it has a thread of its own`,
    `${where}: no threaded: in forward's own coroutine the filter has too little stack`,
    { breaks: "Every record is dropped.", remedy: "Set threaded: on on the input.", at },
  );
}

function checkTail({ where, at, settings }: Section, isStored: boolean, findings: Findings): void {
  const need = (code: string, name: string, without: string, breaks: string, remedy: string) => {
    const value = settings.get(name);
    const level = isStored ? "error" : "warning";
    if (value) findings.ok(code, `${where}: ${name} is ${value}`, at);
    else findings.add(level, code, `${where}: no ${name}: ${without}`, { breaks, remedy, at });
  };
  need(
    "tail-no-db",
    "db",
    "a restart loses what was written meanwhile",
    "Lines of each restart are never seen.",
    "Set db to a file that Fluent Bit may write to.",
  );
  if (isStored) {
    const doubled = "a line that is delivered twice is stored twice";
    need("tail-no-path-key", "path_key", doubled, DOUBLED, "Set path_key: file");
    need("tail-no-offset-key", "offset_key", doubled, DOUBLED, "Set offset_key: offset");
  }
  const isOnDisk = settings.get("storage.type")?.toLowerCase() === "filesystem";
  if (isOnDisk) findings.ok("tail-memory-only", `${where}: what is not delivered yet is on disk`, at);
  else
    findings.add(
      isStored ? "error" : "warning",
      "tail-memory-only",
      `${where}: what is not delivered yet is in memory only; a kill or a crash loses it`,
      {
        breaks: "Lines that were read and not delivered are gone.",
        remedy: "Set storage.type: filesystem, and storage.path under service.",
        at,
      },
    );
  if (!isOn(settings.get("skip_long_lines")) && !isOn(settings.get("truncate_long_lines")))
    findings.warning(
      "tail-long-lines",
      `${where}: a line longer than buffer_max_size (${settings.get("buffer_max_size") ?? "32K"}) ends the following of its file`,
      {
        breaks: "One long request, and the rest of the file is never seen.",
        remedy:
          "Set truncate_long_lines: true (or, before 4.2, skip_long_lines: on) and a buffer_max_size of some MB.",
        at,
      },
    );
}
