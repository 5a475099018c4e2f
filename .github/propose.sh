#!/usr/bin/env bash
# Propose new versions of some files as a pull request to the default branch: one per branch, updated if it is open.
# Usage: propose.sh BRANCH TITLE BODY FOLDER FILE... Each FILE is copied from FOLDER; other files of FOLDER are ignored.
# Needs gh and git, and a GH_TOKEN with write permission for contents, pull requests and actions.
set -euo pipefail
branch=$1 title=$2 body=$3 folder=$4
shift 4
for file in "$@"; do
  if [ ! -f "$folder/$file" ] || [ -L "$folder/$file" ]; then
    echo "$file does not exist, so there is nothing to propose."
    exit 0
  fi
  cp -- "$folder/$file" "$file"
done
git switch --quiet --force-create "$branch"
git add -- "$@"
if git diff --cached --quiet; then
  echo "Nothing has changed."
  exit 0
fi
git -c user.name="github-actions[bot]" -c user.email="41898282+github-actions[bot]@users.noreply.github.com" \
  commit --quiet --message "$title"
gh auth setup-git
git push --quiet --force origin "$branch"
text=$(mktemp)
case $body in
  # Other text is indented, so that nothing in it is read as Markdown.
  *.md) head -c 60000 "$body" ;;
  *) head -c 50000 "$body" | tr -d '\r' | sed 's/^/    /' ;;
esac > "$text"
if [ -n "$(gh pr list --head "$branch" --state open --json number --jq '.[0].number // empty')" ]; then
  gh pr edit "$branch" --body-file "$text"
else
  gh pr create --head "$branch" --title "$title" --body-file "$text"
fi
# A push by a workflow starts no workflow, so start it explicitly.
gh workflow run check.yml --ref "$branch"
if [ "$branch" = updates ]; then
  gh workflow run audit.yml --ref "$branch"
fi
