#!/bin/sh
# Runs the embedded Postgres while commands use it.
#
# The FIFO `users` in the data folder counts references: each command that uses the server holds its write end, standard
# input here is its read end. The kernel closes the write end when a command ends, however it ends, SIGKILL included;
# when the last one is closed, reading ends and the server is stopped. So no command has to clean up.
#
# Arguments: the cluster, then the server's command line.

cluster=$1
shift
exec 3<&0 0</dev/null

"$@" 3<&- &
server=$!

# Whether the process that has the server's id is the server: it may have ended, where no process is left to wait for it.
is_server() {
  if [ -e /proc/self/stat ]; then
    [ "/proc/$server/cwd" -ef "$cluster" ]
  else
    case $(ps -ww -o command= -p "$server") in *" -D $cluster "*) ;; *) return 1 ;; esac
  fi
}

(
  cat <&3 >/dev/null
  # It enters the cluster a moment after its start.
  for _ in 1 2 3 4 5; do
    is_server && exec kill -INT "$server" # fast shutdown: sessions are ended, everything committed is kept
    sleep 1
  done
) &
watch=$!

# Only the watcher may hold the read end, so that no command can join once it has seen the end.
exec 3<&-

trap 'kill -INT "$server"' HUP INT TERM
while kill -0 "$server" 2>/dev/null; do wait "$server"; done
kill "$watch" 2>/dev/null
exit 0
