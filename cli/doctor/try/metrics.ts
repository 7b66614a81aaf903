const TIMEOUT_MS = 1_000;
const SAMPLE = /^(\w+)(?:\{([^}]*)\})? (\S+)$/;

interface Counter {
  metric: string;
  /** Value of the label `name`. */
  name: string;
  value: number;
}

/** Fluent Bit's own counters. */
export class Metrics {
  readonly #counters: Counter[];

  /** @param text Prometheus' text format */
  constructor(text: string) {
    this.#counters = text.split("\n").flatMap((line) => {
      const [, metric, labels = "", value] = SAMPLE.exec(line) ?? [];
      if (metric === undefined) return [];
      return [{ metric, name: /\bname="([^"]*)"/.exec(labels)?.[1] ?? "", value: Number(value) }];
    });
  }

  /** Those of the Fluent Bit at this port; undefined where none answers. */
  static async read(port: number): Promise<Metrics | undefined> {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v2/metrics/prometheus`, {
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return answer.ok ? new Metrics(await answer.text()) : undefined;
    } catch {
      return undefined;
    }
  }

  /** A counter of all plugins whose name begins so. */
  sum(metric: string, prefix = ""): number {
    return this.#counters
      .filter((each) => each.metric === metric && each.name.startsWith(prefix))
      .reduce((sum, { value }) => sum + value, 0);
  }

  /** A plugin's counter. */
  of(metric: string, name: string): number {
    return this.#counters.find((each) => each.metric === metric && each.name === name)?.value ?? 0;
  }

  /** A text that changes when a record gets anywhere. */
  fingerprint(): string {
    return this.#counters
      .filter(({ metric }) => /_(?:records|retries|errors)_total$/.test(metric))
      .map(({ value }) => value)
      .join(" ");
  }
}
