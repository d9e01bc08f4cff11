# Runs one server for the stack's JVM and ends it when that JVM goes away, however it goes.
#   sh leash.sh <log file> <command...>
# The JVM holds the other end of our standard input: when it dies, even by SIGKILL, the kernel closes the pipe. The
# server is our own child from its first instant, so there is no moment at which nobody would end it.
log=$1
shift
exec 3<&0
"$@" 3<&- </dev/null >>"$log" 2>&1 &
server=$!
echo "$server"
exec 1>&-
(
  read -r _ <&3
  kill -TERM "$server"
  kill -CONT "$server" # a stopped process takes no TERM
  tenths=0
  while [ "$tenths" -lt 100 ] && kill -0 "$server"; do
    sleep 0.1
    tenths=$((tenths + 1))
  done
  kill -KILL "$server"
) 2>/dev/null &
watch=$!
exec 3<&-
wait "$server"
status=$?
kill "$watch" 2>/dev/null
exit "$status"
