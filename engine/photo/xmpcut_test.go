package photo

import (
	"testing"

	"afterrain/engine/photo/ifd"
	"afterrain/engine/photo/tiff"
)

// A raw file that Lightroom has settings for keeps its rating, its keywords and whose it is.
func TestRawKeepsWhatLightroomKnows(t *testing.T) {
	const before = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmp:Rating="4"`
	const middle = ` xmp:Label='Red &lt; "1"'>`
	const after = `<dc:subject><rdf:Bag><rdf:li>harbour &amp; rain</rdf:li></rdf:Bag></dc:subject><x:empty/></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
	xmp := before + ` crs:Exposure2012="+1.00"` + "\n   crs:Tint = '3'" + middle + `<crs:ToneCurve><rdf:Seq><rdf:li>0, 0</rdf:li><crs:What crs:A="1"/></rdf:Seq></crs:ToneCurve><crs:Sharpness>4</crs:Sharpness>` +
		`<crs:Empty/>` + after
	data := oneStrip(8, 1, tiff.BlackIsZero, []byte{1, 2, 3, 4}, ifd.Field{Tag: ifd.TagXMP, Kind: ifd.TypeByte, Value: []byte(xmp)})
	if got := string(rawMetadata(data).xmp); got != before+middle+after {
		t.Errorf("%s", got)
	}
}
