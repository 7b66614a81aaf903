import type { ClientBase, Pool } from "pg";
import type { Label } from "../../host/event.ts";
import { removeAnnotation, saveAnnotation } from "../../store/annotations.ts";
import type { Question } from "../../store/review.ts";
import { messageOf } from "../lib/errors.ts";
import type { Keys } from "./keys.ts";
import { KEY_HELP, questionText } from "./show.ts";

const LABEL_OF: Readonly<Record<string, Label>> = { n: "normal", b: "bot", a: "attack", x: "anomaly" };

/** What was done about a question: a label, with its id in the store, or nothing. */
export interface Answer {
  question: Question;
  label: Label | "skipped";
  saying?: string;
}

interface Session {
  keys: Pick<Keys, "next">;
  who: string;
  write(text: string): void;
}

/**
 * Asks about one event after the other and saves each answer at once.
 *
 * @returns what was said, in order
 */
export async function review(
  db: Pool | ClientBase,
  questions: readonly Question[],
  { keys, who, write }: Session,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let isShown = false;
  while (answers.length < questions.length) {
    const question = questions[answers.length] as Question;
    if (!isShown)
      write(`\n[${answers.length + 1}/${questions.length}] ${questionText(question)}\n${KEY_HELP}`);
    isShown = true;
    const key = await keys.next();
    const label = Object.hasOwn(LABEL_OF, key) ? LABEL_OF[key] : undefined;
    if (key === "q") {
      write("quit\n");
      break;
    }
    if (key === "u") {
      const last = answers.pop();
      if (last?.saying) await removeAnnotation(db, last.saying);
      write(last ? "undone\n" : "nothing to undo\n");
      isShown = false;
    } else if (key === "s") {
      answers.push({ question, label: "skipped" });
      write("skipped\n");
      isShown = false;
    } else if (label) {
      try {
        answers.push({
          question,
          label,
          saying: await saveAnnotation(db, question.id, { label, annotator: who }, question.time.getTime()),
        });
        write(`${label}\n`);
      } catch (error) {
        if ((error as { code?: string }).code !== "NO_SUCH_EVENT") throw error;
        // Retention may have dropped it since.
        answers.push({ question, label: "skipped" });
        write(`${messageOf(error)}: skipped\n`);
      }
      isShown = false;
    }
  }
  return answers;
}

/** How often each label was said, and `skipped`. */
export function counted(answers: readonly Answer[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of answers) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
