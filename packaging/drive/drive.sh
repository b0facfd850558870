#!/bin/bash
# Drives the real window on a screen of its own: drops files on it with the
# mouse, looks at what it shows, and exports.
#
#   drive.sh APP OUT [PHOTO PHOTO]
#
# APP is the built program, OUT the folder for screenshots. The model and the
# ONNX Runtime library are found by APP, or named by AFTERRAIN_MODEL and
# ONNXRUNTIME_LIB. Without photos two noisy ones are made. PATIENCE (seconds,
# default 600) bounds each wait. With UNTIL=2-split it drops the photos only, and
# ends with that screenshot. Exit code 0 if the window showed all it should.
#
# Needs xvfb openbox xdotool x11-utils imagemagick python3-gi gir1.2-gtk-3.0 and
# Mesa's software OpenGL (libgl1-mesa-dri).
set -euo pipefail

app=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
here=$(dirname "$(realpath "$0")")
patience=${PATIENCE:-600}
work=$(mktemp -d)
pids=()
passed=0

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*"; }

finish() {
	local code=$?
	trap - EXIT
	if ((code != 0)); then
		import -window root "$out/failed.png" 2>/dev/null || true
		say "FAILED after $passed checks; the program's log:"
		cat "$work/app.log" 2>/dev/null || true
	fi
	for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
	exit "$code"
}
trap finish EXIT

die() { say "$*"; exit 1; }

# until_true WHAT COMMAND...: polls until COMMAND succeeds.
until_true() {
	local what=$1 end=$((SECONDS + patience))
	shift
	until "$@"; do
		((SECONDS < end)) || die "waited in vain for: $what"
		alive || die "the program ended while waiting for: $what"
		sleep 0.3
	done
}

alive() { [[ -z ${app_pid:-} ]] || kill -0 "$app_pid" 2>/dev/null; }

# holds WHAT A OP B: compares two numbers.
holds() {
	awk "BEGIN { exit !($2 $3 $4) }" || die "$1: $2 is not $3 $4"
	passed=$((passed + 1))
	say "ok: $1 ($2 $3 $4)"
}

# --- the screen -------------------------------------------------------------

start_screen() {
	exec 3>"$work/display"
	Xvfb -displayfd 3 -noreset -screen 0 1500x1000x24 +extension GLX -nolisten tcp >"$work/xvfb.log" 2>&1 &
	pids+=($!)
	until_true "a screen" test -s "$work/display"
	exec 3>&-
	export DISPLAY=":$(tr -d '[:space:]' <"$work/display")"
	until_true "the screen to answer" xwininfo -root -stats >/dev/null
	openbox >"$work/openbox.log" 2>&1 &
	pids+=($!)
	until_true "the window manager" managed
}

