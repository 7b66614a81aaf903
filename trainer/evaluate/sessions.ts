/**
 * Whether sessions are found by the order of their lines. Rows name their session and whether that is an anomaly; those of the
 * part `train` come first, are ordinary, and are not judged.
 *
 * - Line by line: a session is found where any of its lines is called.
 * - At the end: where the set of its steps is none that a session of the part `train` ended with, as `smartlog sessions` judges
 *   those in the store.
 */
import type { SmartlogEvent } from "../../host/event.ts";
import { SessionSet } from "../model/session-set.ts";
import { type Metrics, measure } from "./metrics.ts";

/** What a row says of its session. */
export interface SessionRow {
  /** Any name that its lines have in common. */
  session: string;
  isAnomaly: boolean;
  /** Of the part that is learnt from. */
  isTrain: boolean;
}

export interface SessionsFound {
  lineByLine: Metrics;
  /** Absent where no session is of the part `train`. */
  atEnd?: Metrics;
  /** Area under the ROC curve of the highest `anomaly` of a session's lines. */
  auc: number;
}

interface Session extends SessionRow {
  set: SessionSet;
  highest: number;
  isCalled: boolean;
}

export class SessionsToFind {
  readonly #sessions = new Map<string, Session>();

  /** Counts a line; in the order of the file. */
  add(row: SessionRow, event: SmartlogEvent): void {
    const key = `${row.isTrain} ${row.session}`;
    const session = this.#sessions.get(key) ?? { ...row, set: new SessionSet(), highest: 0, isCalled: false };
    this.#sessions.set(key, session);
    session.set.add(Number.parseInt(event.tpl, 16));
    session.highest = Math.max(session.highest, event.anomaly);
    session.isCalled ||= event.label === "anomaly" || event.label === "attack";
  }

  /** Undefined where there is no session to judge. */
  measure(): SessionsFound | undefined {
    const all = [...this.#sessions.values()];
    const judged = all.filter(({ isTrain }) => !isTrain);
    if (judged.length === 0) return undefined;
    const ends = new Set(all.filter(({ isTrain }) => isTrain).map(({ set }) => set.set));
    const by = (score: (session: Session) => number) =>
      measure(judged.map((session) => ({ label: session.isAnomaly ? 1 : 0, score: score(session) })));
    return {
      lineByLine: by(({ isCalled }) => Number(isCalled)),
      ...(ends.size > 0 ? { atEnd: by(({ set }) => Number(!ends.has(set.set))) } : {}),
      auc: by(({ highest }) => highest).auc,
    };
  }
}
