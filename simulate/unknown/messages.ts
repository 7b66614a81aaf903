/** What other machines say: `[component, message]`, by how bad it is. {node} is a place in the machine. */
export type Said = readonly [component: string, message: string];

export const ORDINARY: readonly Said[] = [
  [
    "KERNEL",
    "{instruction cache parity error corrected|{count} ddr errors(s) detected and corrected on rank {0..3}, symbol {0..40}, bit {0..7}|CE sym {0..35}, at 0x{hex:8}, mask 0x{hex:2}|generating core.{count}|total of {n} ddr error(s) detected and corrected|{count} double-hummer alignment exceptions|{count} {L1|L2|L3} {cache|EDRAM} error(s) (dcr 0x{hex:4}) detected and corrected over {count} seconds|{count} floating point alignment exceptions|ciod: generated {count} core files for program /{home|bgl}/{login}/{noun}/{snake}|{n} {torus|tree} {receiver|sender} {x+|y-|z+|ch0} input pipe error(s) (dcr 0x{hex:4}) detected and corrected}",
  ],
  [
    "DISCOVERY",
    "{Node card status: no ALERTs are active. Clock Mode is {Low|High}. Temperature limits are within range.|Ido chip status changed: FF:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} ip={priv} v={n} t={n} status=M|Found invalid node ecid in processor card slot J{10..20}, ecid {hex:24}|New ido chip inserted into the database: FF:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} ip={priv} v={n} t={n}|Node card VPD check: missing U{10..20} node, VPD ecid {hex:24} in processor card slot J{10..20}|{noun} card is {fully functional|ready}}",
  ],
  [
    "HARDWARE",
    "{Temperature Over Limit on link card cleared|Node card is fully functional|PrepareForService {shutting down|started} {Node|Link|Service} card(mLctn({node}), mCardSernum({hex:20}), mLp(FF:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}), mIp({priv}), mType({n})) as part of Service Action {id}|EndServiceAction {id} performed upon {node} by {login}|fan module {n} speed {count} rpm}",
  ],
  [
    "MONITOR",
    "{No power module {U|P}{n} found found on link card|{power|clock|temperature} {reading|poll} ok ({float})|sample {noun} {float} {V|A|C|rpm}}",
  ],
  [
    "APP",
    "{ciod: LOGIN chdir(/{home|p}/{login}/{noun}) {ok|as requested}|ciod: {opened|closed} control stream socket {port}|job {id} {started|ended} on {node} ({n} nodes)|task {n} of {count} {attached|done}}",
  ],
  [
    "dfs.DataNode$DataXceiver",
    "{Receiving|Received} block blk_{-|}{digits:19} {src: /{priv}:{port} dest: /{priv}:50010|of size {big} from /{priv}}",
  ],
  [
    "dfs.FSNamesystem",
    "BLOCK* NameSystem.{addStoredBlock: blockMap updated: {priv}:50010 is added to blk_{digits:19} size {big}|allocateBlock: /{user|tmp}/{login}/{noun}/part-{digits:5}. blk_{-|}{digits:19}|delete: blk_{digits:19} is added to invalidSet of {priv}:50010}",
  ],
  ["dfs.DataNode$PacketResponder", "PacketResponder {0|1|2} for block blk_{-|}{digits:19} terminating"],
  [
    "org.apache.hadoop.mapreduce.v2.app.job.impl.TaskAttemptImpl",
    "attempt_{epochms}_{digits:4}_{m|r}_{digits:6}_0 TaskAttempt Transitioned from {NEW|UNASSIGNED|ASSIGNED|RUNNING} to {UNASSIGNED|ASSIGNED|RUNNING|SUCCESS_FINISHING_CONTAINER}",
  ],
  ["org.apache.hadoop.yarn.util.RackResolver", "Resolved {host} to /default-rack"],
  [
    "org.apache.spark.{executor.Executor|storage.MemoryStore|scheduler.TaskSetManager|storage.BlockManager}",
    "{Running task {n}.0 in stage {n}.0 (TID {id})|Finished task {n}.0 in stage {n}.0 (TID {id}). {count} bytes result sent to driver|Block broadcast_{n} stored as values in memory (estimated size {float} KB, free {float} MB)|Found block rdd_{n}_{n} locally|Starting task {n}.0 in stage {n}.0 (TID {id}, {host}, partition {n}, {PROCESS|NODE}_LOCAL, {count} bytes)}",
  ],
  [
    "{QuorumPeer[myid={1..5}]/0:0:0:0:0:0:0:0:2181:|}{FastLeaderElection@{count}|Leader@{count}|NIOServerCnxn@{count}|SendWorker:{digits:12}:QuorumCnxManager$SendWorker@{count}}",
    "{Notification time out: {400..60000}|Closed socket connection for client /{priv}:{port} (no session established for client)|Accepted socket connection from /{priv}:{port}|Client attempting to establish new session at /{priv}:{port}|Established session 0x{hex:15} with negotiated timeout {10000|20000|30000} for client /{priv}:{port}|Received connection request /{priv}:{port}|Expiring session 0x{hex:15}, timeout of 10000ms exceeded}",
  ],
  [
    "nova.{compute.manager|osapi_compute.wsgi.server|virt.libvirt.driver|metadata.wsgi.server|compute.resource_tracker}",
    '{[req-{uuid} {hex:32} {hex:32} - - -] {priv} "GET /v2/{hex:32}/servers/detail HTTP/1.1" status: 200 len: {count} time: 0.{digits:7}|[instance: {uuid}] {VM {Started|Paused|Resumed} (Lifecycle Event)|Took {float} seconds to {build instance|spawn the instance on the hypervisor|deallocate network for instance}.|Creating image|Terminating instance|Deletion of /var/lib/nova/instances/{uuid}_del complete}|Final resource view: name={host} phys_ram={count}MB used_ram={count}MB phys_disk={n}GB used_disk={n}GB total_vcpus={n} used_vcpus={n} pci_stats=[]|Auditing locally available compute resources for node {host}}',
  ],
  [
    "{slurmctld|slurmd|pbs_mom|sched|sge_qmaster}",
    "{_job_complete: JobId={id} {WEXITSTATUS 0|done}|sched: Allocate JobId={id} NodeList={node} #CPUs={n} Partition={noun}|_slurm_rpc_submit_batch_job: JobId={id} InitPrio={big} usec={count}|launch task {id}.{0..9} request from UID:{1000..9000} GID:{1000..9000} HOST:{priv} PORT:{port}|Job;{id}.{host};Job {Queued at request of {login}@{host}, owner = {login}@{host}, job name = {snake}, queue = {noun}|Run at request of Scheduler@{host}|deleted}|obit sent to server}",
  ],
  [
    "{ib_sm|opensm|ibnetdiscover|gm_mapper|switchmodule|unix.hw|boot_cmd|link_bus|action|domain}",
    "{Link {n} port {n} {state Active|width 4X speed QDR}|configured out|state_change.{unavailable|available}|{boot|halt} (command {id}) {Targeting domains:{node} and nodes:{node} child of command {id}|Succeeded}|Linkerror event interval expired|ambient={20..40}|not responding|psu {ok|state {ok|failed}}|LINK UP on {node}}",
  ],
  [
    "{plc|scada|modbus|opcua|bms|cnc|agv|robot}",
    "{register {digits:5} {read|write} {n} -> {count}|tag {NOUN}.{NOUN}_{n} = {float}|{noun} {n} {started|stopped|homed|moved to {float} {float} {float}}|cycle {id} {float} s|batch {hex:6} step {n} of {n} {done|running}|valve {n} {open|closed}|setpoint {float} actual {float}|recipe {slug} loaded|shift {n} count {count}}",
  ],
  [
    "{lnet|LustreError|Lustre|gpfs|mmfs|ceph|osd.{0..99}|mon.{az:1}|glusterfsd|zookeeper|etcd}",
    "{{noun}-OST{hex:4}: {Recovery over after 0:{n}, of {n} clients {n} recovered and 0 were evicted.|haven't heard from client {uuid} (at {priv}@tcp) in {count} seconds. I think it's dead, and I am evicting it.|connection restored}|pgmap v{id}: {count} pgs: {count} active+clean; {count} GiB data, {n} TiB used, {n} TiB / {n} TiB avail; {float} KiB/s rd|[client.{id}] from='client.? {priv}:0/{digits:10}' entity='client.admin' cmd=[{noun}]: dispatch|scrub {starts|ok} {n}.{hex:2}|mon.{az:1} calling monitor election|apply entries took {ms}ms}",
  ],
  [
    "{gps|modem|radio|rtu|meter|telemetry|sensor|tracker|station|buoy}",
    "{$GPGGA,{digits:6}.00,{digits:4}.{digits:4},N,{digits:5}.{digits:4},E,1,{04|08|11},{float},{count}.{n},M,{n}.{n},M,,*{HEX:2}|+CSQ: {0..31},99|RSSI -{40..120} dBm SNR {n} SF{7..12}|T={float}C H={float}% P={900..1040}.{n}hPa V={3|4}.{digits:2}|uplink {hex:16} fcnt {id} port {n} {hex:24}|kWh {big} W {count} PF 0.{digits:2}|{noun} {noun} ok seq={id}}",
  ],
  [
    "{main|init|loop|task{n}|isr|wifi|ble|heap}",
    "{{sentence}|free heap {count}|boot: {ESP-IDF v{n}.{n}.{n} 2nd stage bootloader|reset reason {n}}|I ({count}) {noun}: {sentence}|[{noun}] {noun}={n} {noun}={n}|tick {big}|connected, rssi -{30..90}|0x{hex:8}: {hex:8} {hex:8} {hex:8} {hex:8}}",
  ],
  [
    "{COBOL|CICS|JES2|IEF|DSN|MQ|RACF|VTAM}",
    "{IEF{digits:3}I {NOUN}{digits:2} - {STEP|STARTED - TIME=|ENDED - TIME=}{clock}|DFH{az:2}{digits:4}I {NOUN} {sentence}|$HASP{digits:3} {NOUN}{digits:2} {ENDED|STARTED - INIT {n} - CLASS A - SYS {NOUN}}|CSQX{digits:3}I {NOUN} channel {NOUN}.{NOUN} {started|ended}|ICH70001I {NOUN} LAST ACCESS AT {clock} ON {date}|IST{digits:3}I {sentence}}",
  ],
];

