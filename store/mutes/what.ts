/** What a mute may name: checked, and taken out of an event. */
import ipaddr from "ipaddr.js";
import type { Label } from "../../host/event.ts";
import { MUTABLE, type Mutable, type Muted, type MuteField } from "../../host/mute.ts";
import { StoreError } from "../error.ts";
import type { StoredEvent } from "../events/event.ts";
import { MOST_MUTE_DAYS } from "./mutes.ts";

/** Of these at least one is named; a site only beside. */
export const NAMED = ["template", "reason", "source"] as const satisfies readonly MuteField[];
export type Named = (typeof NAMED)[number];

/** What a mute hides by its label, for people. */
export const HIDES: Readonly<Record<Mutable, string>> = {
  anomaly: "anomalies",
  bot: "anomalies and bots",
  attack: "anomalies, bots and attacks",
};

/** What people give; what is left out, or empty, is not named. */
export type Given = Partial<Record<MuteField, string | null>> & { label?: Mutable | undefined };

/** Most bits that a network may leave open: a wider one is everybody. */
const LEAST_BITS = { ipv4: 8, ipv6: 7 };
const DAY_MS = 86_400_000;

/**
 * Checks what a mute is to name.
 *
 * @returns with the network as Postgres writes it; the label, where none is given, is the one that the reason tells of, else anomaly
 * @throws StoreError NOT_MUTED where it names too little, too much, or nothing that can be
 */
export function checkedMute(given: Given): Muted {
  const text = (name: MuteField) => given[name]?.trim() || null;
  const [template, reason, site] = [text("template"), text("reason"), text("site")];
  const source = text("source");
  if (template === null && reason === null && source === null)
    throw refused("a mute names a template, a reason or a source", "Name at least one of them.");
  if (template !== null && !/^[0-9a-f]{8}$/.test(template))
    throw refused(`${template} is no template`, "A template is the eight hex digits of an event's tpl.");
  if (reason !== null && !/^[a-z]+:[a-z0-9-]+$/.test(reason))
    throw refused(
      `${reason} is no reason`,
      "A reason is what stands first in an event's why, as template:new.",
    );
  if (site !== null && site.length > 255)
    throw refused("the site is too long", "A site has 255 characters at most.");
  const label = given.label ?? labelOfReason(reason);
  if (label === "attack" && reason === null && source === null)
    throw refused(
      "a template alone hides no attack: whoever knows it can write such lines",
      "Name a reason or a source besides, or hide anomalies and bots only.",
    );
  return { template, reason, source: source === null ? null : networkText(source), site, label };
}

/** What a mute made of an event names. */
export function namedBy(
  { template, why, ip, host, service, label }: StoredEvent,
  by: readonly MuteField[],
): Given {
  if (label === "normal")
    throw refused("an event that is normal raises no alarm", "There is nothing to be muted.");
  const values = { template, reason: why?.[0], source: ip, site: host ?? service } as Record<string, unknown>;
  const given: Given = { label: label as Mutable };
  for (const name of by) {
    const value = values[name];
    if (typeof value !== "string" || value === "")
      throw refused(`this event has no ${name}`, `It can be muted by: ${possible(values).join(", ")}.`);
    given[name] = value;
  }
  return given;
}

/** By what an event is muted unless somebody says otherwise: of an anomaly its form, of others what is done, and by whom. */
export function defaultNames(event: StoredEvent): Named[] {
  const names: Named[] = event.label === "anomaly" ? ["template"] : ["reason", "source"];
  const can = possibleOf(event);
  const both = names.filter((name) => can.includes(name));
  return both.length > 0 ? both : can.slice(0, 1);
}

/** What a mute names, in words; a site and a reason may be out of a line. */
export function mutedText({ template, reason, source, site, label }: Muted): string {
  const what = label === "attack" ? "all" : HIDES[label];
  const parts = [
    ...(template === null ? [] : [`of template ${template}`]),
    ...(reason === null ? [] : [`because of ${reason}`]),
    ...(source === null ? [] : [`from ${source}`]),
    ...(site === null ? [] : [`at ${site}`]),
  ];
  return `${what} ${parts.join(" ")}`;
}

/** By what an event can be muted. */
export function possibleOf({ template, why, ip }: StoredEvent): Named[] {
  return possible({ template, reason: why?.[0], source: ip });
}

function possible(values: Record<string, unknown>): Named[] {
  return NAMED.filter((name) => typeof values[name] === "string" && values[name] !== "");
}

/**
 * The end of a mute.
 *
 * @throws StoreError NOT_MUTED where it is over already, or too far off
 */
export function checkedEnd(until: Date, now = new Date()): Date {
  if (!(until > now)) throw refused("a mute ends in the future", "Give it a later end.");
  if (until.getTime() > now.getTime() + MOST_MUTE_DAYS * DAY_MS)
    throw refused(
      `a mute lasts ${MOST_MUTE_DAYS} days at most`,
      "Give it an earlier end; it can be renewed.",
    );
  return until;
}

function labelOfReason(reason: string | null): Mutable {
  const topic = reason?.split(":")[0] as Label | undefined;
  return MUTABLE.find((label) => label === topic) ?? "anomaly";
}

/** The network as CIDR, its free bits zero; IPv4 as such, however it is written. */
function networkText(text: string): string {
  try {
    const [address, given] = text.includes("/") ? ipaddr.parseCIDR(text) : [ipaddr.parse(text), undefined];
    const mapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
    if (!text.includes(":") && !ipaddr.IPv4.isValidFourPartDecimal(text.split("/")[0] as string))
      throw new Error("a part is missing");
    const plain = mapped ? (address as ipaddr.IPv6).toIPv4Address() : address;
    const kind = plain.kind();
    const bits = given === undefined ? (kind === "ipv4" ? 32 : 128) : mapped ? given - 96 : given;
    if (bits < LEAST_BITS[kind])
      throw refused(
        `${text} is too wide a network`,
        `At least ${LEAST_BITS[kind]} bits of it are to be given.`,
      );
    const network =
      kind === "ipv4"
        ? ipaddr.IPv4.networkAddressFromCIDR(`${plain}/${bits}`)
        : ipaddr.IPv6.networkAddressFromCIDR(`${plain}/${bits}`);
    return `${network}/${bits}`;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw refused(
      `${text} is no address and no network`,
      "Write it as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.",
    );
  }
}

function refused(message: string, nextStep: string): StoreError {
  return new StoreError("NOT_MUTED", message, nextStep);
}
