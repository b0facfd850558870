package engine

// Cause is why an Engine does not run as was asked for.
type Cause int

// The causes that a Reason may have.
const (
	AsAsked  Cause = iota
	Unusable       // Reason.Device is missing, failed, or is slower than the CPU
	Smaller        // larger tiles failed on it
	Rescued        // some tiles ran on the CPU, as Reason.Device gave no numbers
)

// Reason is what Device.Note says, for programs that have words of their own.
type Reason struct {
	Cause  Cause
	Device string // the one that failed, named as Device.Name
	Detail string // the failure's own words, one line without a full stop; may be ""
}
