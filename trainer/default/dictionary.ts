/**
 * Words of each family, as the filter cuts words (letters, digits, `_`). A word belongs to one family; words of several
 * (`from`, `system`) are left to the learnt weights.
 */
export const DICTIONARY: Readonly<Record<string, readonly string[]>> = {
  words_sqli: words(`
    select union insert delete drop having sleep benchmark waitfor delay pg_sleep information_schema table_name
    column_name schemata sysobjects syscolumns sysusers sysibm systables all_tables user_tables dual group_concat
    concat_ws extractvalue updatexml xp_cmdshell xp_dirtree sp_executesql sp_password dbms_pipe dbms_lock
    receive_message utl_inaddr utl_http ctxsys drithsx chr char nchar varchar nvarchar cast convert substring substr
    ascii unhex hex load_file outfile dumpfile procedure analyse rlike regexp regexp_substring sqlite_master pg_catalog
    pg_user current_user database_name schema_name countwhere rdb msysaccessobjects make_set elt floor rand ctxsys
    iif json_keys gtid_subset exp name_const generate_series crypt_key randomblob likelihood mid ord isnull ifnull`),
  words_xss: words(`
    script alert onerror onload onmouseover onfocus onclick onmouseenter ontoggle onstart onbegin onanimationstart
    onpointerover onpointerenter onpageshow onhashchange onscroll onwheel oncopy oncut onpaste ondrag ondrop onkeydown
    onkeyup onkeypress onsubmit onchange oninput oninvalid onblur onresize onunload onbeforeunload autofocus javascript
    vbscript svg iframe srcdoc fromcharcode innerhtml outerhtml document cookie marquee expression xlink prompt confirm
    contenteditable foreignobject isindex bgsound math mtext mglyph livescript mocha activexobject settimeout
    setinterval constructor onfinish onmessage`),
  words_files: words(`
    etc passwd shadow hosts proc environ cmdline fd boot win system32 winnt inetpub windows htpasswd id_rsa
    authorized_keys access_log error_log bash_history zsh_history filter expect phar zlib fstab group issue motd
    self php_fd sysprep unattend sam web_inf meta_inf`),
  words_command: words(`
    wget curl chmod bash sh busybox nc ncat netcat cmd powershell whoami uname ifconfig ipconfig netstat nslookup
    tftp ftpget ping cat ifs printenv systeminfo tasklist certutil bitsadmin mshta rundll32 regsvr32 wscript cscript
    perl python ruby telnet mkfifo dev tcp crontab killall pkill rm mv cp ls dir type tmp invoke iex downloadstring`),
  words_code: words(`
    eval assert phpinfo shell_exec passthru proc_open popen pcntl_exec base64_decode call_user_func
    call_user_func_array create_function file_put_contents file_get_contents fopen allow_url_include
    auto_prepend_file invokefunction think processbuilder runtime getruntime exec classloader ognl memberaccess
    require child_process execsync spawnsync proto prototype fromcharcode ldap xpath doctype entity globals _get
    _post _request _server _cookie php gadget objectinputstream ysoserial pickle os subprocess __import__ importlib
    resources context dispatcher httpservletresponse servletcontext xwork struts`),
  words_template: words(`
    freemarker velocity jinja lipsum cycler joiner __class__ __mro__ __subclasses__ __globals__ __builtins__ __init__
    getclass forname twig _self env registerundefinedfiltercallback thymeleaf smarty namespace erb mako`),
  words_ssrf: words(`
    metadata computemetadata gopher dict latest iam credentials internal localhost nip xip sslip burpcollaborator
    interactsh oast oastify dnslog ceye requestbin webhook localtest lvh`),
  words_jndi: words("jndi ldap ldaps rmi iiop corba lower upper base64 sys java log4j"),
  words_probe: words(`
    env git aws svn hg ds_store htaccess wp_login wp_admin wp wp_content wp_includes xmlrpc wlwmanifest phpmyadmin pma
    myadmin adminer phpunit vendor stdin cgi actuator jolokia solr manager console hudson jenkins owa autodiscover
    ecp boaform hnap0 gponform setup luci telescope ignition _ignition laravel sftp vscode idea config configuration
    backup backups dump phpinfo server_status debug pprof swagger graphql credentials secrets secret id_rsa composer
    dockerenv docker_compose geoserver remote login dana_na vpn cgi_bin webdav druid nacos portainer containers
    _profiler phpversion elfinder kcfinder fckeditor filemanager ckfinder aspera invoker jmx weblogic wls_wsat
    goform boafrm weblanguage mifs mics cscoe cscot tmui hipreport fgt_lang webui_wsma_https ztp_gate moveitisapi
    metadatauploader developmentserver setupwizard toolpane spinstall webtools programexport jsonws xxl heapdump
    htmlawedtest ctcwebservice getphpinfo graphapi evalstdin cfide adminapi w00tw00t nas_sharing cstecgi account_mgr
    tfvars tfstate seeyon bshservlet sslvpn_websession`),
  words_webshell: words(`
    c00 r00 wso alfa shell webshell b000 cmd backdoor indoxploit mini marijuana alfanew alfacgiapi up uploader leaf
    priv0 anonymousfox xleet fox shell00 wsoyanz symlink`),
  words_fault: words(`
    error errors failed failure fatal panic exception traceback segfault oom killed denied refused timeout timed
    unreachable corrupt corrupted corruption abort aborted crash crashed dead deadlock overflow unrecoverable
    critical emergency fail cannot unable invalid lost broken exhausted overheated parity uncorrectable interrupt
    machine_check stacktrace core dumped violation degraded`),
  ua_search_engine: words(`
    googlebot bingbot yandexbot baiduspider duckduckbot applebot slurp qwantify sogou exabot seznambot petalbot
    naverbot yeti coccocbot mojeekbot googleother adsbot mediapartners google inspectiontool storebot`),
  ua_crawler: words(`
    bot crawler crawl spider robot bots fetcher archiver indexer scraper slackbot twitterbot facebookexternalhit
    facebot linkedinbot ahrefsbot semrushbot mj00bot dotbot ccbot gptbot chatgpt claudebot anthropic bytespider amazonbot
    perplexitybot whatsapp telegrambot discordbot preview feed feedly rss heritrix nutch ia_archiver search`),
  ua_library: words(`
    curl wget python requests urllib httpx aiohttp go java okhttp apache httpclient libwww perl lwp ruby
    faraday guzzle guzzlehttp axios node fetch undici got superagent php winhttp postmanruntime insomnia httpie restsharp
    reqwest hyper jakarta commons scrapy mechanize aria0 libcurl dart zgrab`),
  ua_headless: words(
    "headlesschrome phantomjs puppeteer playwright selenium slimerjs electron cypress webdriver htmlunit splash",
  ),
  ua_scanner: words(`
    sqlmap nikto nmap masscan zgrab nuclei gobuster dirbuster dirb ffuf fuzz faster wfuzz feroxbuster wpscan acunetix
    nessus openvas arachni wapiti w0af havij zap burp censysinspect censys shodan expanse paloaltonetworks l0explore
    l0tcpid netcraft internetmeasurement internet_measurement odin modatscanner leakix scanner scan whatweb hydra
    skipfish vega commix jaeles httprobe dirsearch xray cgichk`),
  ua_monitor: words(`
    uptimerobot pingdom statuscake site00x00 nagios check_http zabbix prometheus blackbox datadog newrelic kube probe
    elb healthchecker health monitor monitoring uptime googlehc gtmetrix lighthouse pagespeed betteruptime updown`),
  ua_browser: words(`
    chrome safari firefox gecko applewebkit khtml opr edg edge msie trident version mobile windows macintosh iphone
    ipad android x00 linux opera presto samsungbrowser ucbrowser cros`),
};

function words(list: string): string[] {
  return list.trim().split(/\s+/);
}
