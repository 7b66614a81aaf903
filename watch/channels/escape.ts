/** Text out of logs made harmless for each medium's markup. */

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For HTML text and quoted attributes; Telegram's and Matrix's HTML, too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character] as string);
}

/**
 * For Slack's mrkdwn: the three characters that start links, mentions (`<!channel>`) and entities
 * (https://docs.slack.dev/messaging/formatting-message-text#escaping). What formats (`*_~` and backticks) is given its
 * look-alike, since Slack has no escape for it.
 */
export function escapeSlack(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => HTML[character] as string)
    .replace(/[*_~`]/g, (character) => SLACK_LOOKALIKES[character] as string);
}

const SLACK_LOOKALIKES: Readonly<Record<string, string>> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ" };

/** Inside of Slack's or Discord's code blocks, where only a run of backticks has a meaning. */
export function escapeCode(text: string): string {
  return text.replaceAll("`", "ˋ");
}

/** For Discord's Markdown: each character that can format, mention or link is taken literally after a backslash. */
export function escapeDiscord(text: string): string {
  return text.replace(/[\\*_~`|>#[\]()<@:+-]/g, "\\$&");
}