managed() { xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'; }

start_app() {
	export HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" XDG_CACHE_HOME="$work/home/.cache"
	export LANG=C.UTF-8 LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1 GTK_USE_PORTAL=0
	mkdir -p "$HOME"
	"$app" -v >"$work/app.log" 2>&1 &
	app_pid=$!
	pids+=("$app_pid")
	until_true "the window" find_window 'Afterrain$'
	xdotool windowactivate "$window"
	xdotool windowmove "$window" 60 60
	until_true "the window's place" settled
}

find_window() { window=$(xdotool search --onlyvisible --name "$1" 2>/dev/null | head -1) && [[ -n $window ]]; }

# locate reads the window's place and size into left, top, width, height.
locate() {
	read -r left top width height < <(xwininfo -id "$window" | awk '
		/Absolute upper-left X/ { x = $NF } /Absolute upper-left Y/ { y = $NF }
		/Width:/ { w = $NF } /Height:/ { h = $NF } END { print x, y, w, h }')
	((width > 1000 && height > 700))
}

# settled: whether the window stands where it stood a moment ago: it may be moved late.
settled() {
	locate || return 1
	local was="$left $top"
	sleep 0.5
	locate && [[ "$left $top" == "$was" ]]
}

# --- looking ----------------------------------------------------------------

# shot NAME: a picture of the window, under OUT.
shot() {
	import -window root "$work/root.png"
	convert "$work/root.png" -crop "${width}x${height}+${left}+${top}" +repage "$out/$1.png"
}

# dimmed NAME: whether a dialog lies over the window, which makes the panel's ground (#1c1c1c) darker.
dimmed() {
	shot "$1"
	awk "BEGIN { exit !($(convert "$out/$1.png" -crop "8x100+$((width - 10))+$((height / 2))" +repage -format '%[fx:mean]' info:) < 0.08) }"
}

# drawn: whether the window shows more than one colour.
drawn() {
	shot 1-empty
	(($(convert "$out/1-empty.png" -format %k info:) > 1))
}

# middle NAME FILE [X Y W H]: cuts a part of the photo, in hundredths of the
# window, out of a shot of a window at rest.
middle() {
	local x=$((width * ${3:-24} / 100)) y=$((height * ${4:-22} / 100))
	local w=$((width * ${5:-32} / 100)) h=$((height * ${6:-50} / 100))
	still "$1"
	convert "$out/$1.png" -crop "${w}x${h}+${x}+${y}" +repage "$work/$2.png"
}

# still NAME: waits until two shots in a row show the same photo.
still() {
	local viewer="$((width * 70 / 100))x$((height * 65 / 100))+0+$((height * 9 / 100))" end=$((SECONDS + patience))
	shot "$1"
	while :; do
		cp "$out/$1.png" "$work/last.png"
		sleep 0.5
		shot "$1"
		convert "$work/last.png" -crop "$viewer" +repage "$work/last-viewer.png"
		convert "$out/$1.png" -crop "$viewer" +repage "$work/this-viewer.png"
		cmp -s <(convert "$work/last-viewer.png" rgb:-) <(convert "$work/this-viewer.png" rgb:-) && return
		((SECONDS < end)) || die "the picture does not come to rest: $1"
	done
}

# difference A B: root mean square difference, 0 to 1.
difference() {
	compare -metric RMSE "$work/$1.png" "$work/$2.png" null: 2>&1 | sed 's/.*(\(.*\)).*/\1/' || true
}

# marked SHOT COLOR: how many pixels of the window's lowest fifth have exactly that colour.
marked() {
	convert "$out/$1.png" -crop "${width}x$((height / 5))+0+$((height * 4 / 5))" +repage \
		-fill black +opaque "$2" -fill white -opaque "$2" -format '%[fx:round(mean*w*h)]' info:
}

# noise FILE: how strong the finest detail is, 0 to 1.
noise() {
	convert "$work/$1.png" -colorspace Gray \( +clone -blur 0x1.2 \) -compose difference -composite -format '%[fx:mean]' info:
}

logged() { grep -Fq -- "$1" "$work/app.log"; }
log_count() { grep -Fc -- "$1" "$work/app.log" || true; }
log_exceeds() { (($(log_count "$1") > $2)); }

# --- acting -----------------------------------------------------------------

key() { xdotool key --window 0 "$1"; }
click() { xdotool mousemove "$((left + $1))" "$((top + $2))" sleep 0.2 click 1 sleep 0.2; }

# drag X0 Y0 X1 Y1, on the screen, slowly enough for drag and drop.
drag() {
	local i
	xdotool mousemove "$1" "$2" sleep 0.3 mousedown 1 sleep 0.2
	for i in 1 2 3 4 5; do xdotool mousemove_relative -- 6 4 sleep 0.05; done
	for i in $(seq 1 20); do
		xdotool mousemove "$(($1 + ($3 - $1) * i / 20))" "$(($2 + ($4 - $2) * i / 20))" sleep 0.04
	done
	xdotool sleep 0.2 mousemove_relative -- 1 1 sleep 0.4 mouseup 1
}

# drop FILE...: a real drop from another window onto the photo.
drop() {
	local try source
	for try in 1 2 3; do
		/usr/bin/python3 "$here/dragsource.py" 1300 20 "$@" >"$work/source.log" 2>&1 &
		source=$!
		until_true "the window to drag from" xdotool search --onlyvisible --name '^dragsource$' >/dev/null 2>&1
		sleep 1
		drag 1360 90 "$((left + 500))" "$((top + 400))"
		# A source that saw no drag at all would wait for ever.
		for _ in $(seq 1 40); do kill -0 "$source" 2>/dev/null || break; sleep 0.25; done
		if ! kill "$source" 2>/dev/null && wait "$source"; then return; fi
		wait "$source" 2>/dev/null || true
		say "drop $try was not taken"
	done
	die "three drops were not taken"
}

# slider PERCENT: clicks the slider of luminance there, in the panel at the right;
# that of colour is linked to it.
slider() {
	local from=$((width - 163)) to=$((width - 68))
	click $((from + (to - from) * $1 / 130)) "$strength_y"
}

# look_steps: the loupe, the divider and the grain by keys, the emphasis by mouse.
# The whole photo is shown after, as it came from the preview.
look_steps() {
	local i runs
	runs=$(log_count "previewed ")
	say "grain, emphasis and reset"
	for i in $(seq 1 12); do key g; done
	middle 9a-grain grain
	holds "kept grain is noisier than the preview" "$(noise grain)" ">" "1.1 * $(noise after)"
	holds "and quieter than the photo" "$(noise grain)" "<" "$(noise before)"
	key r
	middle 9b-reset reset
	holds "reset gives the preview again" "$(difference reset after)" "<" 0.002
	holds "nothing of that ran the network" "$(log_count "previewed ")" "==" "$runs"
	click "$((width - 44))" "$emphasis_y"
	middle 9c-haze haze
	click "$((width - 223))" "$emphasis_y"
	middle 9d-auto auto
	holds "going back from an emphasis shows the preview again" "$(difference auto after)" "<" 0.002
	say "the loupe"
	xdotool mousemove "$((left + (width - 268) / 2))" "$((top + height * 45 / 100))"
	key l
	middle 9e-loupe loupe
	holds "the loupe lies over the photo" "$(difference loupe after)" ">" 0.003
	key l
	xdotool mousemove "$((left + 500))" "$((top + height - 10))"
	say "the divider by keys"
	key s
	for i in $(seq 1 12); do key comma; done
	middle 9f-keys part-keys 24 22 12 50
	for i in $(seq 1 24); do key period; done
	middle 9g-keys part-back 24 22 12 50
	holds "the keys move the divider to and fro" "$(difference part-keys part-back)" ">" 0.003
	key a
}

# find_primary: the middle of the amber button, as "X Y".
find_primary() {
	shot button
	convert "$out/button.png" -crop "268x${height}+$((width - 268))+0" +repage \
		-fill black +opaque '#d2a55e' -format '%@' info: |
		awk -F'[x+]' -v l=$((width - 268)) '{ print l + $3 + int($1 / 2), $4 + int($2 / 2) }'
	rm -f "$out/button.png"
}

# find_answer: the middle of the amber button of a dialog in the window's middle.
find_answer() {
	convert "$out/$1.png" -crop "$((width / 2))x$((height / 2))+$((width / 4))+$((height / 4))" +repage \
		-fill black +opaque '#d2a55e' -format '%@' info: |
		awk -F'[x+]' -v l=$((width / 4)) -v t=$((height / 4)) '{ print l + $3 + int($1 / 2), t + $4 + int($2 / 2) }'
}

noisy_photo() { # FILE SEED SIZE
	convert -seed "$2" -size "$3" plasma:tan-steelblue -blur 0x2 -attenuate 0.35 -seed "$2" +noise Gaussian -quality 95 "$1"
}

# batch_steps: export settings, pause, cancel, quitting in the middle, and the
# next start.
batch_steps() {
	local long="$work/photos/lang 長い.jpg" x y
	say "export settings"
	xdotool mousemove "$((left + 500))" "$((top + height - 10))"
	key ctrl+comma
	until_true "the export settings" dimmed 15-export-settings # a busy machine takes its time
	holds "the dialog says what name the photo gets" "$(convert "$out/15-export-settings.png" -fill black +opaque '#d2a55e' -format '%[fx:round(mean*w*h*3)]' info:)" ">" 200
	key Escape

	say "pausing"
	noisy_photo "$long" 9 2400x1600
	drop "$long"
	until_true "the long photo" logged "opened $long: <nil>"
	xdotool windowactivate "$window"
	key ctrl+e
	until_true "its export" logged "exporting $long"
	key p
	until_true "the pause" logged "export paused: true"
	key 1
	until_true "a preview while it pauses" grep -q "previewed $long at 100 %: <nil>" "$work/app.log"
	sleep 2
	shot 16-paused
	shot 16-paused-later
	sleep 2
	shot 16-paused-later
	holds "nothing moves on while it pauses" "$(compare -metric AE "$out/16-paused.png" "$out/16-paused-later.png" null: 2>&1 | sed 's/ .*//')" "==" 0
	rm -f "$out/16-paused-later.png"
	key p
	until_true "going on" logged "export paused: false"

	say "cancelling"
	key Escape
	until_true "the cancel" logged "exported $long to \"\": context canceled"
	sleep 1
	shot 17-cancelled
	holds "a cancelled export leaves no file" "$(find "$work/photos" -name 'lang*-restored*' -o -name '.afterrain*' | wc -l)" "==" 0

	say "quitting in the middle"
	key ctrl+a
	xdotool key --window 0 ctrl+shift+e
	until_true "the export again" log_exceeds "exporting " 4
	key ctrl+q
	sleep 1.5
	shot 18-quit-asks
	alive || die "the window closed without asking"
	read -r x y < <(find_answer 18-quit-asks)
	click "$x" "$y"
	ended
	start_app
	until_true "the queue of last time" logged "photos wait since last time"
	sleep 1
	shot 19-next-start
	until_true "its first photo" logged "opened "
	sleep 1
	key Escape
}

# ended waits until the program has closed, and looks through its log.
ended() {
	local _
	for _ in $(seq 1 120); do alive || break; sleep 0.5; done
	alive && die "the window does not close"
	wait "$app_pid" || die "the program ended with code $?"
	if grep -E 'panic|Error in Fyne call thread|fatal error' "$work/app.log"; then die "the program's log has errors"; fi
}

# --- the story --------------------------------------------------------------

mkdir "$work/photos"
if (($# >= 4)); then
	cp "$3" "$4" "$work/photos/"
	first="$work/photos/$(basename "$3")" second="$work/photos/$(basename "$4")"
else
	first="$work/photos/one.jpg" second="$work/photos/zweites Büchlein.png"
	noisy_photo "$first" 3 960x640
	noisy_photo "$second" 5 600x800
fi
broken="$work/photos/letter.jpg"
echo "Dear reader, this is not a photo." >"$broken"
sha256sum "$work/photos/"* >"$work/sums"
restored() { echo "${1%.*}-restored$2.${1##*.}"; }

say "without a screen"
code=0
env -u DISPLAY -u WAYLAND_DISPLAY LANG=C.UTF-8 "$app" >"$work/none.log" 2>&1 || code=$?
holds "without a screen the program ends" "$code" "==" 1
holds "and says so in one line" "$(grep -c . "$work/none.log")" "==" 1

say "starting the screen and the window"
start_screen
start_app
until_true "the first frame" drawn # a busy machine takes its time
still 1-empty
colors=$(convert "$out/1-empty.png" -format %k info:)
holds "the empty window is drawn" "$colors" ">" 100

say "dropping two photos and a letter"
dropped=("$first" "$second")
[[ ${UNTIL:-} == 2-split ]] || dropped+=("$broken")
drop "${dropped[@]}"
until_true "the first photo" logged "opened $first: <nil>"
xdotool windowactivate "$window"
until_true "its preview" logged "previewed $first at"
grep -q "previewed $first at .*: <nil>" "$work/app.log" || die "the preview failed"
xdotool mousemove "$((left + 500))" "$((top + height - 10))"
still 2-split
[[ ${UNTIL:-} != 2-split ]] || exit 0

holds "the letter is marked as failed" "$(marked 2-split '#d86a5f')" ">" 8

say "before against after"
key a
middle 3-after after
xdotool keydown b
middle 4-before before
xdotool keyup b
middle 3-after after-again
holds "the preview differs from the photo" "$(difference before after)" ">" 0.003
holds "letting the key go shows the preview again" "$(difference after after-again)" "<" 0.0005
holds "the preview is smoother than the noisy photo" "$(noise after)" "<" "0.9 * $(noise before)"

say "moving the divider"
viewer_width=$((width - 268))
key s
middle 5-split part-right 24 22 12 50 # left of the middle: before
convert "$work/before.png" -crop "$((width * 12 / 100))x0+0+0" +repage "$work/before-part.png"
convert "$work/after.png" -crop "$((width * 12 / 100))x0+0+0" +repage "$work/after-part.png"
holds "left of the divider is the photo" "$(difference part-right before-part)" "<" 0.0005
drag "$((left + viewer_width / 2))" "$((top + 300))" "$((left + viewer_width / 6))" "$((top + 300))"
xdotool mousemove "$((left + 500))" "$((top + height - 10))"
middle 6-divider part-right 24 22 12 50
holds "the divider moved and shows the preview" "$(difference part-right after-part)" "<" 0.0005

say "strength"
key a
strength_y=198 emphasis_y=119 # of the slider and the buttons, from the window's top
runs=$(log_count "previewed ")
slider 0
middle 7-strength-0 strength0
holds "strength 0 is the photo" "$(difference strength0 before)" "<" 0.002
slider 50
middle 8-strength-50 strength50
holds "strength 50 lies between" "$(difference strength50 before)" ">" "0.2 * $(difference after before)"
holds "strength 50 lies between" "$(difference strength50 after)" ">" "0.2 * $(difference after before)"
slider 100
middle 9-strength-100 strength100
holds "strength 100 is the preview" "$(difference strength100 after)" "<" 0.002
holds "the slider ran nothing again" "$(log_count "previewed ")" "==" "$runs"
look_steps

say "zoom"

key d
key 1
xdotool mousemove "$((left + 270))" "$((top + 350))" click 4 sleep 0.3 click 4 sleep 0.3
until_true "the preview at 1:1" log_exceeds "previewed $first at 100 %" 0
middle 10-zoomed zoomed
holds "zooming shows another part" "$(difference zoomed after)" ">" 0.01
key f
key s
still 11-side-by-side-left

say "exporting with the mouse"
read -r x y < <(find_primary)
click "$x" "$y"
until_true "the export" logged "exported $first to"
sleep 1
shot 12-exported
convert "$first" "$work/source.png"
convert "$(restored "$first" "")" "$work/result.png"
holds "the exported file has the photo's width" "$(identify -format %w "$work/result.png")" "==" "$(identify -format %w "$work/source.png")"
holds "the exported file differs from the photo" "$(difference source result)" ">" 0.003
holds "the exported file is smoother" "$(noise result)" "<" "0.9 * $(noise source)"

say "exporting all"
key g # the first photo is exported again only if it would come out otherwise
xdotool key --window 0 ctrl+shift+e
until_true "the second export" logged "exported $second to"
until_true "the numbered export" test -s "$(restored "$first" "-2")"
until_true "the end of the queue" test -s "$(restored "$second" "")"
sleep 1
shot 13-all
holds "files made" "$(find "$work/photos" -name '*-restored*' | wc -l)" "==" 3
sha256sum --quiet -c "$work/sums" || die "a source file was changed"

holds "exported photos are marked" "$(marked 13-all '#8fb07c')" ">" 16

say "opening a photo with the desktop's own dialog"
third="$work/photos/third.png"
noisy_photo "$third" 7 300x200
for try in 1 2 3; do
	xdotool key --window 0 ctrl+o
	until_true "the dialog" xdotool search --onlyvisible --name '^Open File$' >/dev/null 2>&1
	xdotool sleep 1 search --onlyvisible --name '^Open File$' windowactivate --sync
	xdotool type --delay 80 "$third"
	xdotool sleep 1 key Return
	for _ in $(seq 1 60); do logged "opened $third: <nil>" && break 2; sleep 0.5; done
	say "dialog $try gave no photo"
	xdotool key Escape sleep 1
done
until_true "the photo from the dialog" logged "opened $third: <nil>"
until_true "its preview" grep -q "previewed $third at .*: <nil>" "$work/app.log"
still 14-dialog

batch_steps

say "opening a photo from a file manager"
noisy_photo "$work/photos/fourth.png" 8 300x200
code=0
(cd "$work/photos" && timeout 60 "$app" fourth.png) >"$work/second.log" 2>&1 || code=$?
holds "a second start gives its photo to the window and ends" "$code" "==" 0
until_true "that photo" logged "opened $work/photos/fourth.png: <nil>"
holds "there is one window" "$(xdotool search --onlyvisible --name 'Afterrain$' | wc -l)" "==" 1

say "quitting"
xdotool windowactivate "$window"
xdotool key --window 0 ctrl+q
ended
say "the window passed $passed checks; screenshots in $out"
