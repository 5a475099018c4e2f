#!/usr/bin/env bash
# Proposes new versions of some files as a pull request to main, one for each branch, renewed where it is open.
# Usage: propose.sh BRANCH TITLE BODY FOLDER FILE... Each FILE is taken from FOLDER; nothing else of FOLDER is.
# Needs gh and git, and GH_TOKEN with the right to write contents, pull requests and actions.
set -euo pipefail
branch=$1 title=$2 body=$3 folder=$4
shift 4
for file in "$@"; do
  if [ ! -f "$folder/$file" ] || [ -L "$folder/$file" ]; then
    echo "$file was not made, so there is nothing to propose."
    exit 0
  fi
  cp -- "$folder/$file" "$file"
done
git switch --quiet --force-create "$branch"
git add -- "$@"
if git diff --cached --quiet; then
  echo "Nothing is new."
  exit 0
fi
git -c user.name="github-actions[bot]" -c user.email="41898282+github-actions[bot]@users.noreply.github.com" \
  commit --quiet --message "$title"
gh auth setup-git
git push --quiet --force origin "$branch"
text=$(mktemp)
case $body in
  # What is not Markdown is indented, so that nothing in it can be taken for it.
  *.md) head -c 60000 "$body" ;;
  *) head -c 50000 "$body" | tr -d '\r' | sed 's/^/    /' ;;
esac > "$text"
if [ -n "$(gh pr list --head "$branch" --state open --json number --jq '.[0].number // empty')" ]; then
  gh pr edit "$branch" --body-file "$text"
else
  gh pr create --base main --head "$branch" --title "$title" --body-file "$text"
fi
# What a workflow pushes starts no workflow; this does.
gh workflow run check.yml --ref "$branch"
if [ "$branch" = updates ]; then
  gh workflow run audit.yml --ref "$branch"
fi
