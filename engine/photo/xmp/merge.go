package xmp

import (
	"bytes"
	"regexp"
	"slices"
)

// The root of what a packet describes, its end, and what its tags and those
// around it say about prefixes.
var (
	rdfBegin = regexp.MustCompile(`<rdf:RDF\b[^>]*[^/>]>|<rdf:RDF>`)
	rdfEnd   = []byte("</rdf:RDF>")
	xmlns    = regexp.MustCompile(`\sxmlns:([\w.-]+)\s*=\s*("[^"]*"|'[^']*')`)
)

// Merge moves what long describes to the end of main. It refuses what it cannot
// do without reading XML: a prefix that means something else there.
func Merge(main, long []byte) (whole []byte, ok bool) {
	root, longRoot := rdfBegin.FindIndex(main), rdfBegin.FindIndex(long)
	end, longEnd := bytes.LastIndex(main, rdfEnd), bytes.LastIndex(long, rdfEnd)
	if root == nil || longRoot == nil || end < root[1] || longEnd < longRoot[1] {
		return nil, false
	}
	known := map[string]string{}
	for _, x := range xmlns.FindAllSubmatch(main[:root[1]], -1) {
		known[string(x[1])] = string(x[2][1 : len(x[2])-1])
	}
	var added []byte // to main's root
	for _, x := range xmlns.FindAllSubmatch(long[:longRoot[1]], -1) {
		means, there := known[string(x[1])]
		if there && means != string(x[2][1:len(x[2])-1]) {
			return nil, false
		}
		if !there {
			known[string(x[1])] = string(x[2][1 : len(x[2])-1])
			added = append(added, x[0]...)
		}
	}
	tagEnd := root[1] - 1
	return slices.Concat(main[:tagEnd], added, main[tagEnd:end], long[longRoot[1]:longEnd], main[end:]), true
}
