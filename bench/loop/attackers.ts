/** Attackers who want training to forget what they do: lines of theirs among a site's. */
import { attackPayload } from "../../simulate/attacks/index.ts";
import { attackRequest } from "../../simulate/attacks/request.ts";
import { publicAddress } from "../../simulate/lib/address.ts";
import { Random } from "../../simulate/lib/random.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import { combinedFormat } from "../../simulate/sites/formats.ts";

const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

export interface Attacker {
  /** What his lines' actor is called. */
  name: string;
  /** His one address; another for each request where absent. */
  ip?: string;
  /** Where his payloads go, `{payload}` for one; any request of an attack tool where absent. */
  target?: string;
  /** Family of his payloads; any where absent. */
  family?: string;
  /** Status of the answers. */
  status?: number;
  agent?: string;
}

export interface Period {
  seed: number;
  /** Seconds since the epoch. */
  start: number;
  end: number;
}

/** An attacker's lines, at even distances. */
export function* attackerLines(
  of: Attacker,
  count: number,
  { seed, start, end }: Period,
): Generator<SimulatedLine> {
  const rng = new Random(seed).fork(of.name);
  for (let i = 0; i < count; i++) {
    const time = start + ((i + rng.float()) / count) * (end - start);
    const made = of.target ? payloadAt(rng, of.target, of.family) : attackRequest(rng);
    const line = combinedFormat(rng, {
      time,
      ip: of.ip ?? publicAddress(rng, 0),
      user: "-",
      method: made.method,
      target: made.target,
      protocol: "HTTP/1.1",
      status: of.status ?? 200,
      bytes: rng.int(300, 9000),
      referer: "",
      agent: of.agent ?? BROWSER,
      ms: 10,
      bot: 1,
      threat: 1,
      type: made.family,
      actor: of.name,
    });
    yield {
      line,
      time,
      kind: "web",
      label: "attack",
      bot: 1,
      threat: 1,
      anomaly: 0,
      type: made.family,
      actor: of.name,
    };
  }
}

function payloadAt(rng: Random, target: string, name: string | undefined) {
  const { payload, family } = attackPayload(rng, name);
  return { method: "GET", target: target.replace("{payload}", encodeURIComponent(payload)), family };
}

/** Lines of several in order of time. */
export function inOrder(...parts: readonly Iterable<SimulatedLine>[]): SimulatedLine[] {
  return parts.flatMap((part) => [...part]).sort((a, b) => a.time - b.time);
}
