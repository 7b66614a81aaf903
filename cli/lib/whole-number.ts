import { InvalidArgumentError } from "commander";

/**
 * Reads an option's whole number.
 *
 * @param most without one any that is exact
 * @returns the parser, which throws InvalidArgumentError, for commander to say which option it was
 */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It has to be a whole number ${range}.`);
    return value;
  };
}

/** Of events, seconds, hours or days. */
export const positive = wholeNumber(1, 999_999);

export const MOST_PORT = 65_535;
