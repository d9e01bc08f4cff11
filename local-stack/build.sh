# Sourced by ./up, ./prove and ./check at the root of the checkout: checks what must be installed and builds what has changed.
# The caller sets `name` (who complains), calls build_for with its arguments (or build_checker), and runs what copy_of has copied.

fail() {
  echo "$name: $*" >&2
  exit 1
}

check_tools() {
  local java_version
  command -v java >/dev/null || fail "no java found: install a JDK, 17 or newer"
  command -v javac >/dev/null || fail "java is here but javac is not: install a JDK, 17 or newer, not only a JRE"
  command -v mvn >/dev/null || fail "no mvn found: install Maven, 3.8.7 or newer"
  java_version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
  [ "${java_version%%.*}" -ge 17 ] || fail "java $java_version is too old: 17 or newer is needed"
}

# The options are the Java program's business; the build needs to know only about MySQL.
database_among() {
  local argument previous= database=mariadb
  for argument in "$@"; do
    [ "$previous" = --db ] && database=$argument
    case $argument in
      --db=*) database=${argument#--db=} ;;
    esac
    previous=$argument
  done
  case $database in
    mariadb | mysql) echo "$database" ;;
    *) fail "unknown database $database: mariadb or mysql" ;;
  esac
}

# Only what changes a build counts: not what it writes (target/), not directories, not tests.
newer() {
  find "${sources[@]}" \( -name target -o -path '*/src/test' \) -prune -o -type f -newer "$stamp" -print -quit
}

# Somebody may have run mvn clean since.
built() {
  local module
  for module in "${modules[@]}" local-stack/servers/nacos local-stack/servers/seata; do
    [ -e "$module/target/cp.txt" ] && [ -d "$module/target/classes" ] || return 1
  done
  [ -d local-stack/servers/native/target/redis ] && [ -d "local-stack/servers/native/target/$database" ]
}

# build_for MODULE... -- ARGUMENT...: the modules and what they stand on, for the database the arguments name.
build_for() {
  local begun list database stamp profile=() modules=() sources
  while [ "$1" != -- ]; do
    modules+=("$1")
    shift
  done
  shift
  check_tools
  database=$(database_among "$@") || exit
  [ "$database" = mysql ] && profile=(-Pmysql)
  stamp=local-stack/target/$name-$database.stamp
  sources=(pom.xml tcc-kernel batching lifecycle stock-api sql "${modules[@]}")
  if [ ! -e "$stamp" ] || [ -n "$(newer)" ] || ! built; then
    echo "Building (the first time this downloads the servers, some 600 MB) ..."
    begun=$SECONDS
    list=$(IFS=,; echo "${modules[*]}")
    mvn -B -q -T 4 -Dstyle.color=never "${profile[@]}" -Dmaven.test.skip=true -pl "$list" -am package || fail "the build failed"
    mkdir -p local-stack/target
    touch "$stamp"
    echo "Built in $((SECONDS - begun)) s"
  fi
}

# The checker needs neither the servers nor the apps, and may be built beside a running stack. So its classes are compiled and
# not packaged: nothing is written anew but what has changed, no jar at all.
build_checker() {
  local begun stamp=proof/target/check.stamp sources=(pom.xml local-stack/pom.xml local-stack/src proof/pom.xml proof/src)
  check_tools
  if [ ! -e "$stamp" ] || [ -n "$(newer)" ] || [ ! -e proof/target/check-cp.txt ] ||
    [ ! -d proof/target/classes ] || [ ! -d local-stack/target/classes ]; then
    echo "Building the checker ..."
    begun=$SECONDS
    mvn -B -q -T 2 -Dstyle.color=never -Dholdfast.checker-only -Dmaven.test.skip=true -pl local-stack,proof \
      compile dependency:build-classpath -Dmdep.includeScope=runtime -Dmdep.outputFile=target/check-cp.txt ||
      fail "the build failed"
    touch "$stamp"
    echo "Built in $((SECONDS - begun)) s"
  fi
}

# copy_of MODULE [LIST]: sets class_path to the classes of the module and what its build has listed (cp.txt). What a build of this
# checkout writes is copied to a directory that lasts as long as this process: a later build changes nothing of what runs.
copy_of() {
  local module=$1 list=$1/target/${2:-cp.txt} root entry entries number=0 copies=run/classes copy
  for copy in "$copies"/*; do
    [ ! -d "$copy" ] || kill -0 "${copy##*-}" 2>/dev/null || rm -rf "$copy"
  done
  copy=$copies/$name-$$
  rm -rf "$copy"
  mkdir -p "$copy"
  root=$(pwd -P)
  IFS=: read -ra entries <"$list" || [ "${#entries[@]}" -gt 0 ] || fail "$list is empty"
  class_path=
  for entry in "$root/$module/target/classes" "${entries[@]}"; do
    case $entry in
      "$root"/*/target/*)
        number=$((number + 1))
        mkdir "$copy/$number"
        cp -R "$entry" "$copy/$number/"
        entry=$copy/$number/${entry##*/}
        ;;
    esac
    class_path=${class_path:+$class_path:}$entry
  done
}
