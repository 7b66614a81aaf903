/** Lines in all formats that the filter reads, drawn from the formats' own examples. */
import type { Example, Format } from "../../formats/lib/format.ts";
import { builtInFormats } from "../../formats/lib/load.ts";
import { KINDS, type Kind } from "../../host/event.ts";
import { publicV4 } from "../lib/address.ts";
import type { Random } from "../lib/random.ts";
import type { Session, World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";

/** An example that is a line, and the log type of its event. */
interface Drawn {
  line: string;
  kind: Kind;
  /** The client's address, where it stands in the line once. */
  ip: string | undefined;
}

const DOTTED_QUAD = /^\d+\.\d+\.\d+\.\d+$/;
const GAP_SECONDS = 2;

function drawn({ line, event }: Example): Drawn[] {
  const kind = KINDS.find((each) => each === event.kind);
  if (line === undefined || kind === undefined) return [];
  const { ip } = event;
  const isOnce = typeof ip === "string" && DOTTED_QUAD.test(ip) && line.split(ip).length === 2;
  return [{ line, kind, ip: isOnce ? ip : undefined }];
}

function* visit(rng: Random, { name }: Format, { line, kind, ip }: Drawn, time: number): Session {
  const actor = ip === undefined ? name : publicV4(rng);
  const made: SimulatedLine = {
    line: ip === undefined ? line : line.replace(ip, actor),
    time,
    kind,
    label: "normal",
    bot: 0,
    threat: 0,
    anomaly: 0,
    type: name,
    actor,
  };
  yield made;
}

/**
 * A program that writes one of the formats: its examples, each with another client. Times in the lines are the examples'.
 * What a line tells is not judged: all count as normal.
 */
export function formatProgram(rng: Random, sessions?: number): World {
  const formats = builtInFormats()
    .map((format) => ({ format, examples: format.examples.flatMap(drawn) }))
    .filter(({ examples }) => examples.length > 0);
  const { format, examples } = rng.pick(formats);
  return {
    gap: () => GAP_SECONDS,
    session: (start) => visit(rng.fork("visit"), format, rng.pick(examples), start),
    ...(sessions === undefined ? {} : { sessions }),
  };
}
