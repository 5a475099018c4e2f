#!/usr/bin/env bash
# Keeps one open issue for what a weekly look found: opens it, renews it, closes it when nothing is left.
# Usage: report.sh LABEL TITLE FILE. Needs gh, and GH_TOKEN with the right to write issues.
set -euo pipefail
label=$1 title=$2 file=$3
if [ ! -e "$file" ]; then
  echo "$file was not made, so nothing is known; the issue stays as it is."
  exit 0
fi
gh label create "$label" --description "$title" --force
number=$(gh issue list --state open --label "$label" --limit 1 --json number --jq '.[0].number // empty')
if [ -s "$file" ]; then
  body=$(mktemp)
  {
    echo "Found on $(date -u +%Y-%m-%d). This text is renewed each week, and the issue is closed when nothing is left."
    echo
    # Indented, so that nothing in a line can be taken for Markdown. An issue holds 65,536 characters.
    head -c 50000 "$file" | tr -d '\r' | sed 's/^/    /'
  } > "$body"
  if [ -n "$number" ]; then
    gh issue edit "$number" --body-file "$body"
  else
    gh issue create --title "$title" --label "$label" --body-file "$body"
  fi
elif [ -n "$number" ]; then
  gh issue close "$number" --comment "Nothing is left."
fi
