import type { SmartlogEvent } from "../../host/event.ts";

/** A line as the filter scored it. */
export interface ScoredLine {
  event: SmartlogEvent;
  /** The line itself, or as much of it as is asked for; a copy, made only where it is kept. */
  text: (maxCharacters: number) => string;
}

/** Of a line that is kept as an example. */
export const MAX_EXAMPLE_CHARACTERS = 400;

/** A technique of attacks: the first reason that names one. */
export function techniqueOf({ why }: SmartlogEvent): string {
  return why?.find((reason) => /^(?:attack|probe|taught):/.test(reason)) ?? why?.[0] ?? "";
}

/** Whether the answer gave something: 2xx. */
export function isAnswered({ status = 0 }: SmartlogEvent): boolean {
  return status >= 200 && status < 300;
}
