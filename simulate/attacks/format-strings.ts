/** Format strings: conversions of C's printf that read or write the stack, and Python's that reach into objects. */
import { grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";

const RULES = grammar({
  ...LEXICON,
  start: [
    ["«before»«one*3-12»", 6],
    ["«before»«c=conversion»«$c»«$c»«$c»«more?»", 5],
    ["«before»«c=conversion»«gap»«$c»«gap»«$c»«gap»«$c»", 3],
    ["«before»%«small»$«n|s|x|p»%«small»$«n|s|x|p»", 2],
    ["«before»%«small»$«n|x|p»", 1],
    ["«before»%«int4»«c|x|d|u»%«small»$«hn|n|hhn»", 1],
    ["AAAA«.%08x|%x|.%p|-%p»«.%08x|%x|.%p|-%p»«.%08x|%x|.%p|-%p»", 1],
    ["«object»", 3],
  ],
  before: ["«»", "«»", "«»", "«rnd»", "«int»", "AAAA", "«bs»x41«bs»x41"],
  one: ["%n", "%s", "%x", "%p", "%d", "%08x", "%hn", "%.1024d", "%c", "%u", "%i", "%o", "%e", "%f", "%ld"],
  conversion: ["%n", "%s", "%x", "%p", "%08x", "%hn", "%d"],
  gap: [".", "-", " ", ":", ",", "_", "|"],
  more: ["«$c»«$c»«$c»«$c»«$c»", "«one*2-6»"],
  object: lines`
    {«digit».__class__}
    {«digit».__class__.__init__.__globals__}
    {«noun».__init__.__globals__[«noun»]}
    {«noun».__class__.__base__}
    {«rnd».__globals__[os]}
    {«digit»!r:>«int»}
    {self.__dict__}
    {«digit».__doc__}{«digit».__module__}`,
});

/** A format string. */
export const formatString = (rng: Random): string => RULES(rng);
