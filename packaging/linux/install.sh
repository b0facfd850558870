#!/bin/sh
# Installs what is missing on a Debian machine. Usage: install.sh build|test|windows
#   build: compiler, OpenGL, X and GTK headers for the window; the ONNX Runtime library into build/onnxruntime/, LibRaw into build/libraw/, libheif into build/libheif/, libjxl into build/libjxl/
#   test:  also a virtual screen, a way to press its keys, and the Python package's needs into .venv/
#   windows: what packaging/windows/package.sh needs: a compiler for Windows, its ONNX Runtime into build/windows/onnxruntime/, its LibRaw into build/windows/libraw/, its libheif into build/windows/libheif/, its libjxl into build/windows/libjxl/
# Nothing is installed that is there already. ONNXRUNTIME_LIB names a library to use instead of ours.
set -eu
cd "$(dirname "$0")/../.."

BUILD="gcc pkg-config libgl1-mesa-dev xorg-dev libgtk-3-dev python3-pip unzip"
TEST="xvfb libgl1-mesa-dri xdotool x11-utils imagemagick openbox python3-gi gir1.2-gtk-3.0 fonts-dejavu-core libraw-bin
	python3-venv python3-torch python3-numpy python3-scipy python3-pil python3-skimage python3-pytest python3-tqdm"
WINDOWS="gcc-mingw-w64-x86-64 imagemagick nsis python3-pip unzip zip"

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

# The libraries are in ONNX Runtime's own wheels and in those of rawpy, pi-heif, imagecodecs and pillow-jxl-plugin, pinned by version and checksum; which Python is here does not matter.
# wheels LIST PLATFORM FOLDER FILE ...: takes files out of the wheels that packaging/LIST names, into FOLDER.
wheels() {
	list=$1 platform=$2 folder=$3
	shift 3
	wheels=$(mktemp -d)
	trap 'rm -rf "$wheels"' EXIT
	/usr/bin/python3 -m pip download -q --no-deps --only-binary=:all: --require-hashes --python-version 3.11 --implementation cp --abi cp311 --abi abi3 \
		--platform "$platform" -d "$wheels" -r "packaging/$list"
	mkdir -p "$folder"
	for wheel in "$wheels"/*.whl; do
		for file; do
			unzip -q -j -o "$wheel" "$file" -d "$folder" 2>/dev/null || [ $? = 11 ] # 11: this wheel has no such file
		done
	done
	rm -rf "$wheels"
}

# WebGPU is a library of its own, which ONNX Runtime finds beside its own.
onnxruntime() {
	[ -z "${ONNXRUNTIME_LIB:-}" ] || return 0
	[ ! -e build/onnxruntime/libonnxruntime.so ] || [ ! -e build/onnxruntime/libonnxruntime_providers_webgpu.so ] || [ ! -e build/onnxruntime/ThirdPartyNotices.txt ] || return 0
	wheels onnxruntime.txt "manylinux_2_28_$(uname -m)" build/onnxruntime 'onnxruntime/capi/libonnxruntime*.so*' onnxruntime/LICENSE onnxruntime/ThirdPartyNotices.txt \
		onnxruntime_ep_webgpu/libonnxruntime_providers_webgpu.so
	(cd build/onnxruntime && ln -sf libonnxruntime.so.* libonnxruntime.so)
}

# It finds the libraries that it needs in the folder rawpy.libs beside its own.
libraw() {
	[ ! -e build/libraw/rawpy/libraw_r.so.25 ] || return 0
	wheels libraw.txt "manylinux_2_28_$(uname -m)" build/libraw/rawpy.libs 'rawpy.libs/*'
	wheels libraw.txt "manylinux_2_28_$(uname -m)" build/libraw/rawpy rawpy/libraw_r.so.25 '*/LICENSE.LibRaw'
}

