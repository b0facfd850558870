#!/bin/sh
# Installs what is missing on a Debian machine. Usage: install.sh build|test|windows
#   build: compiler, OpenGL, X and GTK headers for the window; the ONNX Runtime library into build/onnxruntime/
#   test:  also a virtual screen, a way to press its keys, and the Python package's needs into .venv/
#   windows: what packaging/windows/package.sh needs: a compiler for Windows, and its ONNX Runtime into build/windows/onnxruntime/
# Nothing is installed that is there already. ONNXRUNTIME_LIB names a library to use instead of ours.
set -eu
cd "$(dirname "$0")/../.."

BUILD="gcc pkg-config libgl1-mesa-dev xorg-dev libgtk-3-dev python3-pip unzip"
TEST="xvfb libgl1-mesa-dri xdotool x11-utils imagemagick openbox python3-gi gir1.2-gtk-3.0 fonts-dejavu-core
	python3-venv python3-torch python3-numpy python3-scipy python3-pil python3-skimage python3-pytest python3-tqdm"
WINDOWS="gcc-mingw-w64-x86-64 imagemagick python3-pip unzip zip"

missing() {
	for package; do
		dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || printf '%s ' "$package"
	done
}

apt_install() {
	packages=$(missing "$@")
	[ -n "$packages" ] || return 0
	command -v apt-get >/dev/null || { echo "install.sh: needs $packages: this script knows Debian's apt-get only, install them with your system's packages" >&2; exit 1; }
	sudo=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || { echo "install.sh: run as root, or install sudo: needs $packages" >&2; exit 1; }
		sudo=sudo
	fi
	echo "installing $packages"
	$sudo apt-get update -qq
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
}

# The library is in ONNX Runtime's own wheel, pinned by version and checksum; which Python is here does not matter.
# wheel PLATFORM REQUIREMENTS FOLDER FILE ...: takes files out of the wheel that REQUIREMENTS name, into FOLDER.
wheel() {
	platform=$1 requirements=$2 folder=$3
	shift 3
	wheel=$(mktemp -d)
	trap 'rm -rf "$wheel"' EXIT
	/usr/bin/python3 -m pip download -q --no-deps --only-binary=:all: --require-hashes --python-version 3.11 --implementation cp --abi cp311 \
		--platform "$platform" -d "$wheel" -r "$requirements"
	mkdir -p "$folder"
	unzip -q -j -o "$wheel"/onnxruntime*.whl "$@" -d "$folder"
}

onnxruntime() {
	[ -z "${ONNXRUNTIME_LIB:-}" ] || return 0
	[ ! -e build/onnxruntime/libonnxruntime.so ] || return 0
	wheel "manylinux_2_28_$(uname -m)" packaging/onnxruntime.txt build/onnxruntime 'onnxruntime/capi/libonnxruntime*.so*' onnxruntime/LICENSE
	(cd build/onnxruntime && ln -sf libonnxruntime.so.* libonnxruntime.so)
}

onnxruntime_windows() {
	[ ! -e build/windows/onnxruntime/onnxruntime.dll ] || return 0
	wheel win_amd64 packaging/windows/onnxruntime.txt build/windows/onnxruntime \
		onnxruntime/capi/onnxruntime.dll onnxruntime/capi/DirectML.dll onnxruntime/LICENSE onnxruntime/ThirdPartyNotices.txt
}

python_package() {
	[ ! -e .venv/ready ] || return 0
	/usr/bin/python3 -m venv --system-site-packages .venv
	.venv/bin/pip install -q -r packaging/python-tests.txt
	touch .venv/ready
}

case "${1:-}" in
build) apt_install $BUILD && onnxruntime ;;
test) apt_install $BUILD $TEST && onnxruntime && python_package ;;
windows) apt_install $WINDOWS && onnxruntime_windows ;;
*) echo "usage: install.sh build|test|windows" >&2; exit 2 ;;
esac
