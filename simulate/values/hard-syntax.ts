/**
 * Ordinary values whose marks are those of attacks: lists, filters, sets, patterns, parameters of a segment, addresses in
 * addresses, places left unfilled.
 */
import { lines, type Rules } from "../lib/grammar.ts";

export const HARD_SYNTAX: Rules = {
  column: [
    ..."name title date price status type email phone city country created_at updated_at author slug sku qty amount total size color brand category parent_id user_id first_name last_name".split(
      " ",
    ),
    "«word»",
  ],
  typeface: [
    "Roboto",
    "Open+Sans",
    "Lato",
    "Montserrat",
    "Noto Sans",
    "Source Sans Pro",
    "PT Serif",
    "Inter",
    "«Rnd»",
  ],
  lists: lines`
    «column»|«column»|«column»
    «column»|«column»|«column»|«column»|«column»
    «column»;«column»;«column»
    «column»;«column»;«column»;«column»
    «column» | «column»
    «word»|«word»
    «Rnd»|«Rnd»|«Rnd»
    «thing»|«thing»|«thing»
    «adj»|«thing»
    «surname»|«surname»|«surname»
    «int»|«int»|«int»
    «int»|«word»|«int»
    «int»;«int»;«int»
    «int»;«word»
    «typeface»:400,700|«typeface»:300,400i
    «typeface»|«typeface»
    «typeface»:wght@400;700
    «typeface»:ital,wght@0,400;0,700;1,400
    color:«word»|label:«Letter»|«small».«int»,«int».«digit»
    size:mid|color:0x«hex4»«hex2»|«thing»
    color:0x0000ff80|weight:5|«int».«digit»,«int».«digit»|«int».«digit»,«int».«digit»
    File:«Rnd».jpg|Template:«Rnd»|«Rnd» «thing»
    info|revisions|pageimages
    «Rnd»|«Rnd»
    «thing» > «thing» > «thing»
    «thing» / «thing» / «thing»
    «word»&«word»
    R&D
    R&D «thing»
    «Letter»&«Letter»
    «Rnd»&«Rnd» «thing»
    Q&A: «thing»
    H&M; C&A; M&S
    «surname» & «surname»
    «surname» && «surname»
    «thing» || «thing»
    either || or
    «word»;«word»
    «thing»; «thing»
    «thing»;«thing»;
    en-US;q=0.8,en;q=0.«digit»
    text/html;charset=utf-8
    application/json; version=«small»
    image/webp,*/*;q=0.8
    name=«word»;size=«word»;color=«word»
    color=«word»;size=«Letter»
    ;v=«small».«digit»
    ;jsessionid=«hex32»
    «word»;jsessionid=«hex32»
    «word»;sid=«int4»
    «int»;sort=«column»,desc
    «column»;asc
    «column»|desc
    «column»:«word»;«column»:«word»
    «hex8»;«int»;«word»
    type:«word»;price:«int»-«int»
    «letter»;«letter»;«letter»
    1;2;3
    -|-
    id|«column»
    w|h
    id;«column»
    top;left;width;height
    date;time;place
    sort|set|group
    «column»:id
    who;what;where
    name;env;region
    env|region|zone
    who|when|why
    dir;ltr
    set|get
    ps|ai|psd
    more|less
    date|time
    id card | id badge
    free|paid|trial
    last;first;middle`,
  dollars: lines`
    $«int» (off)
    $«int».99 ($«small» off)
    («thing») $«int»
    $«int»–$«int»
    $«int»; $«int»; $«int»
    US$«int» (ca. €«int»)
    save $(up to «int»)
    $«Letter»«Letter»«Letter» stock
    $«Letter»«Letter»«Letter»|$«Letter»«Letter»«Letter»
    A$AP «Rnd»
    Ke$ha
    $«word» variable
    $(this).«word»
    $(".«word»")
    $("#«word»").hide()
    \${«word»} template
    «int»$
    under $«int» & free shipping
    c$ «thing»
    $$$ «thing»`,
  sets: lines`
    {«word»,«word»}
    {«word», «word», «word»}
    {«int»,«int»,«int»}
    {«letter»,«letter»}
    {a,b,c}
    {x | x > «int»}
    {«column»,«column»,«column»}
    {«thing»,«thing»}
    {«int»..«int»}
    {«word»}
    {«word»}/«word»
    {id}
    {lang}
    *.{jpg,png,gif}
    src/{«word»,«word»}/*.«js|ts»
    **/*.{ts,tsx}
    «word»-{dev,prod}
    file{1,2}
    \d{2,4}
    [a-z]{«small»,«int»}
    {"«word»","«word»"}
    {{«word»}} {{«word»}}`,
  globs: lines`
    *.«jpg|png|pdf|docx|mp3|csv»
    *«word»*
    «word»*
    *«thing»
    «word»??
    img_????.jpg
    «word»_*.pdf
    report-20«digit»«digit»-*.xlsx
    **/*.md
    **/«word»/**
    src/**/*.test.ts
    [A-Z]*
    [!a]*.txt
    IMG_«int4».*
    ?at
    c?t
    colo?r
    «word»?«word»*
    «word».*
    ^«word»$
    ^«word».*«word»$
    \b«word»\b
    (?i)«word»
    «word»|«word».*
    [0-9]+
    /«word»/i
    «word»(s)?
    «int»-??-??
    ??? 
    what???
    «thing»???`,
  filters: lines`
    Price gt «int» and startswith(Name,'«Rnd»')
    (Price gt «int») and (Name eq '«Rnd»')
    contains(tolower(Name),'«word»') or contains(tolower(City),'«word»')
    CreatedAt ge 20«digit»«digit»-0«small»-«digit»«digit»T00:00:00Z and Status ne 'Closed'
    Id eq «int» or Id eq «int»
    substringof('«word»',Title) eq true
    Items/any(i:i/Qty gt «small»)
    not (Status eq '«word»')
    year(Date) eq 20«digit»«digit»
    (title:«word» OR author:"«name»") AND NOT status:draft
    +«word» -«word» "«thing»"~«small»
    title:(«word» «word»)^2
    price:[«int» TO *]
    date:[NOW-1DAY TO NOW]
    *:*
    «column»:*
    _exists_:«column»
    -«column»:«word»
    «column»:(«int» OR «int»)
    (uid:«int»)
    project = «Rnd» AND status in (Open, "In Progress") ORDER BY created DESC
    assignee = currentUser() AND resolution = Unresolved
    sprint in openSprints() AND priority >= High
    text ~ "«thing»" AND created >= -30d
    name='«Rnd»' AND BBOX(geom,«int».«digit»,«int».«digit»,«int».«digit»,«int».«digit»)
    population > «int4» AND name LIKE '«Rnd»%'
    INTERSECTS(geom,POINT(«int».«digit» «int».«digit»))
    sum(rate(«word»_total{job="«word»"}[5m])) by (instance) > 0.«digit»
    histogram_quantile(0.95, sum(rate(«word»_bucket[5m])) by (le))
    {job="«word»"} |= "«word»" != "«word»"
    {app="«word»"} | json | status >= 500
    SELECT mean("«word»") FROM "«word»" WHERE time > now() - 1h GROUP BY time(1m) fill(null)
    SELECT Id, Name FROM «Rnd» WHERE CreatedDate = TODAY LIMIT «int»
    SELECT ?s ?p WHERE { ?s a <http://«word».org/«Rnd»> } LIMIT «int»
    SELECT ?item ?itemLabel WHERE { ?item wdt:P31 wd:Q«int4» . }
    (query:(match:(«word»:«word»)),size:«int»)
    (refreshInterval:(pause:!t,value:0),time:(from:now-15m,to:now))
    !(«word»,«word»)
    (a:«int»,b:!t,c:!n)
    {"where":{"«column»":"«word»"},"limit":«int»}
    {"«column»":{"gte":«int»,"lt":«int»}}
    {"filters":[{"field":"«column»","op":"eq","value":"«word»"}]}
    {"_and":[{"status":{"_eq":"published"}},{"«column»":{"_contains":"«word»"}}]}
    {"query":{"match":{"«column»":"«thing»"}},"size":«int»}
    [{"property":"«column»","direction":"ASC"}]
    [["«column»","=","«word»"]]
    [["«column»",">",«int»],["state","in",["draft","done"]]]
    {"$schema":"https://json-schema.org/draft/20«digit»«digit»-12/schema"}
    {"draw":«small»,"start":«int»,"length":25}
    <Filter><PropertyIsEqualTo><PropertyName>«column»</PropertyName><Literal>«word»</Literal></PropertyIsEqualTo></Filter>
    <ogc:Filter xmlns:ogc="http://www.opengis.net/ogc"><ogc:FeatureId fid="«word».«int»"/></ogc:Filter>
    <?xml version="1.0" encoding="UTF-8"?><StyledLayerDescriptor version="1.0.0"><NamedLayer><Name>«word»</Name></NamedLayer></StyledLayerDescriptor>
    <?xml version="1.0"?><«word»/>
    <?xml-stylesheet type="text/xsl" href="«word».xsl"?>
    //«word»
    «word»/«word»[«small»]
    /«word»/«word»/@«word»
    «column»==«word»;«column»=gt=«int»
    «column»==*«word»*,«column»=in=(«word»,«word»)
    «column»:eq:«word»,«column»:gt:«int»
    «column»__«gte|icontains|in»:«word»
    eq.«word»
    in.(«int»,«int»,«int»)
    or(«column».eq.«word»,«column».is.null)
    {__typename «noun»{id name}}
    query «Rnd»($id:ID!){«noun»(id:$id){id name}}
    {«noun»(first:«int»,where:{«column»:"«word»"}){nodes{id}}}
    (b) («letter») («word»)
    a (b) (c)
    f(x)=g(x)
    («letter»)(«letter»)=«int»
    («surname»)(hon.)
    («int») («int»)-«int4»
    (0«int») «int4» «int4»
    :-) (:
    «thing» (1)(2)
    «word»=*
    (see: «thing») (and «thing»)`,
  unfilled: lines`
    %s
    %d
    %1$s
    %s «thing» %s
    «int»%d
    %EMAIL%
    %%EMAIL%%
    %%CACHEBUSTER%%
    [CACHEBUSTER]
    [timestamp]
    {clickid}
    {gclid}
    {campaignid}
    {{campaign.name}}
    {{ad.id}}
    {{adset.name}}
    \${GDPR}
    \${GDPR_CONSENT_«int»}
    \${ADDTL_CONSENT}
    \${CLICK_URL}
    \${title}
    __TS__
    __CAMPAIGN_NAME__
    ##«word»##
    *|EMAIL|*
    #{«word»}
    {unsubscribe}
    <%= «word» %>
    [[«word»]]
    %7Bid%7D
    {0}/{1}
    {«word»:«word»}
    :«word»/:id
    «int»%
    100%25
    %%%
    «int» % of «int»
    %-d.%-m.%Y
    %Y-%m-%d %H:%M:%S
    %a, %d %b
    yyyy-MM-dd'T'HH:mm
    %n lines
    %02d:%02d
    %.2f
    %5.1f %%`,
  /** Addresses as values: of pages to go on to, of pictures, of feeds. */
  addresses: lines`
    http://localhost:«port2»/callback
    http://127.0.0.1:«port2»/
    http://127.0.0.1:«port2»/oauth/callback?state=«hex8»
    com.«word».app:/oauth2redirect
    msal«hex8»-«hex4»-«hex4»-«hex4»-«hex8»«hex4»://auth
    urn:ietf:wg:oauth:2.0:oob
    https://«word».«tld2»/«word»/callback
    https://login.«word».«tld2»/cas/login?service=https%3A%2F%2F«word».«tld2»%2F
    https://www.«word».«tld2»/«word»/«word».html?«word»=«int»
    https://«word».«tld2»/?utm_source=«word»&utm_medium=«word»
    https://«word».«tld2»/«word».«jpg|png|webp|mp4|pdf|xml|rss|json|css|js»
    https://«word».«tld2»/«word».«jpg|png|gif»?w=«int»&h=«int»
    https://«word».«tld2»/«word».php?id=«int»
    https://«word».«tld2»/«word».txt
    http://www.«word».«tld2»/index.php?page=«word»
    http://«word».«tld2»/«word»/«word».php
    //cdn.«word».«tld2»/«word»/«word».«jpg|png|webp»
    //upload.«word».«tld2»/«word»/«hex2»/«Rnd».svg
    //www.«word».«tld2»/«word».js
    /«word»/«word»?next=/«word»
    /«word».php?id=«int»
    /account?«word»=«int»#«word»
    ../«word».html
    /«word»/«word»/
    index.html
    index.php
    «word».php
    «word».html
    «word».inc
    «word»/«word».html
    «word»/index
    about
    «thing».pdf
    en/«word».html
    pages/«word».php
    templates/«word».tpl
    img/«word».jpg
    «word».txt
    themes/«word»/style.css
    ftp://ftp.«word».«tld2»/pub/«word»/«word»-«digit».«digit».tar.gz
    ftp://«word».«tld2»/«word».zip
    webcal://«word».«tld2»/«word».ics
    git+https://«word».«tld2»/«word».git
    mailto:«word»@«word».«tld2»
    tel:+«int4»«int4»
    rtsp://192.168.«digit».«int»:554/«word»
    https://«word».«tld2»:8443/«word»/«word»
    www.«word».«tld2»
    «word».«tld2»
    https://web.archive.org/web/20«digit»«digit»010«small»/http://«word».«tld2»/
    https://www.google.com/url?q=https://«word».«tld2»/&sa=D
    https://l.facebook.com/l.php?u=https%3A%2F%2F«word».«tld2»%2F&h=AT«hex8»
    https%3A%2F%2F«word».«tld2»%2F«word»%2F«word»
    https://user@«word».«tld2»/«word»`,
  port2: (rng) => String(rng.pick([3000, 4200, 5000, 5173, 8000, 8080, 8888, rng.int(32_768, 60_999)])),
  tld2: [
    "com",
    "com",
    "org",
    "net",
    "de",
    "fr",
    "co.uk",
    "io",
    "example",
    "nl",
    "it",
    "es",
    "pl",
    "com.br",
    "jp",
  ],
  techtalk: lines`
    C# «thing»
    F# for fun
    C# vs F#
    C++ / C#
    .NET «small».0
    .NET Core «thing»
    ASP.NET «MVC|Core» «thing»
    a = b ? c : d;
    «word» = «word» ?? «word»
    id
    id «thing»
    «thing» id
    ID;
    ID-«int»
    id|ean
    what is my id?
    no id, no entry
    ls swap
    LS «small»
    PS5 | Xbox
    ps: «adj» «thing»
    P.S.; I «verb» you
    w/ «thing»
    W; «surname»
    who is who
    env vars
    set of «int»
    date; «thing»
    time, date & place
    sleep «int» h
    echo & «thing»
    top «int»
    cat & dog
    cat|dog
    cat;dog;bird
    cat, «thing»
    cats & dogs
    head|tail
    more; less
    sort & filter
    find; seek
    type ii «thing»
    ping!
    last|next
    true|false
    true;false
    test;«word»
    test|demo
    uname meaning
    whoami «db»
    'true'
    'yes'
    "no"
    \`«word»\` vs \`«word»\`
    use \`id\` or \`name\`?
    the \`«cmd»\` command
    run \`«cmd»\` first
    1 + 1
    2 * 3
    5 - 3 = 2
    «int»+«int»
    «int»-«int»
    20«digit»«digit»-20«digit»«digit»
    «int»x«int»
    «int» x «int» cm
    7 = 7?
    «int» and «int»
    «int» or more
    or «int»?
    and «int» more
    between «int» and «int»
    order by «thing»
    order by phone «int4»
    group by «word»
    where «int» is
    a=«int»
    a=b
    x=1&y=2
    «column»=«int»
    «column»=«word»
    «column» = '«word»'
    status=1
    n=«small»
    not «int»
    1!
    1<2
    3 > 2
    limit «int»
    having «int» «thing»s
    union jack «thing»
    Union St. «int»
    SELECT «thing» collection
    Select-A-Seat
    select «size|colour|plan» «thing»
    Alter Table «thing»
    cast & crew
    Drop «int»
    insert coin
    «thing»(«thing»)
    «word»_to_«word»(«word»)
    open«word»(«word»)
    «word»_«word»_«word»(«word»)
    get«Rnd»(«word»)
    set«Rnd»('«word»')
    is«Rnd»()
    on«Rnd»(e)
    to«Rnd»()
    array(«int»)
    file(s)
    date(s)
    link(s) & image(s)
    user(s)
    eval(uation)
    exec(utive) summary
    print(able)
    «cmd» -c "«word» «word»"
    «cmd» --version
    «word» $IFS in bash
    what is $PATH
    #!/bin/bash
    cd ..
    cd ../..
    ./configure && make
    «thing» ..
    ... «thing»
    «word»...«word»
    «word»/../«word»
    ~~«word»~~
    **«word»** and _«word»_
    > «thing»
    >> «thing»
    => «thing»
    <- «thing»
    see /tmp
    /etc
    /var/www
    /usr/bin/env «cmd»
    /bin
    /home
    C:
    C:\
    D:\«Rnd»
    \n
    \r\n
    %0A in csv
    null
    NULL
    undefined
    NaN
    [object Object]
    {}
    []
    ()
    -1
    5'11"
    6"`,
};
