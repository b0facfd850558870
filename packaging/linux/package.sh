#!/bin/sh
# Makes packages for this kind of computer on a Debian machine: a .deb, a .rpm, and a .tar.xz whose folder works from wherever it is
# unpacked, all in build/linux/ and with the same folder in it: the programs, ONNX Runtime, LibRaw, libheif, libjxl, the network and the samples.
#   package.sh VERSION
set -eu
cd "$(dirname "$0")/../.."
export VERSION=$1 ARCH=$(go env GOARCH)
name=afterrain-$VERSION-linux-$ARCH
out=build/linux/$name

rm -rf build/linux
mkdir -p "$out/models/afterrain" "$out/samples" "$out/licences"
for program in afterrain afterrain-cli afterrain-decode; do
	go build -ldflags "-s -w -X main.version=$VERSION" -o "$out/" "./app/$program"
done
cp -a build/onnxruntime/libonnxruntime* "$out/"
rm "$out/libonnxruntime.so" # a link; the library is found by its version's name too
cp -a build/libraw build/libheif build/libjxl "$out/"
mv "$out/libraw/rawpy/LICENSE.LibRaw" "$out/licences/libraw.txt"
mv "$out/libheif/LICENSES_bundled.txt" "$out/licences/libheif.txt"
for licence in libjxl brotli highway; do
	mv "$out/libjxl/LICENSE-$licence" "$out/licences/$licence.txt"
done
cp build/onnxruntime/LICENSE "$out/licences/onnxruntime.txt"
cp build/onnxruntime/ThirdPartyNotices.txt "$out/licences/onnxruntime-third-party.txt"
packaging/licences.sh "$out/licences"
cp models/release/afterrain/model.json models/release/afterrain/*.onnx models/release/afterrain/weights.bin "$out/models/afterrain/"
cp assets/samples/* "$out/samples/"
cp LICENSE packaging/linux/afterrain.desktop assets/icons/icon.svg "$out/"
cp packaging/linux/readme.txt "$out/README.txt"
find "$out" -name '*.so*' -type f -exec chmod a-x {} +
chmod -R u=rwX,go=rX "$out"

tar -C build/linux --owner=0 --group=0 -cJf "build/linux/$name.tar.xz" "$name"
for packager in deb rpm; do
	FOLDER=$out go run github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.0 package -f packaging/linux/nfpm.yaml -p $packager -t build/linux/ >/dev/null
done
ls build/linux/*.deb build/linux/*.rpm build/linux/*.tar.xz
