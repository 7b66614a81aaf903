/** A word for each number, without a digit: templates keep words, and mask what has one. */
export function word(n: number): string {
  return `w${[...String(n)].map((digit) => "abcdefghij"[Number(digit)]).join("")}`;
}
