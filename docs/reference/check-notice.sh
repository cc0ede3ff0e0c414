#!/bin/sh
# Checks a notice's proof with openssl, sed and xxd alone: sh check-notice.sh NOTICE.tlog-proof CITY.policy
# The steps are those of ledger.md, "Checking a notice". Exit code 0 if everything holds, 1 if something doesn't.
set -eu
proof=$1 policy=$2
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT

fail() { echo "does NOT hold: $1" >&2; exit 1; }
# Hexadecimal in, hexadecimal out.
sha256() { xxd -r -p | openssl dgst -sha256 -r | cut -c1-64; }
hmac() { xxd -r -p | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" -r | cut -c1-64; }
node() { printf '01%s%s' "$1" "$2" | sha256; }
when() { date -u -d "@$1" '+%F %H:%M UTC' 2> /dev/null || date -u -r "$1" '+%F %H:%M UTC'; }
text_hex() { printf '%s' "$1" | xxd -p | tr -d '\n'; }
base64_hex() { printf '%s' "$1" | openssl base64 -d -A | xxd -p | tr -d '\n'; }

# 1. The notice, from the proof's extra line. The proof's own lines end at the first empty one.
sed '/^$/,$d' "$proof" > "$work/head"
[ "$(sed -n 1p "$work/head")" = "c2sp.org/tlog-proof@v1" ] || fail "that isn't a proof file"
[ "$(grep -c '^extra ' "$work/head")" -eq 1 ] || fail "the proof has no notice, or two"
notice=$(sed -n 's/^extra //p' "$work/head" | openssl base64 -d -A)
top() { printf '%s' "$notice" | sed 's/.*"'"$1"'":"\{0,1\}\([0-9a-f]*\).*/\1/'; }

# 2. A digest for each field, a leaf for each digest, one root over the sixteen leaves.
fields=$(printf '%s' "$notice" | sed 's/.*"fields":\[//; s/\],"nonce":.*//' | sed 's/},{/}\
{/g')
printf '%s\n' "$fields" | while IFS= read -r field; do
  name=$(printf '%s' "$field" | sed 's/.*"name":"\([a-z]*\)".*/\1/')
  case $field in
    *'"salt":'*)
      salt=$(printf '%s' "$field" | sed 's/.*"salt":"\([0-9a-f]*\)".*/\1/')
      value=$(printf '%s' "$field" | sed 's/.*"value":"\(.*\)"}$/\1/; s/\\\(["\\]\)/\1/g')
      [ -z "$value" ] || printf '  %s: %s\n' "$name" "$value" >&2
      digest=$(printf '%s00%s' "$(text_hex "$name")" "$(text_hex "$value")" | hmac "$salt") ;;
    *) digest=$(printf '%s' "$field" | sed 's/.*"digest":"\([0-9a-f]*\)".*/\1/') ;;
  esac
  printf '00%s' "$digest" | sha256
done > "$work/leaves"
printf '00%s' "$(top rest)" | sha256 >> "$work/leaves"
set -- $(cat "$work/leaves")
[ $# -eq 16 ] || fail "a notice has sixteen leaves, this one $#"
while [ $# -gt 1 ]; do
  row=
  while [ $# -gt 1 ]; do row="$row $(node "$1" "$2")"; shift 2; done
  set -- $row
done
payload_root=$1

# 3. The commitment, and the entry of the log.
sed '1,/^$/d' "$proof" > "$work/checkpoint"
sed '/^$/,$d' "$work/checkpoint" > "$work/text"
origin=$(sed -n 1p "$work/text") size=$(sed -n 2p "$work/text") root=$(base64_hex "$(sed -n 3p "$work/text")")
tick=$(top tick) slot=$(top slot) type=$(top type)
place=$(printf '%016x%04x%02x' "$tick" "$slot" "$type")
label=$(text_hex scopeofduty/slot/v1)00
committed=$(printf '%s%s%s%s' "$label" "$(text_hex "$origin" | sha256)" "$place" "$payload_root" | hmac "$(top nonce)")
hash=$(printf '00%s%s' "$committed" "$(top escrow)" | sha256)

# 4. The entry's place in the log: its index follows from tick and slot, its path leads to the signed root.
index=$(sed -n 's/^index //p' "$work/head")
first=${origin##*/} rest=${origin%/*} slots=${rest##*/} period=${rest%/*} period=${period##*/}
[ "$index" -eq $(((tick - first) * slots + slot)) ] || fail "the notice names another slot than its proof"
[ "$index" -lt "$size" ] || fail "the log isn't that long"
at=$index last=$((size - 1))
for line in $(sed '1,/^index /d' "$work/head"); do
  part=$(base64_hex "$line")
  [ "$last" -gt 0 ] || fail "the path is too long"
  if [ $((at & 1)) -eq 1 ] || [ "$at" -eq "$last" ]; then
    hash=$(node "$part" "$hash")
    while [ $((at & 1)) -eq 0 ] && [ "$at" -gt 0 ]; do at=$((at >> 1)) last=$((last >> 1)); done
  else
    hash=$(node "$hash" "$part")
  fi
  at=$((at >> 1)) last=$((last >> 1))
done
[ "$last" -eq 0 ] && [ "$hash" = "$root" ] || fail "the path leads to another root"

# 5. The signatures, with the keys of the policy.
signed=0
grep -E '^(log|witness) ' "$policy" > "$work/parties" || fail "the policy names nobody"
while read -r kind name key _; do
  [ "$kind" = witness ] || key=$name name=${key%%+*}
  [ "$kind" = witness ] || [ "$name" = "$origin" ] || continue
  public=${key#*+}
  id=${public%%+*} public=${public#*+}
  # A signature is this key's if name and id are: others, of the same name too, are a stranger's.
  blob=$(sed '1,/^$/d' "$work/checkpoint" | while read -r dash who data; do
    [ "$dash $who" != "— ${key%%+*}" ] || base64_hex "$data" | grep "^$id" || true
  done | tail -n 1)
  if [ -z "$blob" ]; then echo "$name hasn't signed"; continue; fi
  printf '302a300506032b6570032100%s' "$(base64_hex "$public" | cut -c3-66)" | xxd -r -p > "$work/key"
  if [ "$kind" = witness ]; then
    time=$(printf '%d' "0x$(printf '%s' "$blob" | cut -c9-24)")
    { printf 'cosignature/v1\ntime %d\n' "$time"; cat "$work/text"; } > "$work/message"
    signature=$(printf '%s' "$blob" | cut -c25-) said="saw it by $(when "$time")"
  else
    cp "$work/text" "$work/message"
    signature=$(printf '%s' "$blob" | cut -c9-) said="signed the log" signed=1
  fi
  printf '%s' "$signature" | xxd -r -p > "$work/signature"
  openssl pkeyutl -verify -pubin -inkey "$work/key" -keyform DER -rawin -in "$work/message" \
    -sigfile "$work/signature" > "$work/out" 2>&1 || fail "the signature of $name"
  echo "$name $said"
done < "$work/parties"
[ "$signed" -eq 1 ] || fail "no key of the policy signed for $origin"
echo "holds: sealed between $(when $((tick * period))) and $(when $(((tick + 1) * period))), unchanged since"
