package ifd

// Tags of a TIFF file's first directory (TIFF 6.0, section 8).
const (
	TagSubfileType  = 0x00fe
	TagWidth        = 0x0100
	TagHeight       = 0x0101
	TagBits         = 0x0102
	TagCompression  = 0x0103
	TagPhotometric  = 0x0106
	TagFillOrder    = 0x010a
	TagStripOffsets = 0x0111
	TagSamples      = 0x0115
	TagRowsPerStrip = 0x0116
	TagStripBytes   = 0x0117
	TagPlanarConfig = 0x011c
	TagFaxOptions   = 0x0124
	TagPredictor    = 0x013d
	TagPalette      = 0x0140
	TagTileWidth    = 0x0142
	TagTileHeight   = 0x0143
	TagTileOffsets  = 0x0144
	TagTileBytes    = 0x0145
	TagExtraSamples = 0x0152
	TagSampleFormat = 0x0153
	TagJPEGTables   = 0x015b
	TagXMP          = 0x02bc
	TagIPTC         = 0x83bb
	TagPhotoshop    = 0x8649
	TagICC          = 0x8773
	TagDNGVersion   = 0xc612
)

// Tags of the EXIF block that are read or changed here.
const (
	TagOrientation = 0x0112
	TagXResolution = 0x011a
	TagYResolution = 0x011b
	TagExifIFD     = 0x8769
	TagGPSIFD      = 0x8825
	TagInteropIFD  = 0xa005
	TagPixelWidth  = 0xa002
	TagPixelHeight = 0xa003
	TagThumbnail   = 0x0201 // where it begins, in the second directory
	TagThumbLength = 0x0202

	TagResolutionUnit = 0x0128
	TagColourSpace    = 0xa001
	TagInteropIndex   = 0x0001

	TagOutputSensitivity = 0x8831
	TagExposureIndex     = 0x8832 // as recommended
	TagISOSpeed          = 0x8833

	Uncalibrated = 0xffff // a colour space that is not sRGB
)

// MaxEXIF is the most that an EXIF block made from a TIFF file takes, bytes.
const MaxEXIF = 16 << 20
