/** Words of phrases that stand in many ordinary messages, the most frequent first; counted in system logs of 40 machines. */
export const FREQUENT_WORDS: readonly string[] = `
  00 0 kernel ip may to for from in server root connection warning host on error with pid time not system device run dev
  the address found an failed is cmd unknown daemon by resource io no of start status request eth0 changed received be
  state port connect cannot bus was at disabled size target data and file failure my cert reading active could pm
  severity got aborted operation mount packet alloc a as runtime using process or memory interface core queue link
  reached event cleaning up out entered mode output tcp path class running table try cpu swap waiting reserved entries
  all due after main temporarily disk unit log set controller parent block update rejected key container available now i
  used page command fs max write high execute o execution requested interrupt has disconnected open back directory
  protocol count check lost sockets events are this non input ready t detected removed job off cpus already timed
  loading files mail buffer code thread clock shell logging format sending signal pool load read seconds current any
  ext0 can been containerd journal database ata0 software removing restarting environment number syncing filesystem bug
  control create orphaned uuid total reply required test internal power index stage offline certificate unable configure
  image ata shutdown low microcode restart last invalid probe down timeout will condition transport reason left
  attribute space self terminated save transaction startup`
  .trim()
  .split(/\s+/);
