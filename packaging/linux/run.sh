#!/bin/sh
# Opens the window on the sample photographs; without a display, restores them into out/ and lays out a before/after sheet.
set -eu
cd "$(dirname "$0")/../.."

if [ -n "${DISPLAY:-}" ]; then
	exec build/afterrain assets/samples/*.jpg
fi

echo "There is no display (DISPLAY is not set), so the window cannot open. Restoring the sample photographs into out/ instead."
rm -rf out/samples
build/afterrain-cli restore -o out/samples assets/samples
command -v montage >/dev/null || { sudo=; [ "$(id -u)" = 0 ] || sudo=sudo; $sudo apt-get install -y -qq --no-install-recommends imagemagick >/dev/null; }
set --
for kind in noise rain haze; do
	set -- "$@" "assets/samples/$kind.jpg" "out/samples/$kind-restored.jpg"
done
montage "$@" -resize 800x800 -tile 2x -geometry +6+6 out/before-after.jpg
echo "Before and after, side by side: out/before-after.jpg"
