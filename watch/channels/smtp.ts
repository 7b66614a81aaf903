/** Mail by SMTP (RFC 5321), sent by nodemailer. Message-ID is the message's own at each try, so that a server can drop a second one. */
import { createTransport } from "nodemailer";
import * as v from "valibot";
import type { Message } from "../message.ts";
import { type Part, partsOf, plainText } from "../parts.ts";
import { type Channel, type ChannelType, DeliveryError, deliveryKey } from "./channel.ts";
import { escapeHtml } from "./escape.ts";
import { text } from "./settings.ts";

const CONNECT_MS = 15_000;
const SOCKET_MS = 30_000;

const settings = v.strictObject({
  type: v.literal("smtp"),
  host: text,
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)), 587),
  /** starttls: required, refused where the server has none; tls: from the beginning (port 465); none: for a server on this machine. */
  tls: v.optional(v.picklist(["starttls", "tls", "none"], "has to be starttls, tls or none")),
  user: v.optional(text),
  password: v.optional(text),
  from: text,
  to: v.pipe(
    v.union([text, v.array(text)]),
    v.transform((to) => [to].flat()),
    v.minLength(1),
    v.maxLength(50),
  ),
});
export type SmtpSettings = v.InferOutput<typeof settings>;

export const smtp: ChannelType<SmtpSettings> = { settings, make };

/** A mail with everything but its addresses. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
  messageId: string;
  inReplyTo?: string;
  isUrgent: boolean;
  attachments?: { filename: string; content: Buffer; contentType: string }[];
}

function make(name: string, given: SmtpSettings, context: Parameters<typeof partsOf>[1]): Channel {
  return {
    type: "smtp",
    send(message, signal) {
      const parts = partsOf(message, context);
      const domain = domainOf(given.from);
      return sendMail(
        given,
        {
          subject: parts.subject,
          text: plainText(parts),
          html: htmlOf(parts.parts),
          messageId: `<${deliveryKey(message, name)}@${domain}>`,
          ...(message.answers === null
            ? {}
            : { inReplyTo: `<smartlog.${message.answers}.${name}@${domain}>` }),
          isUrgent: isUrgent(message),
        },
        signal,
      );
    },
  };
}

/**
 * Sends one mail to all recipients of a channel.
 *
 * @returns which recipients were refused, where others were not
 * @throws DeliveryError
 */
export async function sendMail(
  given: SmtpSettings,
  mail: Mail,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { tls = given.port === 465 ? "tls" : "starttls", user, password } = given;
  const transport = createTransport({
    host: given.host,
    port: given.port,
    secure: tls === "tls",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SOCKET_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { inReplyTo, isUrgent, ...content } = mail;
  try {
    const { rejected } = await transport.sendMail({
      ...content,
      from: given.from,
      to: given.to,
      ...(inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo }),
      ...(isUrgent ? { priority: "high" as const } : {}),
      // RFC 3834: no answering machine answers.
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      signal,
    });
    return rejected.length > 0 ? `refused for ${rejected.map(String).join(", ")}` : undefined;
  } catch (error) {
    throw failureOf(error as NodeJS.ErrnoException & { responseCode?: number; command?: string }, given.host);
  } finally {
    transport.close();
  }
}

/** 5xx after MAIL FROM (RFC 5321, 4.2.1) is a word on this message; all before it, and 4xx, on the server or its settings. */
function failureOf(
  { message, responseCode = 0, command = "" }: Error & { responseCode?: number; command?: string },
  host: string,
): DeliveryError {
  const isOfMessage = responseCode >= 500 && /^(MAIL FROM|RCPT TO|DATA)$/.test(command);
  return new DeliveryError(`${host}: ${message}`, { of: isOfMessage ? "message" : "channel" });
}

function isUrgent({ severity, kind, items }: Message): boolean {
  return (
    severity === "critical" &&
    kind !== "digest" &&
    items.some(({ change }) => change !== "closed" && change !== "over")
  );
}

function domainOf(from: string): string {
  return /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
}

function htmlOf(parts: readonly Part[]): string {
  return `<!doctype html><html lang="en"><body>${parts.map(partHtml).join("\n")}</body></html>`;
}

/** A part as a paragraph of HTML, all text escaped. */
export function partHtml(part: Part): string {
  if (part.kind === "text") return `<p>${escapeHtml(part.text)}</p>`;
  if (part.kind === "link") return `<p><a href="${escapeHtml(part.url)}">${escapeHtml(part.label)}</a></p>`;
  const hit = part.hit && `<mark><b>${escapeHtml(part.hit)}</b></mark>`;
  return `<p><code>${escapeHtml(part.before)}${hit}${escapeHtml(part.after)}</code></p>`;
}
