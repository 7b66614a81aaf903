import { Presets, SingleBar } from "cli-progress";
import type { TrainProgress } from "../../trainer/progress/stages.ts";

const REDRAW_MS = 100;

/** Where a training has got to, on standard error: a bar in a terminal, a line for each stage elsewhere. */
export class Progress {
  #stage = "";
  #bar: SingleBar | undefined;
  #drawnAt = 0;

  readonly onProgress: TrainProgress = (stage, done, total) => {
    if (stage !== this.#stage) this.#begin(stage, total);
    const now = Date.now();
    if (now - this.#drawnAt < REDRAW_MS && done !== total) return;
    this.#drawnAt = now;
    this.#bar?.setTotal(total);
    this.#bar?.update(done);
  };

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #begin(stage: string, total: number): void {
    this.stop();
    this.#stage = stage;
    if (!process.stderr.isTTY) {
      process.stderr.write(`${stage}\n`);
      return;
    }
    this.#bar = new SingleBar(
      {
        format: total > 0 ? " {bar} {percentage}%  {stage}  {eta_formatted} left" : " {value}  {stage}",
        stream: process.stderr,
        hideCursor: true,
        clearOnComplete: true,
        // Its own handler would end the process in the middle of a publication.
        gracefulExit: false,
      },
      Presets.shades_classic,
    );
    this.#bar.start(total, 0, { stage });
  }
}