# afterrain-decode loads libde265, which it needs, from its own folder.
libheif() {
	[ -z "$(ls build/libheif/libheif-*.so.* 2>/dev/null)" ] || return 0
	wheels libheif.txt "manylinux_2_28_$(uname -m)" build/libheif 'pi_heif.libs/*' '*/LICENSES_bundled.txt'
}

# Of imagecodecs nothing else is taken.
libjxl() {
	[ -z "$(ls build/libjxl/libjxl-*.so.* 2>/dev/null)" ] || return 0
	wheels libjxl.txt "manylinux_2_28_$(uname -m)" build/libjxl 'imagecodecs.libs/libbrotli*' imagecodecs/licenses/LICENSE-libjxl imagecodecs/licenses/LICENSE-brotli imagecodecs/licenses/LICENSE-highway 'imagecodecs.libs/libjxl*'
}

libheif_windows() {
	[ -z "$(ls build/windows/libheif/libheif-*.dll 2>/dev/null)" ] || return 0
	wheels libheif.txt win_amd64 build/windows/libheif '*.dll' '*/LICENSES_bundled.txt'
}

# The licences are those of the wheel for Linux, but for what only Windows' libraries are made with.
libjxl_windows() {
	[ -z "$(ls build/windows/libjxl/libjxl-*.dll 2>/dev/null)" ] || return 0
	wheels libjxl.txt manylinux_2_28_x86_64 build/windows/libjxl imagecodecs/licenses/LICENSE-libjxl imagecodecs/licenses/LICENSE-brotli imagecodecs/licenses/LICENSE-highway imagecodecs/licenses/LICENSE-lcms2
	wheels windows/libjxl.txt win_amd64 build/windows/libjxl 'pillow_jxl_plugin.libs/*.dll'
}

libraw_windows() {
	[ ! -e build/windows/libraw/raw_r.dll ] || return 0
	wheels libraw.txt win_amd64 build/windows/libraw 'rawpy/*.dll' '*/LICENSE.LibRaw'
}

# With DirectML there is ONNX Runtime for Node only, by now, and its programs are those for anybody.
onnxruntime_windows() {
	! cmp -s packaging/windows/onnxruntime.sha512 build/windows/onnxruntime/sha512 || return 0 # what is there is of this version
	wheels onnxruntime.txt win_amd64 build/windows/onnxruntime onnxruntime/LICENSE onnxruntime/ThirdPartyNotices.txt
	package=$(mktemp -d)
	trap 'rm -rf "$wheels" "$package"' EXIT
	version=$(sed -n 's/.* onnxruntime-node-\(.*\)\.tgz/\1/p' packaging/windows/onnxruntime.sha512)
	npm pack --silent --pack-destination "$package" "onnxruntime-node@$version" >/dev/null
	(cd "$package" && sha512sum --quiet -c) <packaging/windows/onnxruntime.sha512
	for file in onnxruntime.dll DirectML.dll; do
		tar -xzf "$package"/*.tgz -C "$package" "package/bin/napi-v6/win32/x64/$file"
	done
	mv "$package"/package/bin/napi-v6/win32/x64/*.dll build/windows/onnxruntime/
	cp packaging/windows/onnxruntime.sha512 build/windows/onnxruntime/sha512
}

python_package() {
	[ ! -e .venv/ready ] || return 0
	/usr/bin/python3 -m venv --system-site-packages .venv
	.venv/bin/pip install -q -r packaging/python-tests.txt
	touch .venv/ready
}

case "${1:-}" in
build)
	apt_install $BUILD || exit
	onnxruntime # not in a list with what follows: there its failures would not end the script
	libraw
	libheif
	libjxl
	;;
test)
	apt_install $BUILD $TEST || exit
	onnxruntime # as above
	libraw
	libheif
	libjxl
	python_package
	;;
windows)
	command -v npm >/dev/null || WINDOWS="$WINDOWS npm"
	apt_install $WINDOWS || exit
	onnxruntime_windows # as above
	libraw_windows
	libheif_windows
	libjxl_windows
	;;
*) echo "usage: install.sh build|test|windows" >&2; exit 2 ;;
esac
