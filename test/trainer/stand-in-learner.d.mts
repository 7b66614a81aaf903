import type { TrainOptions, TrainResult } from "../../trainer/train/types.ts";

export function standInLearner(
  id: string,
  publish?: boolean,
): (options: TrainOptions) => Promise<TrainResult>;
