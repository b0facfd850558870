package xmp

import (
	"strings"
	"testing"
)

// Adobe's programs write their settings into each DNG, beside the stars and keywords of the photographer.
func TestStarsStayWithoutSettings(t *testing.T) {
	const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmp:Rating="5"
  crs:Version="15.0" crs:Look='a "b"' crs:HasSettings="True">
 <dc:subject><rdf:Bag><rdf:li>bride &amp; groom</rdf:li></rdf:Bag></dc:subject>
 <crs:Look><rdf:Description crs:Name="Adobe Color"><crs:Parameters><crs:Look/></crs:Parameters></rdf:Description></crs:Look>
 <crs:Exposure2012>+1.00</crs:Exposure2012>
 <xmp:Label>Red</xmp:Label></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
	got := string(WithoutSettings([]byte(xmp + "\x00\x00")))
	for _, want := range []string{`<?xpacket begin`, `xmp:Rating="5"`, `<rdf:li>bride &amp; groom</rdf:li>`, `<xmp:Label>Red</xmp:Label></rdf:Description></rdf:RDF>`, `end="w"?>`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
	if strings.Contains(got, "crs:Look") || strings.Contains(got, "Exposure") || strings.Contains(got, "crs:Version") || strings.Contains(got, "Adobe Color") {
		t.Errorf("settings are left: %s", got)
	}
	for _, bad := range []string{"", "<a", `<x:xmpmeta><rdf:Description crs:Version="1"/></x:xmpmeta>`, "<xmp:a><crs:b>"} {
		if got := WithoutSettings([]byte(bad)); got != nil {
			t.Errorf("%q became %q", bad, got)
		}
	}
}

// A packet of settings alone, or one that is no XML, is none.
func TestNothingButSettings(t *testing.T) {
	for _, nothing := range []string{"<a:a crs:B='1'><crs:C>", "<x:a crs:B='1'><crs:C/></x:a>", "<x:a crs:B='1'", "<crs:"} {
		if got := WithoutSettings([]byte(nothing)); got != nil {
			t.Errorf("%s became %s", nothing, got)
		}
	}
}
