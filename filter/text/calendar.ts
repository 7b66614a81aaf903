/** The Gregorian calendar: dates to days since 1970-01-01 and back, names of months. */
import { CASE_BIT, Char, chars3 } from "./char";

export const DAY_MS: i64 = 86_400_000;

/** Days from 1970-01-01 to a date (https://howardhinnant.github.io/date_algorithms.html#days_from_civil). */
export function daysFromCivil(year: i32, month: i32, day: i32): i64 {
  const y = month <= 2 ? year - 1 : year;
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return <i64>era * 146097 + dayOfEra - 719468;
}

/** Year of a number of days since 1970-01-01 (civil_from_days, same page). */
export function yearOfDays(days: i64): i32 {
  const shifted = days + 719468;
  const era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  return <i32>(yearOfEra + era * 400) + (dayOfYear >= 306 ? 1 : 0);
}

/** Month 1..12 of a three-letter English name, or 0. */
export function monthAt(at: usize, end: usize): i32 {
  if (at + 3 > end) return 0;
  const name =
    <u32>load<u8>(at) |
    ((<u32>load<u8>(at, 1)) << 8) |
    ((<u32>load<u8>(at, 2)) << 16) |
    (CASE_BIT * 0x010101);
  switch (name) {
    case chars3(Char.j, Char.a, Char.n):
      return 1;
    case chars3(Char.f, Char.e, Char.b):
      return 2;
    case chars3(Char.m, Char.a, Char.r):
      return 3;
    case chars3(Char.a, Char.p, Char.r):
      return 4;
    case chars3(Char.m, Char.a, Char.y):
      return 5;
    case chars3(Char.j, Char.u, Char.n):
      return 6;
    case chars3(Char.j, Char.u, Char.l):
      return 7;
    case chars3(Char.a, Char.u, Char.g):
      return 8;
    case chars3(Char.s, Char.e, Char.p):
      return 9;
    case chars3(Char.o, Char.c, Char.t):
      return 10;
    case chars3(Char.n, Char.o, Char.v):
      return 11;
    case chars3(Char.d, Char.e, Char.c):
      return 12;
    default:
      return 0;
  }
}

/** Days past 28 of each month, two bits each, January lowest; February has one. */
const DAYS_PAST_28: u32 = 0b11_10_11_10_11_11_10_11_10_11_01_11;

/** Whether a month has such a day in any year. */
export function isDate(month: i32, day: i32): bool {
  return (
    month >= 1 && month <= 12 && day >= 1 && day <= <i32>(28 + ((DAYS_PAST_28 >> ((month - 1) << 1)) & 3))
  );
}

function isLeapYear(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/** Whether the calendar has such a day in the year. */
export function isDateOf(year: i32, month: i32, day: i32): bool {
  return isDate(month, day) && (month != 2 || day < 29 || isLeapYear(year));
}
