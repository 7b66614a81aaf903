/** Attacks by technique, and those that got an answer. */
import type { SmartlogEvent } from "../../host/event.ts";
import { type Distinct, type DistinctBudget, hashOf } from "./count/distinct.ts";
import { type Counted, TopCounter } from "./count/top.ts";
import { isAnswered, MAX_EXAMPLE_CHARACTERS, type ScoredLine, techniqueOf } from "./line.ts";

export interface Technique extends Counted {
  answered: number;
  sources: Distinct;
  hit: string;
  example: string;
  score: number;
}

/** What was asked for by an attack that was answered 2xx. */
export interface Answered extends Counted {
  technique: string;
  source: string;
  bytes: number;
  hit: string;
  example: string;
}

const TECHNIQUES = 100;
const ANSWERED = 1_000;

export class AttackFigures {
  count = 0;
  /** Requests that were answered 2xx. */
  answeredCount = 0;
  readonly techniques: TopCounter<Technique>;
  readonly answered = new TopCounter<Answered>(ANSWERED, () => ({
    technique: "",
    source: "",
    bytes: 0,
    hit: "",
    example: "",
  }));

  constructor(budget: DistinctBudget) {
    const make = () => ({ answered: 0, sources: budget.counter(), hit: "", example: "", score: -1 });
    this.techniques = new TopCounter<Technique>(TECHNIQUES, make, ({ sources }) => budget.forget(sources));
  }

  add({ event, text }: ScoredLine): void {
    if (event.label !== "attack") return;
    this.count++;
    const technique = this.techniques.add(techniqueOf(event));
    if (event.ip) technique.sources.add(hashOf(event.ip));
    if (event.score > technique.score) {
      technique.score = event.score;
      technique.hit = event.hit ?? "";
      technique.example = text(MAX_EXAMPLE_CHARACTERS);
    }
    if (event.kind !== "web" || !isAnswered(event)) return;
    this.answeredCount++;
    technique.answered++;
    this.#addAnswered(event, text);
  }

  #addAnswered(event: SmartlogEvent, text: ScoredLine["text"]): void {
    const entry = this.answered.add(`${event.method ?? ""} ${event.path ?? ""}`);
    entry.bytes += event.bytes ?? 0;
    if (entry.example !== "") return;
    entry.technique = techniqueOf(event);
    entry.source = event.ip ?? "";
    entry.hit = event.hit ?? "";
    entry.example = text(MAX_EXAMPLE_CHARACTERS);
  }
}
