/** All kinds of channels, by the `type` that watch.yaml names. */
import type { ChannelType } from "./channel.ts";
import { command } from "./command.ts";
import { discord } from "./discord.ts";
import { gotify } from "./gotify.ts";
import { matrix } from "./matrix.ts";
import { ntfy } from "./ntfy.ts";
import { otlp } from "./otlp.ts";
import { pagerduty } from "./pagerduty.ts";
import { slack } from "./slack.ts";
import { smtp } from "./smtp.ts";
import { telegram } from "./telegram.ts";
import { webhook } from "./webhook.ts";

// biome-ignore lint/suspicious/noExplicitAny: each kind checks its own settings before it is made of them
export const CHANNEL_TYPES: Readonly<Record<string, ChannelType<any>>> = {
  smtp,
  slack,
  discord,
  telegram,
  ntfy,
  gotify,
  matrix,
  pagerduty,
  webhook,
  otlp,
  command,
};
