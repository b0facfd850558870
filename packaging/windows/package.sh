#!/bin/sh
# Makes build/windows/Afterrain-VERSION-windows.zip on a Debian machine: the programs, ONNX Runtime
# with DirectML, LibRaw, libheif, libjxl, the network and the samples, in a folder that works from wherever it is unpacked;
# and build/windows/Afterrain-VERSION-setup.exe, which installs that folder (setup.nsi).
#   package.sh VERSION          (of three numbers, such as 0.1.0)
# The first time takes long: the window toolkit and its OpenGL bindings are compiled for Windows.
set -eu
cd "$(dirname "$0")/../.."
version=$1
name=Afterrain-$version-windows
out=build/windows/$name
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT

# resources PROGRAM DESCRIPTION: its icon, version and manifest, as an object file for the linker.
resources() {
	sed -e "s/@PROGRAM@/$1/; s/@DESCRIPTION@/$2/; s/@VERSION@/$version/; s/@NUMBERS@/$(echo "$version" | tr . ,),0/" \
		packaging/windows/program.rc >"$parts/$1.rc"
	x86_64-w64-mingw32-windres -I "$parts" -i "$parts/$1.rc" -o "$parts/$1.o"
}

# program PROGRAM DESCRIPTION [LINKER FLAG ...]
program() {
	exe=$1
	resources "$1" "$2"
	shift 2
	GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc \
		go build -ldflags "-s -w $* -X main.version=$version -extldflags=$parts/$exe.o" -o "$out/" "./app/$exe"
}

# setup packs the folder into an installer. The uninstaller is told each file that it is to take away, and folders below, the deepest first.
setup() {
	(
		cd "$out"
		find . -type f -printf 'Delete "$INSTDIR/%P"\n'
		find . -depth -mindepth 1 -type d -printf 'RMDir "$INSTDIR/%P"\n'
	) | tr / '\\' >"$parts/files.nsh"
	convert -size 164x314 'xc:#181818' assets/icons/icon-128.png -gravity center -composite "BMP3:$parts/side.bmp" # of its last page
	makensis -V2 -WX -INPUTCHARSET UTF8 "-DVERSION=$version" "-DFOLDER=$PWD/$out" "-DPARTS=$parts" "-DOUT=$PWD/$1" packaging/windows/setup.nsi
}

rm -rf "$out" "$out.zip" "build/windows/Afterrain-$version-setup.exe"
mkdir -p "$out/models/afterrain" "$out/samples" "$out/licences" "$out/libraw" "$out/libheif" "$out/libjxl"
convert assets/icons/icon-16.png assets/icons/icon-24.png assets/icons/icon-32.png assets/icons/icon-48.png \
	assets/icons/icon-64.png assets/icons/icon-128.png assets/icons/icon-256.png "$parts/afterrain.ico"
cp packaging/windows/afterrain.manifest "$parts/"
program afterrain-cli "Afterrain on the command line"
program afterrain-decode "Reads camera raw files, HEIC and JPEG XL for Afterrain"
program afterrain "Afterrain" -H windowsgui # without a console behind it

cp build/windows/onnxruntime/*.dll "$out/"
cp build/windows/onnxruntime/LICENSE "$out/licences/onnxruntime.txt"
cp build/windows/onnxruntime/ThirdPartyNotices.txt "$out/licences/onnxruntime-third-party.txt"
cp build/windows/libraw/*.dll "$out/libraw/"
cp build/windows/libraw/LICENSE.LibRaw "$out/licences/libraw.txt"
cp build/windows/libheif/*.dll "$out/libheif/"
cp build/windows/libheif/LICENSES_bundled.txt "$out/licences/libheif.txt"
cp build/windows/libjxl/*.dll "$out/libjxl/"
for licence in libjxl brotli highway lcms2; do
	cp "build/windows/libjxl/LICENSE-$licence" "$out/licences/$licence.txt"
done
cp /usr/share/doc/mingw-w64-x86-64-dev/copyright "$out/licences/mingw-w64.txt" # of winpthreads, which libjxl needs
GOOS=windows GOARCH=amd64 packaging/licences.sh "$out/licences"
cp models/release/afterrain/model.json models/release/afterrain/*.onnx models/release/afterrain/weights.bin "$out/models/afterrain/"
cp assets/samples/* "$out/samples/"
cp LICENSE "$out/LICENSE.txt"
sed 's/$/\r/' packaging/windows/readme.txt >"$out/README.txt"
(cd build/windows && zip -q -r -X "$name.zip" "$name")
setup "build/windows/Afterrain-$version-setup.exe"
echo "$out.zip"
echo "build/windows/Afterrain-$version-setup.exe"
