#!/bin/sh
# Puts the licences of Go, of all modules that the programs are made of, and of libheif and what is beside it, and of what is in libjxl, which ask to go along with them, into a folder.
#   licences.sh FOLDER          (for another system than this one: with GOOS set)
set -eu
cd "$(dirname "$0")/.."
to=$1
modules=$(mktemp)
trap 'rm -f "$modules"' EXIT

mkdir -p "$to"
cp "$(go env GOROOT)/LICENSE" "$to/go.txt"
for licence in LGPL-3 GPL-3; do # libheif's and libde265's; the libraries of GCC beside them have the second with its exception
	cp "/usr/share/common-licenses/$licence" "$to/$licence.txt"
done
cp packaging/skcms.txt "$to/skcms.txt" # which is in libjxl_cms on Linux
CGO_ENABLED=1 go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}' \
	./app/afterrain ./app/afterrain-cli ./app/afterrain-decode | sort -u | sed '/^$/d' >"$modules"
while read -r path dir; do
	file=$to/$(echo "$path" | tr / -).txt
	find "$dir" -maxdepth 3 -type f \( -iname 'licen[sc]e*' -o -iname 'copying*' -o -iname 'notice*' \) \
		! -path '*/testdata/*' ! -path '*/cmd/*' -exec cat {} + >"$file"
	if [ ! -s "$file" ]; then
		echo "$path comes without a licence" >&2
		exit 1
	fi
done <"$modules"
