import type pg from "pg";
import type { Filter } from "../../host/filter.ts";
import { unreadByTag } from "../../store/unread.ts";
import { nearestFormat } from "../lib/nearest-format.ts";
import { isMuchUnread, unreadText } from "../lib/unread-lines.ts";
import { asFarAsSeen } from "./as-far-as-seen.ts";
import type { Findings } from "./finding.ts";

const HOURS = 24;
const MOST_TAGS = 10;
const MAX_EXAMPLE_CHARACTERS = 120;

/** How much was read of what came in during the last day, by tag. */
export async function checkUnreadTags(
  client: pg.Client,
  filter: Filter | undefined,
  findings: Findings,
): Promise<void> {
  const tags = await asFarAsSeen(unreadByTag(client, HOURS));
  if (!tags || tags.length === 0) return;
  const much = tags.filter(({ events: lines, unread }) => isMuchUnread({ lines, unread }));
  for (const { tag: name, events: lines, unread, example } of much.slice(0, MOST_TAGS)) {
    const nearest = filter && example !== null ? nearestFormat(filter, [example]) : undefined;
    const shown = example === null ? "" : `; the newest: ${example.slice(0, MAX_EXAMPLE_CHARACTERS)}`;
    findings.warning(
      "tags-unread",
      `of the last day, ${unreadText({ name: `tag ${name}`, lines, unread, nearest })}${shown}`,
      {
        breaks: "Attacks in such lines are judged by words alone.",
        remedy:
          "Such lines have no fields. Teach their form: smartlog formats guess FILE, with the log's file.",
      },
    );
  }
  const more = much.length - MOST_TAGS;
  if (more > 0)
    findings.warning("tags-unread", `${more} more tags have as many lines that are not read`, {
      breaks: "Attacks in such lines are judged by words alone.",
      remedy: "Look at the dashboard Pipeline.",
    });
  const sum = (of: "events" | "unread") => tags.reduce((total, each) => total + each[of], 0);
  const name = "of the last day, all tags";
  findings.ok("tags-unread", unreadText({ name, lines: sum("events"), unread: sum("unread") }));
}
