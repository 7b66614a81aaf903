/** Names that directory brute-forcers guess: most are plain words, so a single one of them says little. */

import { grammar, words } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { FOLDERS, PHP_PAGES, SHELLS } from "./probe-words.ts";

const PLAIN = words`
  about abuse academic access accessibility account accounting actions active activity ad add addons address adjust ads advanced advert advertise
  affiliate affiliates agenda agent agents ajax album albums alert alerts alias all analog analyse announcements answer any apache apl apply appointment archive
  archives article articles as asset at audio audit author authors auto automatic avatar award awards balance banner banners bar base basket batch bb bbs beans beta
  bill billing binaries bio bios blank block blocks blogger blow board boards body book bookmark books boot bot bots bottom box boxes broken brochure browse browser bug bugs build builder bulk
  business button buttons buy cad calendar call campaign can card cards career careers cart catalog catalogs catalogue categories category cd center central cert certificate cfg
  change changelog channel chart charts chat check child ci class classes classic classified clear click client clients closed club cluster cm coffee collapse columnists comics comment
  commerce common communications community company compare compat component components compose compressed computer conference confirm connect console constant contact contacts content
  contents contest contract control controller copyright corporate corrections count counter country courses cover cp create credit crime critical crm current custom customer customers cute daily dark
  data date day dead debug default define delete deliver demo denied department design desktop detail details devel developer device devices diag dial dialog dig digital directory discount discovery disk display
  dl doc docs document documents domain domains donate down download downloads draft driver drop dummy dump dyn ebooks ecommerce edge edit editor education effects election electronics element email employee
  employers en eng engine english enterprise entertainment entry env error errors es esale eshop estore etc eu event events ex example examples exchange exe exec explorer export external extra extranet fail faq faqs
  favorites fcgi feature features feed feedback feeds field fields finance find fi firewall first flag flash flex folder font fonts food foot footer force form format formmail forms forum forums found foundation frame
  framework free friend friends from front ftp fuck full fun function functions future gaestebuch gallery game games gate general generic gest get gift gifts global globe go good google government gp graph graphics group groups guest guestbook
  guests guide guidelines guides hack handler hardware head header headers health hello help hidden hide hire history hit hits holiday home homepage host hosting hosts hotel house how htm human i icon icons id idea ideas idx image imagenes
  import in incoming index indexes industry info information install int interactive interface international internet interview intranet intro inventory invitation invite invoice iphone issue issues item items jacob java job jobs join journal
  jump junk kb keep key keyword keywords kids known label lab labs landing lang language languages last latest launch law layout leader learn legacy legal letters level lib libraries license licensing life lifestyle
  link links linux list lists live loader loading locale location lock logger logging login logo logos logout look lost lpt main maint mainten maintenance making man management manifest manual manuals map maps mark market marketing
  marketplace master masthead mb me meetings member members membership memo menu menus merchant message messages messaging meta metrics migrate mine mini mirror misc mission mixed mobile mock mod mode model models modem modules
  money monitor more move movie movies mp3 msg msn multi multimedia music my name names nav navigation net network networking new newest news newsletters next nfs nl no nobody node noindex none note notes notification null number object objects
  obsolete odbc of off offer offers office offices old older on online op open openapp operator opinion opinions options oracle order orders org origin original other others out outgoing outline output outreach overview owner owners pa pack package
  packages pad page pages panel paper papers parse part partner partners parts passes password path payment paypal pc pdf people performance perl perms person personal phone phones photo photos php phps pic pics picture pictures pipermail piracy
  plain plan play player playlist plus podcast poll polls pop pop3 popular portfolio portlet ports position post postal posts power ppt pr pre preferences preload premium premiere presentation press preview previews previous price pricelist print
  printable printer priv privacy process processform product products professor profil profile profiles prog program project promo promotion promotions proof prop properties protect protected protection provider providers prv psp pub public publication
  publish publisher purchase put pw python query question questions queue quick quiz quote quotes r57 radio ramon random rank rate ratings raw rcs read reader readme real realestate recent recipe red redir redirect reference references reg register
  registered registration release remind reminder remote remove removed render rent rep repository reprint request requests research reseller resource resources responder rest restore restored restricted result results resume retail return reverse review reviews
  right roadmap robot root route router row rss ru rule rules run runtime safe sales sample samples save saved scan schedule schema scheme science scr scratch screen screens se search season second section sections secure
  security see seed select sell send sensor seo serial series serve serverinfo servers serves servlet servlets session sessions set setting share shared shares shim shipping shockwave short show showcase showthread sign signature signup simple single site sitemap
  sites skin skins slide slides small smile snoop soap soft software solutions something sorry source sources space spam spanish speakers special specials splash sponsor sponsors sport sports spy squirrel src sso stack staff standard star
  start startpage stat statement static statistic statistics stats stop storage store stories story strategy stream string student stuff style styles stylesheet sub subject submit subscribe subscription success suite summary super support survey
  svc swf switch sync synced sysadmin table tables tag tags tape target task tasks team tech technical technology tel template templates term terminal terms testimonials text texts theme thumb thumbnails ticket tickets time timeline tip tips title titles to today
  tool toolbar toolkit tools top topic topics tour toys tpl tps tr trace track tracker trackers traffic trailers training trans transfer transparent transport trap trash travel tree trends trial true trunk tutorial tv twitter txt type ui uk under undo uninstall
  union unix unknown unsubscribe up update updates url urls us usa usage users util utilities utils validation value values var vb vehicle ver version versions vfs video videos view viewer views virtual virus visit visitor vista voip volunteer vote vpn
  w3 wallpaper wap warez warn watch way weather web1 webalizer webapp webboard webcam webcart webcgi webcenter webdata webdav webdist webhits weblog weblogic weblogs webmaster webservices webshop website webstat webstats webtools week weekly welcome wellcome white
  whois whosonline why wiki win windows word work workflow workplace works workshop world ws www x xml xsl xslt year yearly yellow yes yonetim your yt zap zh zip zipfiles zone zones`;

