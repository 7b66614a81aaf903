/** A word for a number, a letter for each digit: a template keeps words without one. */
export const madeUpWord = (i: number) =>
  `w${[...String(i)].map((digit) => "abcdefghij"[Number(digit)]).join("")}`;
