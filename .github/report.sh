#!/usr/bin/env bash
# Maintain one issue for a weekly check: open it, update it, close it if no problem is left.
# Usage: report.sh LABEL TITLE FILE. Needs gh, and a GH_TOKEN with write permission for issues.
set -euo pipefail
label=$1 title=$2 file=$3
if [ ! -e "$file" ]; then
  echo "$file does not exist, so the issue was not changed."
  exit 0
fi
gh label create "$label" --description "$title" --force
number=$(gh issue list --state open --label "$label" --limit 1 --json number --jq '.[0].number // empty')
if [ -s "$file" ]; then
  body=$(mktemp)
  {
    echo "Found on $(date -u +%Y-%m-%d). This text is updated each week, and the issue is closed when no problem is left."
    echo
    # Indented, so that nothing in a line is read as Markdown. GitHub limits an issue to 65,536 characters.
    head -c 50000 "$file" | tr -d '\r' | sed 's/^/    /'
  } > "$body"
  if [ -n "$number" ]; then
    gh issue edit "$number" --body-file "$body"
  else
    gh issue create --title "$title" --label "$label" --body-file "$body"
  fi
elif [ -n "$number" ]; then
  gh issue close "$number" --comment "No problem is left."
fi
