#!/usr/bin/env bash
# Publish the newest revision of a branch on this server, if it passes its gates: publish.sh SETTINGS
# For a timer (hosting/publish.timer, or cron). Two runs never overlap. Nothing is published that fails, and the site that
# is there stays. SETTINGS is a file of lines NAME=value (hosting/publish.env.example explains each).
set -euo pipefail
umask 022 # the web server, another user, reads what is made here
settings=$(realpath -- "${1:?which settings? publish.sh /etc/proofdesk/publish.env}")
# shellcheck source=/dev/null
. "$settings"
: "${REPOSITORY:?the folder with the clone}" "${RELEASES:?the folder for what is published}" "${SITE_URL:?}"
export SITE_URL
mkdir -p "$RELEASES"
exec 9>"$RELEASES/.lock"
if ! flock --nonblock 9; then
  echo "Another run publishes at this moment."
  exit 0
fi
cd "$REPOSITORY"
git fetch --quiet --prune origin
if [ -z "${BRANCH:-}" ]; then # asked each time: a default branch may be renamed
  git remote set-head origin --auto >/dev/null ||
    { echo "The server names no default branch. Enter one in $settings: BRANCH=main" >&2; exit 2; }
fi
branch=${BRANCH:-$(git symbolic-ref --short refs/remotes/origin/HEAD)}
new=$(git rev-parse --verify --quiet "refs/remotes/origin/${branch#origin/}^{commit}") ||
  { echo "There is no branch \"${branch#origin/}\" on the server." >&2; exit 2; }
old=$(cat "$RELEASES/current/revision" 2>/dev/null || true)
failed=$(cat "$RELEASES/.failed" 2>/dev/null || true)
# Somebody went back to a release before the last. It stays until there is another revision, as the one that undoes the fault.
if [ "$new" = "$(cat "$RELEASES/.published" 2>/dev/null || true)" ] && [ "$new" != "$old" ]; then
  exit 0
fi
day=$(date -u +%F)
# Each day at least once, for pages whose day has come (publish-on). What failed waits for another revision, or a day.
if [ "$new $day" = "$failed" ] || [ "$new $day" = "$old $(cat "$RELEASES/current/day" 2>/dev/null || true)" ]; then
  exit 0
fi
git checkout --quiet --force --detach "$new"
echo "$new $day" > "$RELEASES/.failed" # until it is published
trap 'echo "Not published. It is tried again with the next revision, tomorrow, or after: rm $RELEASES/.failed" >&2' ERR
if [ -x .ci/program-changed ] && [ "${PROGRAM_TESTS:-yes}" = yes ] && .ci/program-changed "$old"; then
  .ci/run
fi
make test-content SINCE="$old"
release=$RELEASES/$(date -u +%Y%m%dT%H%M%SZ)-${new:0:12}
path=${SITE_URL#*://*/}
[ "$path" != "$SITE_URL" ] || path=
printf -v path '%b' "${path//%/\\x}" # a folder has the letters themselves
mkdir -p "$release/site/$path"
cp -R site/. "$release/site/$path"
.venv/bin/desk headers nginx -o "$release/headers.nginx"
.venv/bin/desk headers caddy -o "$release/headers.caddy"
echo "$new" > "$release/revision"
echo "$day" > "$release/day"
ln -sfn "$release" "$RELEASES/next"
mv -T "$RELEASES/next" "$RELEASES/current" # one step: a reader gets the old site or the new one
echo "$new" > "$RELEASES/.published"
rm -f "$RELEASES/.failed"
${RELOAD:-true}
# The new one and four before it stay, to go back to. Those of one second have no order among them.
find "$RELEASES" -mindepth 1 -maxdepth 1 -type d -name '*Z-*' ! -name "${release##*/}" | sort --reverse | tail -n +5 | while IFS= read -r old_release; do
  rm -rf -- "$old_release"
done
echo "Published $new at $SITE_URL."
