/** Ordinary values that look hostile: talk about code, commands in searches, odd punctuation. */
import { grammar, lines, words } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { HARD_SYNTAX } from "./hard-syntax.ts";
import { PEOPLE } from "./people.ts";
import { noun, PROSE } from "./prose.ts";
import { SURNAMES } from "./words-people.ts";
import { ADJECTIVES, VERBS } from "./words-prose.ts";

const RULES = grammar({
  ...LEXICON,
  ...HARD_SYNTAX,
  thing: (rng) => noun(rng),
  adj: ADJECTIVES,
  verb: VERBS,
  surname: SURNAMES,
  name: (rng) => PEOPLE.name(rng),
  word: (rng) => PEOPLE.word(rng),
  phrase: (rng) => PROSE.query(rng),
  sqlword: words`select union insert update delete drop alter create join where having order group table database index view cursor trigger null like between exists cast convert count sum concat substring sleep waitfor benchmark declare exec procedure truncate`,
  db: words`MySQL PostgreSQL Oracle SQLite MSSQL MariaDB Access Excel pandas BigQuery Spark Redshift Snowflake Hive`,
  cmd: words`cat ls grep find awk sed curl wget ping chmod chown tar ssh scp rsync bash sh python perl ruby node npm pip git docker kubectl systemctl crontab kill ps top nc telnet nslookup dig sudo apt yum brew powershell cmd ipconfig netstat`,
  jsword: words`alert prompt confirm eval onclick onload onerror document.cookie innerHTML setTimeout window.location console.log addEventListener fetch XMLHttpRequest localStorage JSON.parse`,
  tag: words`script img iframe svg div span input form table a body video style link meta`,
  file: words`/etc/hosts /etc/passwd .htaccess php.ini nginx.conf .bashrc web.config win.ini crontab .env package.json docker-compose.yml /var/log/syslog /etc/fstab`,

  sqltalk: lines`
    how to «sqlword» «a» «thing» in «db»
    «db» «sqlword» example
    «db» «sqlword» vs «sqlword»
    «sqlword» and «sqlword» in «db»
    difference between «sqlword» and «sqlword»
    difference between union and union all in «db»
    what does «sqlword» from «thing» mean?
    «sqlword» statement «db» tutorial
    select from where order by explained
    select the best «thing» from the list
    select «thing» and «thing» from the menu where price is less than «int»
    please select one or more «thing»s from the table
    select a plan, order by phone or drop us a line
    the European Union selected «int» «thing»s from «int» countries
    union select committee on «thing»
    drop table saw blade «adj»
    drop the table off at «surname»'s
    insert into slot «small», then update the firmware
    update your «thing» set up guide
    delete «thing» from account where is the button
    where 1 Samuel «small»:«small» says
    «thing» having «adj» «thing»
    «thing» order by date not working
    1 or 2 «thing»s
    2 and 2 = 4
    1=1 meaning
    x = x + 1
    if «letter» = «small» and «letter» = «small» then
    1 + 1 = 2 or 3?
    "«thing»" or "«thing»"
    '«thing»' and '«thing»'
    «thing» and '«thing»'='«thing»'?
    group by having count
    null or not null
    is null
    case when «thing» then «thing»
    sleep(8 hours) a night
    sleep and «thing»
    benchmark «thing» «int» vs «int»
    waitfor «thing» delay
    concat two «thing»s
    cast iron «thing»
    exec sp. «thing»
    char siu -- recipe
    declare «thing» at customs
    #1 «thing»
    «thing» #«small» -- «adj» edition
    «thing» -- «thing»
    «surname» -- «adj» «thing»
    «adj» «thing» /* «int» pcs */
    «thing»; «thing»; drop by «thing»
    SQL injection «course|prevention|meaning|tutorial for beginners|attack news|cheat sheet pdf»
    information_schema documentation
    sys tables «db» docs
    ORA-«int4»«digit»: «thing» name already used
    ERROR 1064 (42000): You have an error in your SQL syntax
    waiter, 1' table or 2' table
    Bobby Tables xkcd
    table «small» & union «small»`,
  a: ["a", "the", "«»", "my"],
  quotes: lines`
    O'«surname» --
    «surname»'s «thing» -- «adj»
    O'Reilly & «surname»'s "«adj» «thing»"
    the '«small»0s
    rock 'n' roll
    rock 'n' «thing» -- live '«digit»«digit»
    "«phrase»" -«thing»
    'til «thing» do us part
    y'all'd've
    it's 5 o'clock; let's go
    5'«digit»" tall
    «int»" x «int»" («adj»)
    6' x 4' «thing»
    «thing» '«digit»«digit»–'«digit»«digit»
    «surname»'); «surname»
    d'«word» l'«word» qu'«word»
    "it's «adj»," she said.
    ''«thing»'' (two single quotes)
    "«thing»","«thing»","«thing»"
    a'b"c
    don't select 'other'
    he said "or else" and left
    (O'«surname» & D'«surname», «int4»)
    'a' or 'b'?
    «name» aka "«word»"
    the "or" and the "and"
    ain't no «thing» -- O'«surname»`,
  htmltalk: lines`
    <3
    I <3 «thing»
    «thing» <3 «thing» </3
    «letter» < «letter» > «letter»
    «int» < x < «int»
    if a<b and c>d
    -> «thing» <-
    <- back
    >>> «thing»
    >:( «thing»
    >.<
    <(^_^)>
    d(^_^)b ¯\_(ツ)_/¯
    (╯°□°)╯︵ ┻━┻
    :-( ;-) :'( =D
    <«word»>
    <«name»>
    «name» <«word»@«word».com>
    <your name here>
    <b>«thing»</b>
    what is the «tag» tag in html
    <«tag»> tag in HTML
    html <«tag»> element not showing
    how to use <«tag»> and <«tag»>
    «jsword» javascript «example|tutorial|not working|mdn»
    how to «jsword» in react
    how does «jsword» work?
    «jsword»() vs «jsword»()
    XSS «prevention|attack meaning|course|tutorial»
    cross site scripting «explained|owasp|examples»
    javascript: the good parts
    JavaScript: The Definitive Guide, «small»th Edition
    java script for loop
    on click «verb» «thing»
    onload vs DOMContentLoaded
    onclick event «thing»
    data: «thing» and «thing»
    style=«adj»
    script for «thing» movie
    movie script «thing» pdf
    alert: «thing» is «adj»
    alert («thing»)
    src of «thing»
    «thing» image source
    iframe «adj» alternative
    svg icons «thing»
    C++ vector<int>
    std::map<std::string, int>
    List<String> «word» = new ArrayList<>();
    Array<«Rnd»>
    Promise<void>
    x => x * 2
    a <= b && b >= c
    «int»<«int»
    5 > 3 && 2 < 4
    &lt;«thing»&gt;
    &amp; «thing» &nbsp;
    function «word»(x) { return x + 1; }
    const «word» = («letter») => «letter» + 1`,
  shelltalk: lines`
    how to use «cmd» in linux
    «cmd» command «examples|not found|windows|man page|options»
    «cmd» | «cmd» linux
    «cmd» and «cmd»
    «cmd» vs «cmd»
    «cmd» -«letter» option
    «cmd» --help
    «cmd» food
    «cmd» «thing» > file
    what does «cmd» -«letter»«letter» do
    permission denied «cmd»
    where is «file»
    edit «file» «ubuntu|windows 11|mac»
    «file» explained
    what is «file» used for
    git commit -m "«phrase»"
    npm install --save-dev «word»
    npm run «word» && npm start
    pip install «word»==«small».«digit»
    docker run -it «word» bash
    cd «thing»; ls
    apt-get install «word»
    sudo apt update && sudo apt upgrade
    brew install «word»
    «Rnd»; «Rnd» & «Rnd»
    black & white | «thing»
    «thing» | «thing»
    «thing» && «thing»
    «thing» || «thing»
    $(«word») jquery selector
    $«int»; $«int» & up
    \`«word»\` backtick
    «thing»; cat «thing»; dog «thing»
    id card; sleep mask
    who am i
    who is «name»
    ping pong table
    ping «thing»
    curl «thing» «adj»
    kill bill vol. «small»
    more or less «thing»
    less is more
    head & shoulders; tail «thing»
    find «thing» near me
    echo «thing»
    nice cat «thing»
    net user growth «int»%
    net income | gross income
    dir. «name»
    type c «thing»
    set «thing» time
    powershell «tutorial|get-childitem|ise|in a month of lunches»
    cmd exe not opening
    bash script «thing»
    bin/bash vs bin/sh
    /bin/bash^M: bad interpreter
    100% «adj»; 50% off & free shipping
    wget vs curl
    python -m http.server
    chmod 755 meaning
    rm -rf explained
    reverse shell meaning
    command injection owasp
    if not «adj», return within «int» days
    if not exists «thing» then what?
    for «thing» in «thing»: what to «verb»
    for the «thing» and for the «thing»
    for i in range(«int»)
    for sale: «thing», «adj»
    echo chamber; «thing» echo
    echo the «thing»'s «adj» words
    cat «thing» and dog «thing»
    set «letter» = «small» & «letter» = «int»
    «cmd» «small».«digit».«digit» released
    «cmd» v«small».«int».«digit»
    «cmd» on «db» — «adj» guide
    install «cmd» on windows «small»
    «word» «cmd» -«letter» not working
    copy of «thing» (final)
    copy and paste «thing»
    move «thing» to «thing»
    type of «thing»
    start «thing» by «int»
    call «name» at «int4»
    the batch file for loop explained
    reg. no. «int4»; sc. «int4»
    at «small»:«int» sharp
    man of the «thing»; time of «thing»
    {«thing»,«thing»}
    sort by «thing» | join us
    more «thing» > less «thing»
    alias «name»
    export «thing» to «thing»
    declare «thing»; source: «thing»
    history of «thing»!
    %«thing»% off
    IF(«letter»>«int», "«thing»", "«thing»")
    see /usr/share/doc/«word»/README for the «thing»
    the file is under C:\Users\«word»\Documents
    logs are kept in /var/log/«word»
    docs/«word»/«word».md
    «word»/«word»/etc/«thing».pdf
    remote code execution news`,
  pathtalk: lines`
    ../«thing».html
    ../assets/«word».png
    ../../img/«word».jpg
    ./«thing»/«word».js
    ../«thing»/../«thing»
    /«thing»/../«thing»/
    ..
    ...
    «thing»/..
    «thing»...«thing»
    and so on.../etc.
    etc/…
    n/a / etc / «thing»
    C:\Program Files\«Rnd»
    C:\Users\«word»\Desktop\«thing».docx
    D:/«thing»/«word».«jpg|mp4»
    \\«word»\share\«thing»
    ~/«thing»
    ~/.bashrc
    /home/«word»/«thing»
    /usr/local/«word»
    file:///C:/Users/«word»/«thing».html
    file path too long windows
    php: «thing»
    //«word».com/«thing»
    relative path ../ meaning
    ftp://«word».org/pub/«word»
    localhost:«int4» refused to connect
    127.0.0.1 meaning
    ../«word»?v=«int»
    .env file «example|react|docker»
    .git folder «thing»
    «thing».php.bak
    index.php
    config.php
    about.html
    «thing»/«thing».php
    windows/system32 folder size`,
  templates: lines`
    Hello {name}
    {first_name} {last_name}
    Dear {{name}},
    {{«word»}}
    {{ user.name }}
    {{count}} items
    \${amount}
    \${«word»}
    total: \${price} + tax
    $«int» {«word»}
    %name%
    %s items
    100%
    50% off
    %d of %d
    «int»% & up
    #{«word»}
    #«word»
    [«word»]
    [[«thing»]]
    {0} of {1}
    {«digit»,number}
    {"«word»": «int»}
    {«thing»: «thing»}
    {% if «word» %}
    @{«word»}
    *|FNAME|*
    __«word»__
    :«word»
    {«small»+«small»}
    {{ «small» + «small» }} in vue
    jinja2 {{ }} vs {% %}
    handlebars {{#each}} «thing»
    angular {{ }} interpolation
    \${} in javascript template literals
    \${env.«Rnd»} jenkins
    \${project.version}
    #set «thing»
    @media (max-width: «int»px)
    {color: red}
    *{margin:0}
    {{Infobox «thing»}}`,
  punctuation: lines`
    «thing»!!!???
    «thing»...?!
    («thing»)
    [«thing»] («adj») {«int»}
    ***«thing»***
    ===«thing»===
    ---
    -- «thing» --
    /* «thing» */
    // «thing»
    # «thing»
    ;-)
    :-) :-( ;)
    ('_')
    =^..^=
    @«word» #«word» $«Rnd»
    a+b=c
    f(x) = x^2 + «small»x - «int»
    «letter»(«letter»)=«letter»*(«letter»-1)
    «int»*(«int»+«int»)/«small»
    («int» + «int») * «small» = ?
    √«int» ≈ «small».«digit»
    Σ(x-μ)²/n
    x != y
    a||b&&c
    !a
    ~«int»
    ^«word»$
    \d+
    \n vs \r\n
    \\
    a\b
    «thing»\n«thing»
    "«thing»\"«thing»"
    100% & more; "best" <price> 'ever' (2+1)
    (-_-;)
    (>_<)
    >>
    <<
    «thing» >> «thing»
    | «thing» |
    §«int» Abs. «small» BGB
    ¿«thing»? ¡«thing»!
    «word»+«word»@«word».com
    «word».o'«word»@«word».ie
    &c.
    AT&T; R&D; Q&A
    if(a&&b)
    «thing» (a.k.a. "«thing»"); see: «thing», #«int»
    +1 («int») «int»-«int4»
    *#06#
    *«int»#
    @«int»:«int»
    ‘«thing»’ “«thing»”
    «thing»"
    «thing»;
    «thing»--
    O''«surname»`,
  lookalike: lines`
    («letter»+«letter»)*«letter»
    («small»+«small»)+(«small»+«small»)
    («letter»-«int»)/(«letter»+«letter»)
    «word»[«letter»/«int»,«letter»]
    please calculate «letter»[«int»]/«letter»[«int»]
    $«letter»; $«letter» and $«letter»
    «letter»;$«small» «letter»;$«small» «letter»;$«small»
    {'«word»':['«word»','«word»']}
    {'«word»': '«word»', '«word»': «int»}
    [«Rnd»]: it is, («word») «thing» («word»)«word»
    [«Rnd»: «word»: {[
    the «thing»s («word»)
    «thing»s (really)
    I «verb» well!
    I «verb» and sleep well
    style=«letter»:«letter»;«letter»:«letter»;«letter»:«letter»
    «letter»:«letter»;«letter»:«int»;«letter»:«letter»
    «word»|«word»|«word»
    Dear «name»,--the «thing» is «adj»; «verb» it by post
    We would like to know about the «sqlword» of the «thing» database.
    I would ask for the «cmd» with id: («int»]
    url=http://www.«word».com/«word»?«word»=«small»&«word»=«int»
    http://«word».com:8080/«word»
    http://www.«word».org:«int4»/«thing»/
    server «word», localhost
    «word»_«thing»(«word»)
    «word»_to_«thing»(«word»)
    open«word»(«word»)
    <%=«word»%>
    <%= «thing» %>
    {{«word»_«word»}}
    <?xml version="1.0" encoding="UTF-8"?><«word»>«thing»</«word»>
    if it is not «adj», «verb» it
    if the «thing» is equal to «int» or greater
    if not «int» then «int» «thing»s
    if «letter» == «letter» then «verb»
    for each «thing» in the «thing» do this
    for «letter» in («int», «int», «int»)
    for %s in the «thing»
    «int» is not «int»
    either «int» or «int»
    «letter» = «letter» + «letter»
    «letter»=«int»
    «int» >= «int»
    «int» div «int»
    alias «name», «thing»
    local host of the «thing»
    http://localhost:«int4»/«word» not working
    «thing» version «small».«digit» --help
    systemctl status of «thing»?
    ansible and chef for «thing»
    «Rnd» Vault, «thing»
    terraform «word» module
    confirm(«thing»)
    function of «thing»
    while (true) love waits
    the «thing» (form)
    f o r m
    «thing» = {«int», «int»}
    «word»/«word».json
    .«word»
    zip: «int4»
    call of «thing» («int4»)
    «word»(«thing»)
    «Rnd»_«word» («int»)
    it's time to «verb» the «thing»; «verb» it now
    see you at «small»; mail me | call me
    I'll be home by «small»; «surname» said so
    'tis the season
    the who, the what and the where
    who; what; when
    «cmd» is a «thing», not a command
    the cat sat on the mat & the dog sleeps
    time heals; less is more; cut the «thing»
    more «thing», less «thing»
    which way is up?
    at last; so long
    «thing» and 1=«thing»
    «thing» or «thing»=«thing»
    1st or 2nd «thing»
    «int» and «int»
    «int» or «int»
    between «int» and «int» «thing»s
    «int» is between «int» and «int»
    not in («word», «word»)
    in (or near) «word»
    like '«thing»' but «adj»
    exists in «int» countries
    D'or «small»st parfum
    l'or et l'argent
    john+or@«word».es
    «word»+and@«word».com
    union was a great select
    DEAL: «int»% off; today only!
    expression of interest («thing»)
    ontology=yes
    once=1 only=2
    on«word» = «thing»
    class «Rnd» extends «Rnd» { }
    class=«thing»
    style guide: «thing»
    import duty on «thing»
    @import taxes
    url(«thing»)
    process.env docs
    document.pdf; cookies & privacy
    window.«thing» open
    java.lang is a package
    java.util.List
    com.«word».«Rnd»
    system: «thing»; version: «small».«digit»
    echo («thing» park)
    print "«thing»"
    eval: «adj»
    include the «thing» and require a «thing»
    assert yourself
    exec: «name», CEO
    «thing»(«int»)
    «thing»('«thing»')
    min(«letter»,«letter») max(«letter»,«letter»)
    count(«thing»s)
    sum(A1:A«int»)
    =SUM(A1:B«int»)
    =VLOOKUP(A«small»,B:C,2)
    if(A1>«int»,"yes","no")
    char(«int») excel
    len("«thing»")
    round(«int»/«int»)
    rand() excel
    left join vs right join
    #include <«word».h>
    int main() { return 0; }
    printf("%d", x)
    for (i = 0; i < n; i++)
    «letter»[«int»] = «int»;
    <a> & <b>
    «name» <«word»@«word».org>; «name» <«word»@«word».com>
    «surname»'s «thing» & «surname»'s «thing»
    «word»:«word»@«word»
    \\«word»
    %«Rnd»%
    100%«thing»
    «int»%«word»
    &«word»=«word»
    ?«word»=«word»
    /«word»?«word»=«word»&«word»=«word»
    {«word»:«word»,«word»:«word»}
    [«int»,«int»)
    («word»|«word»)
    «word»|«word»
    «word»;«word»;«word»
    «word»,'«word»',"«word»"
    «word»=«word»;«word»=«word»
    @«word»; @«word»
    !«word» && «word»
    *.«ext»
    C:/«word»/«word».«txt|doc|jpg»
    base64 of '«thing»'
    root@«word»
    user: admin, pass: ?
    select «word»-«word» v«small».«digit»
    «Rnd»::«Rnd»(«word»)
    «Rnd».«word»();
    \$«word» = «int»;
    \$«word»->«word»
    @«Rnd»(«word»="«word»")
    ~/«word»/«word»
    # «thing»: «thing»
    // «thing» «adj»
    <!-- «thing» -->
    /* «adj» «thing» */`,
  security: lines`
    is «word».com a phishing site?
    log4j vulnerability «explained|patch|check»
    jndi lookup tutorial
    what is ldap
    ldap://«word».local setup
    how does «ssrf|xxe|csrf|ssti|cors|jwt» work
    OWASP top 10 «int4»
    CVE-20«digit»«digit»-«int4»«digit»
    nmap «tutorial|cheat sheet»
    kali linux download
    burp suite «thing»
    wordpress wp-admin «not loading|redirect loop|forgot password»
    phpmyadmin «login|tutorial|export database»
    phpinfo() «not working|page»
    php system() function
    php eval is evil
    exec() in «php|python|node»
    base64_decode «online|php»
    unserialize() expects parameter 1 to be string
    preg_replace(): Unknown modifier
    $_GET vs $_POST
    $_SERVER['HTTP_HOST']
    require('fs') node
    import os python
    __init__ python
    __proto__ vs prototype
    java.lang.NullPointerException
    java.lang.Runtime exec example
    Class.forName("com.mysql.jdbc.Driver")
    <?php echo tutorial
    <?xml version="1.0"?> meaning
    <!DOCTYPE html>
    DTD entity xml
    (cn=«word») ldap filter syntax
    mongodb $gt «$lt|$in|$regex» operator
    $where mongodb
    {$set: {«word»: «int»}} mongo
    mongo find({«word»: «int»})
    //div[@class="«word»"]
    xpath contains(text(),'«thing»')
    css input[type="text"]
    a[href^="http"]
    0x«hex4»
    0xDEADBEEF
    \x41 in ascii
    %20 in url
    %2F decode
    &#39; html
    \u00e9
    utf-8 %C3%A9
    admin
    admin panel template
    root
    test
    root cause analysis
    password reset «thing»
    shell game
    c99 standard
    webshell meaning
    php str_replace «thing»
    array_map vs array_walk php
    strtotime() returns false php
    f(x)
    g(«letter») = f(«letter») + «small»
    «word»(«letter»)
    «word»(«word», «word»)
    «Rnd»(«int», «int»)
    log(«int»), sin(«letter»), max(«int», «int»)
    what is the date («thing»)?
    «thing» (file), «thing» (copy)
    memory_limit in php.ini «thing»
    upload_max_filesize «int»M wordpress
    gopher «thing» repellent
    https://«pubip»/«word»/
    https://«pubip»:8443/«word»/«word».html
    http://«pubip»/«word»/index.html?lang=en
    https://www.«word».com/«word»/«word»
    https://«word».org/«thing»?id=«int»
    «pubip»
    «small».«digit».«digit»
    «small».«digit».«int»-«word»
    v«small».«digit».«digit».«int»
    kubernetes.default.svc dns «thing»
    host.docker.internal on linux
    ::1 meaning ipv6`,
  pubip: (rng) =>
    `${rng.pick([8, 13, 18, 23, 34, 45, 52, 64, 81, 93, 104, 142, 151, 185, 199, 212])}.${rng.int(1, 254)}.${rng.int(0, 254)}.${rng.int(1, 254)}`,
});

/** The sorts of hard negatives; each is a rule of the grammar. */
const SORTS = [
  ["sqltalk", 8],
  ["quotes", 6],
  ["htmltalk", 7],
  ["shelltalk", 7],
  ["pathtalk", 5],
  ["templates", 5],
  ["punctuation", 6],
  ["security", 5],
  ["lookalike", 8],
  ["mixed", 4],
  ["lists", 7],
  ["dollars", 2],
  ["sets", 3],
  ["globs", 3],
  ["filters", 7],
  ["unfilled", 4],
  ["addresses", 7],
  ["techtalk", 8],
] as const;

/** A hard negative and its sort. */
export function hardValue(rng: Random): { value: string; sort: string } {
  const sort = rng.weighted(SORTS);
  if (sort !== "mixed") return { value: RULES(rng, sort), sort };
  // People write sentences around such things; a sentence before or after leaves them harmless.
  const inner = RULES(rng, rng.pick(["sqltalk", "quotes", "htmltalk", "shelltalk", "security", "lookalike"]));
  return {
    value: rng.chance(0.5) ? `${PROSE.message(rng)} ${inner}` : `${inner}: ${PROSE.query(rng)}`,
    sort,
  };
}
