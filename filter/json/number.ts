/** JSON numbers (RFC 8259, section 6): finding their end, and whether a double and `numeric` can hold them. */
import { isDigit } from "../text/ascii";
import { CASE_BIT, Char } from "../text/char";

/** Below this power of ten every number fits a double, whose largest is 1.797...e308. */
const LARGEST_POWER: i32 = 307;
/** Most digits behind the point that `numeric` has (NUMERIC_DSCALE_MAX). */
const MAX_DECIMALS: i32 = 16383;
/** From here on an exponent is beyond anything, of zero too; keeps sums of positions and exponents in range. */
const EXPONENT_CAP: i32 = 100_000_000;

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
 * Whether the number in [at, end), which {@link scanNumber} has just read, may be one that a shipper or Postgres can't
 * take.
 *
 * Fluent Bit reads numbers as doubles. It loses a record whose number is infinite as one, and dies if the record
 * before was good; and it makes such numbers itself: it prints the largest double with 16 digits, which rounds up.
 * Postgres has `numeric` inside `jsonb`, with 131072 digits before the point, more than a double's power of ten, and
 * {@link MAX_DECIMALS} behind it; zeros count, and so does a negative exponent, of zero too (numeric.c).
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
  // Nothing but zeros is zero, whatever the power.
  return decimals - exponent > MAX_DECIMALS || (!isZero && power + exponent > LARGEST_POWER);
}
