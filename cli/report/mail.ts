/** Mails a report by the mail channels of watch.yaml. */
import { html } from "../../host/html.ts";
import { printable } from "../../host/printable.ts";
import type { Facts } from "../../report/store/collect.ts";
import { footOf, linesOf, textOf, titleOf } from "../../report/store/report.ts";
import { type Mail, sendMail } from "../../watch/channels/smtp.ts";
import type { WatchConfig } from "../../watch/config/config.ts";
import { CommandError, messageOf, UsageError } from "../lib/errors.ts";

const TIMEOUT_MS = 60_000;

/** The names of the mail channels that are meant: the one named, else all. */
export function mailChannels({ mail, channels }: WatchConfig, named: string | true): string[] {
  if (named === true) {
    if (mail.size > 0) return [...mail.keys()];
    throw new UsageError("watch.yaml has no channel of type smtp: --mail needs one (docs/watch.md)");
  }
  if (mail.has(named)) return [named];
  throw new UsageError(
    channels.has(named)
      ? `${named} is no channel of type smtp: only those take a report`
      : `there is no channel ${printable(named, 64)}; of type smtp there are: ${[...mail.keys()].join(", ") || "none"}`,
  );
}

/**
 * Sends the report to each of the channels.
 *
 * @throws CommandError where one did not take it; the others have it
 */
export async function mailReport(
  facts: Facts,
  config: WatchConfig,
  names: readonly string[],
  attachments: Mail["attachments"],
): Promise<void> {
  const failed: string[] = [];
  for (const name of names) {
    const settings = config.mail.get(name);
    if (!settings) continue;
    const problem = await sendMail(
      settings,
      mailOf(facts, name, attachments),
      AbortSignal.timeout(TIMEOUT_MS),
    ).catch(messageOf);
    if (problem) failed.push(`${name}: ${printable(problem)}`);
  }
  if (failed.length > 0) throw new CommandError(`the report was not mailed by ${failed.join("; ")}`);
}

function mailOf(facts: Facts, channel: string, attachments: Mail["attachments"] = []): Mail {
  const lines = linesOf(facts);
  const title = titleOf(facts, lines);
  const row = ({ topic, text, look }: (typeof lines)[number]) =>
    html`<tr><td>${look ? "!" : ""}</td><td><b>${topic}</b></td><td>${text}</td></tr>\n`;
  return {
    subject: title,
    text: textOf(facts),
    html: html`<!doctype html><html lang="en"><body><p><b>${title}</b></p>
<table>${lines.map(row)}</table>
<p>${footOf(facts)}</p></body></html>`.text,
    messageId: `<smartlog.report.${facts.generatedAt.getTime().toString(36)}.${channel}@${facts.host.replace(/[^\w.-]/g, "-") || "localhost"}>`,
    isUrgent: false,
    attachments,
  };
}
