/** Labels of an event for each head; an absent one is unknown, and teaches that head nothing. */
import type { Label } from "../../host/event.ts";
import type { Head } from "../model/model.ts";

export type Labels = Partial<Record<Head, 0 | 1>>;

/** Where labels are from, the most reliable first. */
export const LABEL_SOURCES = ["feedback", "rule", "consensus", "corpus", "none"] as const;
export type LabelSource = (typeof LABEL_SOURCES)[number];

/** Labels for the heads from the label that an annotator chose: an attack may come from a robot or a person. */
export function labelsOf(label: Label): Labels {
  switch (label) {
    case "normal":
      return { threat: 0, bot: 0, anomaly: 0 };
    case "bot":
      return { threat: 0, bot: 1 };
    case "attack":
      return { threat: 1 };
    case "anomaly":
      return { threat: 0, anomaly: 1 };
  }
}
