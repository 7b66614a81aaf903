/** Lines through the real filter, with what it says of formats. */
import type { Format } from "../../formats/lib/format.ts";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { writeRecord } from "../../host/record.ts";
import { withFormats } from "../../trainer/model/formats.ts";
import { readModule } from "./module.ts";

export interface Reading {
  event: SmartlogEvent;
  /** The format that read it; none where code did, or nothing. */
  format?: string;
  /** Of a line that no format read: the one whose pattern went furthest, and the text where it stopped. */
  nearest?: string;
  stopped?: string;
}

/** Reads lines with the formats of a module and, before these, some of the user's. */
export class Reader {
  readonly #filter: Filter;

  /** @param own formats in place of those that the user put into the module; by default these */
  constructor(modulePath = defaultModulePath(), own?: Format[]) {
    const module = readModule(modulePath);
    this.#filter = Filter.load(own ? withFormats(module, own) : module);
  }

  readLine(line: string | Buffer): Reading {
    return this.#read(writeRecord(typeof line === "string" ? Buffer.from(line) : line).bytes);
  }

  readRecord(record: Record<string, unknown>): Reading {
    return this.#read(Buffer.from(JSON.stringify(record)));
  }

  #read(record: Buffer): Reading {
    const { smartlog, format, nearest, stopped } = JSON.parse(this.#filter.explain(record));
    return { event: smartlog, format, nearest, stopped };
  }
}