export const WARNINGS: readonly Said[] = [
  [
    "KERNEL",
    "{ddr: {n} single symbol errors above {n}|correctable {parity|ECC} errors on {node}: {n}|ciodb has been restarted.|{noun} {noun} retry {n}}",
  ],
  [
    "MONITOR",
    "{While inserting monitor info into DB caught java.lang.IllegalStateException: while executing I2C Operation|temperature {60..75} above {warning|soft} limit on {node}|{noun} reading out of range: {float}}",
  ],
  [
    "MMCS",
    "{idoproxydb hit ASSERT condition: ASSERT expression={n} Source file={snake}.cpp Source line={count} Function={camel}|{noun} {noun} took {sec} s}",
  ],
  [
    "org.apache.hadoop.{hdfs.LeaseRenewer|ipc.Client|hdfs.DFSClient}",
    "{Failed to renew lease for [DFSClient_NONMAPREDUCE_{digits:9}_1] for {n} seconds.  Will retry shortly ...|Address change detected. Old: {host}/{priv}:9000 New: {host}:9000|Slow ReadProcessor read fields took {slowms}ms (threshold=30000ms)}",
  ],
  ["QuorumCnxManager$RecvWorker@{count}", "Connection broken for id {digits:12}, my id = {n}, error ="],
  [
    "{ceph|osd.{0..99}|slurmctld|etcd|scada|gpfs}",
    "{slow request {30..90}.{digits:6} seconds old|{n} slow ops, oldest one blocked for {n} sec|node {node} not responding, setting DOWN soon|apply request took too long ({ms}ms)|{noun} deviates {float} from setpoint|quorum {noun} late by {ms} ms}",
  ],
];

