/** What a channel is: a way to people that takes messages. */
import type { GenericSchema } from "valibot";
import { SmartLogError } from "../../host/error.ts";
import { keyOf, type Message } from "../message.ts";
import type { PartsContext } from "../parts.ts";

/** Of a try that did not go well. */
export interface Failure {
  /** channel: it takes nothing now (it is down, limits the rate, refuses the token). message: it refuses this one. */
  of: "channel" | "message";
  /** When it may be tried again, if the channel says so. */
  retryAfterSeconds?: number;
}

/** A message was not taken. Its text is shown to people: no secrets of the configuration in it. */
export class DeliveryError extends SmartLogError implements Failure {
  override name = "DeliveryError";
  readonly code = "NOT_DELIVERED";
  readonly of: Failure["of"];
  readonly retryAfterSeconds?: number;

  constructor(message: string, { of, retryAfterSeconds }: Failure = { of: "channel" }) {
    super(message.slice(0, MOST_ERROR_CHARACTERS));
    this.of = of;
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds;
  }
}

const MOST_ERROR_CHARACTERS = 400;

/** What a channel needs besides its settings. */
export type Context = PartsContext;

export interface Channel {
  readonly type: string;
  /**
   * Sends a message; resolves when the other side has taken it.
   *
   * @param signal aborts the try; it then counts as failed
   * @returns what went wrong all the same, if anything, such as one of several recipients that was refused
   * @throws DeliveryError
   */
  send(message: Message, signal: AbortSignal): Promise<string | undefined>;
}

/** A kind of channel: what watch.yaml says of one, and how one is made. */
export interface ChannelType<Settings> {
  settings: GenericSchema<unknown, Settings>;
  make(name: string, settings: Settings, context: Context): Channel;
}

/** The name by which a receiver can tell that it has a message already: one of each message and channel. */
export function deliveryKey(message: Message, channel: string): string {
  return `smartlog.${keyOf(message.id, message.madeAt)}.${channel}`;
}
