/**
 * JSON numbers (RFC 8259, section 6): where one ends, and whether a double and Postgres's `numeric` can hold the
 * number.
 */
import { isDigit } from "../../text/ascii";
import { CASE_BIT, Char } from "../../text/char";

/** Below this power of ten every number fits a double, whose largest is 1.797...e308. */
const LARGEST_POWER: i32 = 307;
/** Digits behind the point of a `numeric`, at most (NUMERIC_DSCALE_MAX). */
const MAX_DECIMALS: i32 = 16383;
/** Exponents from here on are unfit, of zero too; the cap keeps sums of positions and exponents in range. */
const EXPONENT_CAP: i32 = 100_000_000;

/** Whether the number read last has an exponent. */
let hasExponent: bool = false;

function skipDigits(at: usize, end: usize): usize {
  while (at < end && isDigit(load<u8>(at))) at++;
  return at;
}

/** Address after the number at `at`, or 0 where JSON has no such number (`nan`, `01`, `1.`). */
export function scanNumber(at: usize, end: usize): usize {
  hasExponent = false;
  if (at < end && load<u8>(at) == Char.Minus) at++;
  if (at >= end || !isDigit(load<u8>(at))) return 0;
  if (load<u8>(at) == Char._0) at++;
  else at = skipDigits(at, end);
  if (at < end && load<u8>(at) == Char.Dot) {
    at++;
    if (at >= end || !isDigit(load<u8>(at))) return 0;
    at = skipDigits(at, end);
  }
  if (at < end && (load<u8>(at) | CASE_BIT) == Char.e) {
    hasExponent = true;
    at++;
    if (at < end && (load<u8>(at) == Char.Plus || load<u8>(at) == Char.Minus)) at++;
    if (at >= end || !isDigit(load<u8>(at))) return 0;
    at = skipDigits(at, end);
  }
  return at;
}

/**
 * Whether a shipper or Postgres may refuse the number in [at, end), which {@link scanNumber} has just read.
 *
 * Fluent Bit reads numbers as doubles. A record with a number that overflows is lost, and Fluent Bit crashes if the
 * record before was good. Fluent Bit also writes such numbers: the largest double with 16 digits, which rounds up.
 * Postgres has `numeric` inside `jsonb`: 131072 digits before the point, more than a double's power of ten, and {@link
 * MAX_DECIMALS} behind; zeros and a negative exponent count, of zero too (numeric.c).
 */
export function isUnfitNumber(at: usize, end: usize): bool {
  if (!hasExponent && end - at <= <usize>LARGEST_POWER) return false;
  if (load<u8>(at) == Char.Minus) at++;
  const whole = at;
  at = skipDigits(at, end);
  const point = at;
  // Power of ten of the first digit that is not zero.
  let power: i32 = <i32>(point - whole) - 1;
  let decimals: i32 = 0;
  let lead = whole;
  while (lead < point && load<u8>(lead) == Char._0) {
    lead++;
    power--;
  }
  if (at < end && load<u8>(at) == Char.Dot) {
    at++;
    const fraction = at;
    if (lead == point) {
      while (at < end && load<u8>(at) == Char._0) at++;
      power = -1 - <i32>(at - fraction);
      lead = at;
    }
    at = skipDigits(at, end);
    decimals = <i32>(at - fraction);
  }
  const isZero = lead >= end || !isDigit(load<u8>(lead)) || load<u8>(lead) == Char._0;
  let exponent = 0;
  if (at < end) {
    at++;
    const negative = load<u8>(at) == Char.Minus;
    if (negative || load<u8>(at) == Char.Plus) at++;
    for (; at < end && exponent < EXPONENT_CAP; at++) exponent = exponent * 10 + (load<u8>(at) - Char._0);
    if (exponent >= EXPONENT_CAP) return true;
    if (negative) exponent = -exponent;
  }
  // Zero fits with any power.
  return decimals - exponent > MAX_DECIMALS || (!isZero && power + exponent > LARGEST_POWER);
}
