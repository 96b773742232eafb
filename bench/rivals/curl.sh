#!/usr/bin/env bash
# The action's two requests with curl, as a step of a workflow would have them.
set -e
auth="Authorization: Bearer $BENCH_TOKEN"
type="Content-Type: application/json"
curl -sSf -o /dev/null -A bench-curl -H "$auth" -H "$type" "$BENCH_URL/backups/?server_id=$BENCH_SERVER"
curl -sSf -A bench-curl -H "$auth" -H "$type" -d "{\"server_id\": $BENCH_SERVER, \"description\": \"Before a deploy\"}" "$BENCH_URL/backups/"
