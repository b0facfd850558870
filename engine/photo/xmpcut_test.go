package photo

import (
	"strings"
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
	for _, nothing := range []string{"<a:a crs:B='1'><crs:C>", "<x:a crs:B='1'><crs:C/></x:a>", "<x:a crs:B='1'", "<crs:"} {
		if got := withoutSettings([]byte(nothing)); got != nil {
			t.Errorf("%s became %s", nothing, got)
		}
	}
}

// Adobe's programs write their settings into each DNG, beside the stars and keywords of the photographer.
func TestStarsStayWithoutSettings(t *testing.T) {
	const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmp:Rating="5"
  crs:Version="15.0" crs:Look='a "b"' crs:HasSettings="True">
 <dc:subject><rdf:Bag><rdf:li>bride &amp; groom</rdf:li></rdf:Bag></dc:subject>
 <crs:Look><rdf:Description crs:Name="Adobe Color"><crs:Parameters><crs:Look/></crs:Parameters></rdf:Description></crs:Look>
 <crs:Exposure2012>+1.00</crs:Exposure2012>
 <xmp:Label>Red</xmp:Label></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
	got := string(withoutSettings([]byte(xmp + "\x00\x00")))
	for _, want := range []string{`<?xpacket begin`, `xmp:Rating="5"`, `<rdf:li>bride &amp; groom</rdf:li>`, `<xmp:Label>Red</xmp:Label></rdf:Description></rdf:RDF>`, `end="w"?>`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
	if strings.Contains(got, "crs:Look") || strings.Contains(got, "Exposure") || strings.Contains(got, "crs:Version") || strings.Contains(got, "Adobe Color") {
		t.Errorf("settings are left: %s", got)
	}
	for _, bad := range []string{"", "<a", `<x:xmpmeta><rdf:Description crs:Version="1"/></x:xmpmeta>`, "<xmp:a><crs:b>"} {
		if got := withoutSettings([]byte(bad)); got != nil {
			t.Errorf("%q became %q", bad, got)
		}
	}
}