export const FATALS: readonly Said[] = [
  [
    "KERNEL",
    "{data {TLB|storage|address} {error|} interrupt{ 0x{hex:8}|}|rts: kernel terminated for reason {1000..1010}{rts: bad message header: {invalid node|cpu|torus} {n}|}|machine check{: i-fetch|: d-fetch|} {......................0|interrupt (bit=0x{hex:2}): {L2 dcache unit|Torus/Tree/GI} {data parity error|read error parity}}|{uncorrectable|double-bit} {ECC|memory|L3 directory|torus} error {detected at|at address} 0x{hex:8}|rts panic! - stopping execution|{kernel panic|Lustre mount FAILED : {node} : {block_id|point} : location|invalid instruction at 0x{hex:8}|exited normally with exit code {n}|illegal state of {noun}|critical input interrupt (unit=0x{hex:2} bit=0x{hex:2}): {warning for torus {x|y|z}{+|-} wire|{noun} parity}}|wait state enable{|d}.....................{0|1}|core configuration register: 0x{hex:8}|power deactivated: {node}}",
  ],
  [
    "APP",
    "{ciod: {Error {reading message prefix on CioStream socket to {priv}:{port}, {Link has been severed|Connection {timed out|reset by peer}}|loading {path}: {invalid or missing program image, {No such file or directory|Exec format error|Permission denied}|program image too big, {big} > {big}}|creating node map from file {path}: {No such file or directory|Bad address}}|failed to read message prefix on control stream (CioStream socket to {priv}:{port}|LOGIN chdir({path}) failed: {No such file or directory|Input/output error|Permission denied}|duplicate canonical-rank {n} to logical-rank {n} mapping at line {n} of node map file {path}}|job {id} timed out. Block freed.|task {n} {died|killed} on signal {6|9|11}}",
  ],
  [
    "LINKCARD",
    "{MidplaneSwitchController performing bit sparing on {node} bit {n}|link card {node} {is not accessible|power module failed}|{port|clock} failure on {node}}",
  ],
  [
    "HARDWARE",
    "{Node {card|board} {is not fully functional|power failure}|Power {deactivated|supply fault}: {node}|Temperature Over {Limit|Critical} on {link|node} card {node}|{fan|pump} failure {node}: speed 0 rpm|fatal {PCI|bus|link} error on {node}}",
  ],
  [
    "MMCS",
    "{idoproxydb|mmcs_server|mmcs_db} {hit ASSERT condition|exited with signal {6|11}|lost connection to DB2}",
  ],
  [
    "{dfs.DataNode|dfs.FSNamesystem|org.apache.hadoop.hdfs.server.datanode.DataNode}",
    "{{priv}:50010:{Got exception while serving|Failed to transfer} blk_{digits:19} to /{priv}: java.io.IOException: {Connection reset by peer|Broken pipe|Block blk_{digits:19} is not valid.}|DataNode is shutting down: org.apache.hadoop.ipc.RemoteException: {sentence}|checkDiskError: exception: java.io.IOException: {No space left on device|Input/output error}|PendingReplicationMonitor timed out block blk_{digits:19}|writeBlock blk_{digits:19} received exception java.io.EOFException}",
  ],
  [
    "org.apache.hadoop.mapred.{YarnChild|Task}",
    "{Error running child : java.lang.OutOfMemoryError: Java heap space|Exception running child : java.io.IOException: Spill failed|Communication exception: java.net.{NoRouteToHostException: No Route to Host from {host}/{priv} to {host}:{port} failed on socket timeout exception|ConnectException: Connection refused}}",
  ],
  [
    "org.apache.spark.{executor.Executor|scheduler.TaskSchedulerImpl}",
    "{Exception in task {n}.0 in stage {n}.0 (TID {id}): java.lang.{OutOfMemoryError|NullPointerException}|Lost executor {n} on {host}: {remote Rpc client disassociated|Executor heartbeat timed out after {slowms} ms}}",
  ],
  [
    "{slurmctld|slurmd|pbs_mom|sge_qmaster|ceph|osd.{0..99}|gpfs|lnet|LustreError|etcd|zookeeper|scada|plc|cnc|robot|nova.compute.manager}",
    "{error: Node {node} {not responding|has low real_memory size|unexpectedly rebooted}|fatal: {unable to write state to {path}|db connection lost|out of threads}|{n}:{n}:({snake}.c:{count}:{camel}()) {ASSERTION( {noun} != NULL ) failed|LBUG|@@@ timeout (sent at {epoch}, {n}s ago)}|osd.{n} marked down after no beacon for {n}.{digits:6} seconds|{n} pgs {inconsistent|degraded|down}; HEALTH_ERR|lost the TCP streaming connection with peer {hex:16}|panic: {runtime error|assertion failed}: {sentence}|EMERGENCY STOP {noun} {n}|drive {n} fault F{digits:4}: {overcurrent|overvoltage|encoder loss|following error}|[instance: {uuid}] Instance failed to spawn: {NoValidHost|libvirtError: internal error}|log: {disk full|I/O error} writing {path}|split brain suspected: {n} masters}",
  ],
];
