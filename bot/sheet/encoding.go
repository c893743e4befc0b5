package sheet

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// The encodings besides UTF-8 that text is taken for, as Options.Decoded names them.
const (
	GB18030 = "GB18030 (GBK)"
	UTF16   = "UTF-16"
)

// text returns a CSV file as UTF-8 and names the encoding that it was in; empty for
// UTF-8, and for bytes that are no other text.
//
// Spreadsheet programs in China write "CSV" in GBK, and "Unicode text" in UTF-16
// with a mark at its beginning.
func text(data []byte) (out []byte, encoding string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return wide(data[2:], 1, 0), UTF16
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return wide(data[2:], 0, 1), UTF16
	case !utf8.Valid(data) && isGB18030(data):
		if out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data); err == nil {
			return out, GB18030
		}
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), ""
}

// wide reads UTF-16, whose units have their upper and lower byte at these places.
func wide(data []byte, upper, lower int) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i+upper])<<8 | uint16(data[2*i+lower])
	}
	return []byte(string(utf16.Decode(units)))
}

// isGB18030 reports whether bytes that are no UTF-8 are Chinese text in GB18030:
// every one of them fits, and at least nine in ten of the characters of two bytes
// are among those of GB 2312, which everyday text is made of. Text in Big5, in
// Latin letters with accents or in damaged UTF-8 is not.
func isGB18030(data []byte) bool {
	pairs, everyday := 0, 0
	for i := 0; i < len(data); {
		lead := data[i]
		if lead < utf8.RuneSelf {
			i++
			continue
		}
		if lead == 0x80 || lead == 0xff || i+1 == len(data) {
			return false
		}
		trail := data[i+1]
		switch {
		case trail >= '0' && trail <= '9':
			if i+3 >= len(data) || data[i+2] < 0x81 || data[i+2] > 0xfe || data[i+3] < '0' || data[i+3] > '9' {
				return false
			}
			i += 4
			continue
		case trail < 0x40 || trail == 0x7f || trail == 0xff:
			return false
		}
		pairs++
		if lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1 {
			everyday++
		}
		i += 2
	}
	return pairs > 0 && 10*everyday >= 9*pairs
}

// separator is what parts the cells of a table, by its first line that holds
// anything: a comma; a tab or a semicolon where there is no comma before it.
func separator(data []byte) rune {
	for line := range strings.Lines(string(data[:min(len(data), 64<<10)])) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		quoted := false
		found := map[rune]bool{}
		for _, r := range line {
			if r == '"' {
				quoted = !quoted
			}
			found[r] = found[r] || !quoted
		}
		for _, r := range ",\t;" {
			if found[r] {
				return r
			}
		}
		break
	}
	return ','
}
