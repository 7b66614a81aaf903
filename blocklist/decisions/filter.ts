/** Which decisions a bouncer asks for: the parameters of CrowdSec's local API; others are passed over, as there. */
import { BlocklistError } from "../error.ts";
import { holds, type Network, networkOf } from "../lib/network.ts";
import type { Decision } from "./decision.ts";

export type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/** @throws BlocklistError where an address or a network is none */
export function filterOf(parameters: Parameters): (decision: Decision) => boolean {
  const value = (name: string) => [parameters[name] ?? []].flat()[0];
  const words = (name: string) => value(name)?.toLowerCase().split(",");
  const [scopes, origins] = [words("scopes") ?? words("scope"), words("origins")];
  const [containing, without] = [words("scenarios_containing"), words("scenarios_not_containing")];
  const about = networkNamed(value("ip") ?? value("range"));
  const contains = !/^(?:0|f|false)$/i.test(value("contains") ?? "true");
  return ({ scope, origin, scenario, type, value: text }) =>
    (!scopes || scopes.includes(scope.toLowerCase())) &&
    (!origins || origins.includes(origin)) &&
    (!containing || containing.some((word) => scenario.includes(word))) &&
    !without?.some((word) => scenario.includes(word)) &&
    (value("type") ?? type) === type &&
    (value("value") ?? text) === text &&
    (!about || (contains ? holds(read(text), about) : holds(about, read(text))));
}

function networkNamed(text: string | undefined): Network | undefined {
  if (text === undefined) return undefined;
  const network = networkOf(text);
  if (!network) throw new BlocklistError(`"${text.slice(0, 60)}" is no address and no network`);
  return network;
}

function read(text: string): Network {
  return networkOf(text) as Network;
}
