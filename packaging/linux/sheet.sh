#!/bin/sh
# Lays out photographs as dropped (left) and as exported (right): rows of noise, rain and haze, 720 x 480 each,
# the first two the middle of the photograph, with 6 pixels of white between them.
#   sheet.sh SAMPLES EXPORTED SHEET
set -eu
command -v montage >/dev/null || { sudo=; [ "$(id -u)" = 0 ] || sudo=sudo; $sudo apt-get install -y -qq --no-install-recommends imagemagick >/dev/null; }
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT

middle() { convert "$1" -gravity center -crop 720x480+0+0 +repage "$2"; }
whole() { convert "$1" -resize '720x480^' -gravity center -extent 720x480 "$2"; }

set -- "$@" middle noise middle rain whole haze
samples=$1 exported=$2 sheet=$3
shift 3
while [ $# != 0 ]; do
	"$1" "$samples/$2.jpg" "$parts/$2-before.png"
	"$1" "$exported/$2-restored.jpg" "$parts/$2-exported.png"
	shift 2
done
montage "$parts/noise-before.png" "$parts/noise-exported.png" "$parts/rain-before.png" "$parts/rain-exported.png" \
	"$parts/haze-before.png" "$parts/haze-exported.png" -tile 2x3 -geometry +3+3 -background white -quality 92 "$sheet"
