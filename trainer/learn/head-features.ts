/** Dense features that each head reads. */
import type { Schema } from "../../host/filter.ts";
import { DISTANCES, type Head, TEXT_HEADS } from "../model/model.ts";

/** For the anomaly head: the parts of the ensemble, and the event's own level and words of fault. */
const ANOMALY_FEATURES = [
  "level",
  "words_fault",
  "template_seen",
  "surprise",
  "surprise_excess",
  ...DISTANCES,
];

/**
 * Not for threat and bot: how new a template is (at first every one is), and the size and duration of an answer, which
 * are the site's and not the visitor's.
 */
const NOT_FOR_TEXT_HEADS = [
  "bytes",
  "duration",
  "template_seen",
  "surprise",
  "surprise_excess",
  ...DISTANCES,
];

/**
 * Not for threat: how busy a source is, how it goes about it, and how many share it. A page that polls, a monitor or an
 * office is as busy as a scanner; what a source fails at and looks for tells them apart.
 */
const NOT_FOR_THREAT = [
  "source_recent",
  "source_events",
  "source_page_share",
  "source_referer_share",
  "source_clients",
  "source_repeats",
];

/** Numbers of the dense features that a head reads. */
export function headFeatures(schema: Schema, head: Head): number[] {
  const isRead = (name: string) => {
    if (!TEXT_HEADS.includes(head)) return ANOMALY_FEATURES.includes(name);
    return !NOT_FOR_TEXT_HEADS.includes(name) && !(head === "threat" && NOT_FOR_THREAT.includes(name));
  };
  return schema.dense.flatMap((name, d) => (isRead(name) ? [d] : []));
}