const RULES = grammar({
  ...LEXICON,
  plain: PLAIN,
  folder: FOLDERS,
  phppage: PHP_PAGES,
  shellname: SHELLS,
  start: [
    ["/«plain»", 30],
    ["/«plain»/", 6],
    ["/«plain».«fext»", 26],
    ["/«folder»", 5],
    ["/«folder».«fext»", 4],
    ["/«plain»«small»", 1.5],
    ["/«plain»«_sep»«plain»", 4],
    ["/«plain»«_sep»«plain».«fext»", 3],
    ["/«plain»/«plain»", 5],
    ["/«plain»/«plain».«fext»", 3],
    ["/«folder»/«plain»", 2],
    ["/_«plain»", 1.5],
    ["/~«plain»", 1.5],
    ["/.«plain»", 2],
    ["/«Plain»", 2],
    ["/«UPPER»", 1.5],
    ["/cgi-bin/«plain»«|.cgi|.pl|.sh|/»", 2],
    ["/«phppage».php", 1],
    ["/«letter»", 1],
    ["/«digit»«digit»«|«digit»|«digit»«digit»»", 1.5],
    ["/«rndmix»", 1.5],
    ["/«hex32»", 0.6],
    ["/«server»", 5],
    ["/«plain»«backupmark»", 2],
    ["/«plain».«fext»«backupmark»", 2],
    ["/«rnd»", 1],
    ["/«hex8»-«hex4»-4«hex2»a-8«hex2»b-«hex8»«hex4»", 0.4],
  ],
  _sep: ["-", "_", "-", "_", "", "."],
  fext: words`php php php html html txt txt asp aspx jsp js xml json htm cgi pl do action cfm bak old zip tar.gz sql log inc conf config css cfg ini db mdb csv doc pdf xls rar gz sh py rb jhtml shtml phtml php3 php4 php5 jspx nsf dll exe swf yml yaml
    env tgz bz2 7z war jar java class c tmp temp save orig swp asmx ashx asa cs vb xhtml rss wsdl svc axd jsf ts map md lst dat key pem`,
  backupmark: [
    "~",
    ".bak",
    ".old",
    ".orig",
    ".save",
    ".swp",
    ".tmp",
    ".backup",
    "_old",
    "_bak",
    "-old",
    "1",
    ".1",
    ".copy",
    "_backup",
    ".zip",
    ".tar",
    ".inc",
    "%20",
    "%00",
    ";",
    ".",
    "..",
    "!",
    "$",
    "@",
    ".gz",
    ".rar",
    ".sav",
    ".prev",
    ".dist",
    "#",
  ],
  Plain: (rng) => {
    const word = rng.pick(PLAIN);
    return word.charAt(0).toUpperCase() + word.slice(1);
  },
  UPPER: (rng) => rng.pick(PLAIN).toUpperCase(),
  server: words`
    _vti_bin _vti_cnf _vti_pvt _vti_log _vti_txt _private _borders _themes _derived _overlay _fpclass _notes _mm _mmserverscripts _conf _layouts _catalogs _vti_inf.html _vti_bin/shtml.exe
    cgi cgi-bin cgi-bin/ cgibin cgi_bin cgi-local cgi-shl cgi-sys cgi-win cgi-exe cgi-pub scripts Scripts bin-debug iisadmin iisadmpwd iissamples iishelp msadc msadm mscgi certsrv certenroll certcontrol exchweb exchange public owa
    WEB-INF META-INF web-inf weblogic webspheresamples websphere servlet/SnoopServlet servlets-examples jsp-examples tomcat-docs admin-console jmx-console web-console status?full=true manager host-manager examples/jsp/index.html balancer
    domcfg.nsf names.nsf log.nsf catalog.nsf webadmin.nsf homepage.nsf admin4.nsf certlog.nsf domlog.nsf mail.box smency.nsf
    server-info server-status icons icons/small icons/README manual manual/index.html error/ error/README apache.html test-cgi printenv usage webstat webalizer awstats awstats.pl mrtg stats_old
    pls portal30 isqlplus oradata oprocmgr-status OA_HTML xsql demo/sql apex jinitiator soapdocs dms0 xmlpserver reports/rwservlet forms/frmservlet
    cfide CFIDE CFIDE/administrator cfdocs cfappman cfusion coldfusion jrunscripts jrun flex2gateway lcds blazeds messagebroker/amf amfphp gateway.php
    sitecore umbraco telerik trace.axd elmah.axd ScriptResource.axd WebResource.axd global.asax global.asa web.config aspnet_client App_Data App_Code App_Browsers bin Bin service.asmx
    robots.txt sitemap.xml crossdomain.xml clientaccesspolicy.xml humans.txt favicon.ico security.txt .well-known/security.txt CHANGELOG README INSTALL LICENSE TODO CVS CVS/Entries CVS/Root .svn/entries .listing .perf .subversion .cvs .cvsignore .bashrc .forward .history
    .hta .htaccess .htpasswd .passwd .rhosts .ssh .profile .web .config .sh_history .mysql_history .swf .cache .listings .git/HEAD .DS_Store .htpasswd_ .htaccess_
    phpmyadmin phpMyAdmin pma mysqladmin sqladmin myadmin dbadmin adminer.php phppgadmin squirrelmail roundcube horde webmail twiki mantis bugzilla cvsweb.cgi viewvc nagios cacti zabbix ganglia munin sarg ntop
    xampp security/index.php joomla drupal mambo typo3 wordpress wp-admin wp-login.php wp-content wp-includes wp-config.php xmlrpc.php administrator administrator/index.php user/login node/add phpbb phpbb2 vbulletin vb smf punbb invision mybb xoops phpnuke postnuke
    j2ee jboss jbossws juddi jsr-bean seam axis axis2 axis2-web axis/services cxf struts richfaces primefaces hudson jenkins sonar nexus artifactory solr kibana portainer grafana prometheus
    exmaple nul con aux prn lpt1 com1 com2 com3 con/con ::$DATA Trace.axd;/ %3f/ %ff %2e %20 .. ... ;/admin //admin ./admin admin;/`,
});

/** A path that a word list would hold. */
export function wordlistPath(rng: Random): string {
  return RULES(rng);
}
