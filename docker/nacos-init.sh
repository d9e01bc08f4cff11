#!/bin/sh
# Prepares Nacos for Holdfast, as local-stack does: the administrator's password, the account of the apps and of Seata,
# and the very files of nacos-config/. It may run again at any time: accounts that are there are kept, and the files are
# published again, so what was changed in Nacos' console meanwhile is lost.
# POSIX sh for BusyBox; needs curl, sed and md5sum. Outside Docker: NACOS_ADDRESS=127.0.0.1:18848 docker/nacos-init.sh
# Exit code 0: the apps can log in and read every file. Anything else: they cannot, and the last line says why.
set -eu

address=${NACOS_ADDRESS:-127.0.0.1:18848}
# Passwords for demonstration only; the same as in docker-compose.yml.
admin=nacos # the only name that Nacos takes for its first administrator
admin_password=${NACOS_ADMIN_PASSWORD:-nacos-demo}
apps=${SPRING_CLOUD_NACOS_USERNAME:-holdfast}
apps_password=${SPRING_CLOUD_NACOS_PASSWORD:-holdfast-demo}
configuration=${NACOS_CONFIGURATION:-$(dirname "$0")/../nacos-config}
patience=${NACOS_PATIENCE_SECONDS:-120}

role=holdfast-apps
group=HOLDFAST
token=
status=
answer=

say() {
  echo "nacos-init: $*"
}

fail() {
  say "FAILED: $*" >&2
  exit 1
}

# call GET|POST <path> [name=value | name@file]... sets $status (000 if there was no answer) and $answer
call() {
  method=$1
  path=$2
  shift 2
  [ "$method" = GET ] && set -- --get "$@"
  # Every argument that is not an option is a parameter for curl to encode.
  count=$#
  while [ "$count" -gt 0 ]; do
    argument=$1
    shift
    case $argument in
      --*) set -- "$@" "$argument" ;;
      *) set -- "$@" --data-urlencode "$argument" ;;
    esac
    count=$((count - 1))
  done
  answer=$(curl --silent --max-time 10 --write-out '\n%{http_code}' --header "accessToken: $token" "$@" \
    "http://$address/nacos/v3$path") || true
  status=$(printf '%s\n' "$answer" | tail -n 1)
  answer=$(printf '%s\n' "$answer" | sed '$d')
  [ "$status" != 000 ] || answer="no answer"
}

# text <name>: the value of that member of $answer
text() {
  printf '%s\n' "$answer" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"
}

log_in() {
  token=
  call POST /auth/user/login "username=$1" "password=$2"
  token=$(text accessToken)
  [ -n "$token" ]
}

# Nacos may answer before it knows its accounts, so a refused login is tried again like no answer at all.
become_administrator() {
  end=$(($(date +%s) + patience))
  while :; do
    # Refused once there is an administrator; the login below is what counts.
    token=
    call POST /auth/user/admin "password=$admin_password"
    log_in "$admin" "$admin_password" && return
    [ "$(date +%s)" -lt "$end" ] ||
      fail "$address does not let $admin in after $patience s (does its volume know another password?): $status $answer"
    sleep 1
  done
}

permit() {
  call GET /auth/permission/list "role=$role" pageNo=1 pageSize=100 search=accurate
  [ "$status" = 200 ] || fail "the permissions of $role cannot be read: $status $answer"
  case $answer in
    *"\"resource\":\"$1\""*) return ;;
  esac
  call POST /auth/permission "role=$role" "resource=$1" "action=$2"
  [ "$status" = 200 ] || fail "$role is not given $1: $status $answer"
}

admit_apps() {
  # Both are refused where they exist already; the login below is what counts.
  call POST /auth/user "username=$apps" "password=$apps_password"
  call POST /auth/role "role=$role" "username=$apps"
  permit 'public:*:naming/*' rw
  # Listening for changes is asked for many configurations at once, so it is not granted by a single group.
  permit "public:*:config/*" r
}

publish() {
  name=$(basename "$1")
  call POST /admin/cs/config "dataId=$name" "groupName=$group" type=yaml "content@$1"
  case $status$answer in
    200*'"data":true'*) say "published $name" ;;
    *) fail "Nacos refuses $name: $status $answer" ;;
  esac
}

# Published is not yet readable: returns when the apps get this very content, asked with their own account.
await_readable() {
  name=$(basename "$1")
  sum=$(md5sum <"$1" | cut -d ' ' -f 1)
  end=$(($(date +%s) + 15))
  while :; do
    call GET /client/cs/config "dataId=$name" "groupName=$group"
    [ "$(text md5)" = "$sum" ] && return
    [ "$(date +%s)" -lt "$end" ] || fail "$apps cannot read $name as it was published: $status $answer"
    sleep 1
  done
}

become_administrator
say "logged in to $address as $admin"
admit_apps
published=0
for file in "$configuration"/*.yaml; do
  [ -f "$file" ] || fail "there is no .yaml file in $configuration"
  publish "$file"
  published=$((published + 1))
done
log_in "$apps" "$apps_password" ||
  fail "Nacos does not let $apps in (does its volume know another password?): $status $answer"
for file in "$configuration"/*.yaml; do
  await_readable "$file"
done
say "$published files in group $group can be read by $apps"
