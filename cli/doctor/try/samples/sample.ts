import type { CopySection } from "../copy/section.ts";
import type { SampleSource } from "../report.ts";

/** Where a run of Fluent Bit takes place. */
export interface Place {
  /** Its folder, in which it is started. */
  folder: string;
  /** A free port of the loopback address, for an input that listens. */
  port: number;
}

/** How a run gets a sample. */
export interface Delivery {
  /** What stands in the input's place. */
  inputs: CopySection[];
  /** What has to be done to its records first, so that they are as those of the real input. */
  first: CopySection[];
  /** Sends the sample, once Fluent Bit listens. */
  send?: () => Promise<void>;
  /** What goes to Fluent Bit's standard input. */
  stdin?: Buffer;
}

/** What an input is tried with. */
export interface Sample {
  source: SampleSource;
  /** Lines, or records. */
  count: number;
  notes: string[];
  deliver(place: Place): Delivery;
}

/** Why an input is not tried. */
export interface NoSample {
  notTried: string;
}

/** What a sample is made from. */
export interface Wish {
  /** The input, with the tag that it has here. */
  input: CopySection;
  /** Most lines of each file. */
  lines: number;
  /** A file that was given for it. */
  given: string | undefined;
  /** A tag for records of inputs whose clients choose it: one that SmartLog's filter takes. */
  clientTag: string;
}

/** Settings of every input, whatever brings its records. */
const COMMON = new Set(["tag", "alias", "routes", "log_level", "threaded"]);

/** An input in another's place: of that only what every input has. */
export function inPlaceOf(
  { settings, processors }: CopySection,
  plugin: string,
  own: Record<string, string>,
): CopySection {
  const common = settings.filter(([name]) => COMMON.has(name.toLowerCase()));
  return { plugin, settings: [...common, ...Object.entries(own)], processors };
}
