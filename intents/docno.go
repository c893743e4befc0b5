package intents

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"zhirong/corpus"
)

// stretch is a part of the text whose digits are no quantity.
type stretch struct{ from, to int }

// names are the numbers that name something: documents, patents, telephones.
type names struct {
	docNos, patents []string
	taken           []stretch
}

// docNos knows the numbered documents of the corpus, so that a number that
// is not written in full is still heard.
type docNos struct {
	issuers map[string]bool   // 鄂知发
	known   map[string]string // as people write it, without brackets and spaces: the canonical form
	longest int               // runes of the longest key of known
	first   map[rune]bool     // the characters that an issuer or a known number starts with
}

func newDocNos(set *corpus.Set) docNos {
	d := docNos{issuers: map[string]bool{}, known: map[string]string{}, first: map[rune]bool{}}
	add := func(key, canonical string) {
		if key == "" || len([]rune(key)) < 4 {
			return
		}
		if old, ok := d.known[key]; ok && old != canonical {
			canonical = "" // fits two documents
		}
		d.known[key] = canonical
		d.longest = max(d.longest, len([]rune(key)))
		d.first[[]rune(key)[0]] = true
	}
	for i := range set.Policies {
		p := &set.Policies[i]
		no := strings.TrimSpace(p.DocNo)
		if no == "" {
			continue
		}
		canonical := canonicalDocNo(no)
		add(plainDocNo(no), canonical)
		for _, a := range p.Aliases {
			if plain := plainDocNo(a); strings.ContainsFunc(plain, unicode.IsDigit) && (strings.HasSuffix(plain, "号") || strings.Contains(plain, "gb")) {
				add(plain, canonical)
			}
		}
		if issuer, rest, ok := strings.Cut(no, "〔"); ok {
			d.issuers[corpus.Fold(issuer)] = true
			d.first[[]rune(corpus.Fold(issuer))[0]] = true
			year, number, _ := strings.Cut(rest, "〕")
			add(plainDocNo(issuer+number), canonical)
			add(plainDocNo(issuer+year+"年"+number), canonical)
			add(plainDocNo(year+"年"+number), canonical)
			for _, word := range docNoWords {
				add(plainDocNo(word+strings.TrimSuffix(number, "号")+"of"+year), canonical)
			}
		}
		if standard, _, ok := strings.Cut(no, "-"); ok && strings.HasPrefix(no, "GB") {
			add(plainDocNo(standard), canonical)
		}
	}
	return d
}

// plainDocNo folds a document number and drops brackets, spaces and 第.
func plainDocNo(s string) string {
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune("〔〕[]()【】 第-—/", c) {
			return -1
		}
		return c
	}, corpus.Fold(s))
}

// canonicalDocNo writes brackets and standards in one way.
func canonicalDocNo(s string) string { return strings.Join(strings.Fields(s), " ") }

// scanNames finds the numbers that name something.
func (d *docNos) scanNames(r []rune) names {
	var n names
	for i := 0; i < len(r); {
		end := d.scanDocNo(r, i, &n)
		if end == 0 {
			end = scanStandard(r, i, d, &n)
		}
		if end == 0 {
			end = scanPatentNo(r, i, &n)
		}
		if end == 0 {
			end = scanLongNumber(r, i)
		}
		if end == 0 {
			i++
			continue
		}
		n.taken = append(n.taken, stretch{i, end})
		i = end
	}
	slices.SortFunc(n.taken, func(a, b stretch) int { return a.from - b.from })
	return n
}

// openers and closers are the brackets around the year of a document number.
const openers, closers = "〔[(【", "〕])】"

// scanDocNo reads 〔2025〕17号 and looks back for the issuer before it; and the
// numbers of known documents in shorter forms: 鄂知发17号.
func (d *docNos) scanDocNo(r []rune, i int, n *names) int {
	c := at(r, i)
	if c != 0 && strings.ContainsRune(openers, c) {
		y, j, ok := fourDigits(r, blank(r, i+1))
		j = blank(r, j)
		if !ok || at(r, j) == 0 || !strings.ContainsRune(closers, at(r, j)) {
			return 0
		}
		no, end := docNoTail(r, j+1)
		issuer := d.issuerBefore(r, i)
		if end == 0 || issuer == "" {
			return 0
		}
		n.addDocNo(issuer + "〔" + strconv.Itoa(y) + "〕" + no + "号")
		return end
	}
	if !d.first[c] {
		return 0
	}
	return d.scanKnown(r, i, n)
}

// scanKnown reads the longest known document number at i, whatever brackets and
// spaces stand in it.
func (d *docNos) scanKnown(r []rune, i int, n *names) int {
	if !d.opens(r, i) {
		return 0
	}
	var b strings.Builder
	best, canonical := 0, ""
	count := 0
	for j := i; j < len(r) && count < d.longest && j < i+40; j++ {
		if strings.ContainsRune("〔〕[]()【】 第-—/", r[j]) {
			continue
		}
		b.WriteRune(r[j])
		count++
		if c, ok := d.known[b.String()]; ok && c != "" {
			best, canonical = j+1, c
		}
	}
	if best == 0 {
		return d.scanUnknown(r, i, n)
	}
	n.addDocNo(canonical)
	return best
}

// opens reports whether an issuer or a known number may start at i.
func (d *docNos) opens(r []rune, i int) bool {
	for j := i + 2; j <= min(i+9, len(r)); j++ {
		if d.issuers[string(r[i:j])] {
			return true
		}
	}
	for j := i + 1; j < min(i+10, len(r)); j++ {
		if digit(r[j]) {
			return true
		}
		if !unicode.Is(unicode.Han, r[j]) && !strings.ContainsRune(openers+" ", r[j]) {
			break
		}
	}
	for _, w := range docNoWords {
		if at(r, i-1) != ' ' && i > 0 {
			break
		}
		if end := i + len(w); end < len(r) && string(r[i:end]) == w {
			return true
		}
	}
	return false
}

// docNoWords stand before the number of a document in English.
var docNoWords = [...]string{"notice", "document", "notice no.", "document no.", "no."}

// scanUnknown reads a number of a known issuer that the corpus does not hold:
// 鄂知发2024年5号.
func (d *docNos) scanUnknown(r []rune, i int, n *names) int {
	for j := min(i+9, len(r)); j > i+1; j-- {
		issuer := string(r[i:j])
		if !d.issuers[issuer] {
			continue
		}
		k := skipRunes(r, j, " "+openers)
		y, k, ok := fourDigits(r, k)
		if !ok {
			return 0
		}
		k = skipRunes(r, k, " 年-—"+closers)
		no, end := docNoTail(r, k)
		if end == 0 {
			return 0
		}
		n.addDocNo(issuer + "〔" + strconv.Itoa(y) + "〕" + no + "号")
		return end
	}
	return 0
}

// docNoTail reads the number behind the year; 号 may be missing.
func docNoTail(r []rune, i int) (no string, end int) {
	j := blank(r, i)
	if at(r, j) == '第' {
		j = blank(r, j+1)
	}
	start := j
	for digit(at(r, j)) && j-start < 6 {
		j++
	}
	if j == start || digit(at(r, j)) {
		return "", 0
	}
	no = strings.TrimLeft(string(r[start:j]), "0")
	if k := blank(r, j); at(r, k) == '号' {
		return no, k + 1
	}
	return no, j
}

// issuerBefore reads the issuer's short name that ends before i: a known one,
// or what is left of a row of ideographs without the words that lead to it.
func (d *docNos) issuerBefore(r []rune, i int) string {
	for i > 0 && r[i-1] == ' ' {
		i--
	}
	start := i
	for start > 0 && i-start < 12 && unicode.Is(unicode.Han, r[start-1]) {
		start--
	}
	for j := start; j < i; j++ {
		if d.issuers[string(r[j:i])] {
			return string(r[j:i])
		}
	}
	row := string(r[start:i])
	for _, lead := range [...]string{"根据", "按照", "依据", "依照", "关于", "请问", "文件", "通知", "看", "查", "查一下", "了解", "的", "和", "与", "及", "见", "是", "有", "在", "问", "说", "叫", "下", "对"} {
		if at := strings.LastIndex(row, lead); at >= 0 {
			row = row[at+len(lead):]
		}
	}
	if len([]rune(row)) < 2 || len([]rune(row)) > 8 {
		return ""
	}
	return row
}

func (n *names) addDocNo(no string) {
	if !slices.Contains(n.docNos, no) {
		n.docNos = append(n.docNos, no)
	}
}

// scanStandard reads GB/T 42748-2023. The year of a known standard may be
// missing.
func scanStandard(r []rune, i int, d *docNos, n *names) int {
	if letter(at(r, i-1)) {
		return 0
	}
	_, j := prefixOf(r, i, "gb/t", "gb-t", "gb t", "gbt", "gb", "国标", "国家标准")
	if j == i {
		return 0
	}
	recommended := r[i] != 'g' || j > i+2
	j = skipRunes(r, j, " -")
	start := j
	for digit(at(r, j)) && j-start < 6 {
		j++
	}
	if j-start < 4 || digit(at(r, j)) {
		return 0
	}
	no := string(r[start:j])
	name := "GB/T " + no
	if !recommended {
		name = "GB " + no
	}
	k := blank(r, j)
	if c := at(r, k); c == '-' || c == '—' || c == '–' {
		if y, end, ok := fourDigits(r, skipRunes(r, k, "-—– ")); ok {
			n.addDocNo(name + "-" + strconv.Itoa(y))
			return end
		}
	}
	if full := d.known[plainDocNo(name)]; full != "" {
		name = full
	}
	n.addDocNo(name)
	return j
}

// prefixOf is firstOf, for words that digits may follow at once.
func prefixOf(r []rune, i int, words ...string) (string, int) {
	for _, w := range words {
		if hasPrefix(r, i, w) {
			return w, i + len([]rune(w))
		}
	}
	return "", i
}

// scanPatentNo reads the number of a Chinese patent or application: ZL2019…,
// 201910123456.7, 2019101234567 (with the right check digit), CN112345678B.
func scanPatentNo(r []rune, i int, n *names) int {
	if letter(at(r, i-1)) || digit(at(r, i-1)) {
		return 0
	}
	j, granted := i, false
	if hasPrefix(r, i, "zl") {
		j, granted = skipRunes(r, i+2, " :.-"), true
	} else if hasPrefix(r, i, "cn") && digit(at(r, i+2)) {
		return scanPublication(r, i, n)
	}
	var b strings.Builder
	for j < len(r) && b.Len() < 12 && (digit(r[j]) || granted && r[j] == ' ') {
		if digit(r[j]) {
			b.WriteRune(r[j])
		}
		j++
	}
	no := b.String()
	if granted && len(no) > 8 && len(no) < 12 && (at(r, j) != '.') {
		return 0
	}
	if granted && len(no) == 9 && at(r, j-1) != ' ' {
		no, j = no[:8], j-1
	}
	if len(no) != 12 && (!granted || len(no) != 8) || len(no) == 12 && !plausible(no) {
		return 0
	}
	k := j
	dot := at(r, k) == '.' || granted && at(r, k) == ' '
	if dot {
		k++
	}
	check := at(r, k)
	if !digit(check) && check != 'x' || digit(at(r, k+1)) || letter(at(r, k+1)) {
		return 0
	}
	if !granted && !dot && check != checkDigit(no) {
		return 0
	}
	full := no + "." + strings.ToUpper(string(check))
	if granted {
		full = "ZL" + full
	}
	if !slices.Contains(n.patents, full) {
		n.patents = append(n.patents, full)
	}
	return k + 1
}

// plausible reports whether twelve digits start with a year and a kind of
// application.
func plausible(no string) bool {
	y, err := strconv.Atoi(no[:4])
	return err == nil && y >= 1985 && y < 2100 && strings.ContainsRune("12389", rune(no[4]))
}

// checkDigit returns the check digit of an application number:
// the digits weighted 2 to 9 and again 2 to 5, modulo 11.
func checkDigit(no string) rune {
	sum := 0
	for i, c := range no {
		sum += int(c-'0') * (i%8 + 2)
	}
	if sum %= 11; sum < 10 {
		return rune('0' + sum)
	}
	return 'x'
}

// scanPublication reads the number of a published document: CN112345678B.
func scanPublication(r []rune, i int, n *names) int {
	j := i + 2
	for digit(at(r, j)) && j-i < 12 {
		j++
	}
	c := at(r, j)
	if j-i < 9 || j-i > 11 || c == 0 || !strings.ContainsRune("abcusy", c) || letter(at(r, j+1)) {
		return 0
	}
	if !slices.Contains(n.patents, strings.ToUpper(string(r[i:j+1]))) {
		n.patents = append(n.patents, strings.ToUpper(string(r[i:j+1])))
	}
	return j + 1
}

// scanLongNumber reads telephone, identity and other long numbers, articles of
// a law (第四十二条), and numbers of documents (17号文): none is a quantity.
func scanLongNumber(r []rune, i int) int {
	if at(r, i) == '第' {
		n, ok := scanNumeral(r, blank(r, i+1))
		if !ok {
			return 0
		}
		if j := blank(r, n.end); hasPrefix(r, j, "季度") {
			return 0
		} else if c := at(r, j); c != 0 && strings.ContainsRune("条款项号批期章节届次名家类部编页个年步点", c) {
			return j + 1
		}
		return n.end
	}
	if !digit(at(r, i)) || digit(at(r, i-1)) || at(r, i-1) == '.' {
		return 0
	}
	j := i
	for digit(at(r, j)) {
		j++
	}
	unit := j
	if at(r, unit) == '.' {
		for unit++; digit(at(r, unit)); unit++ {
		}
	}
	unit = blank(r, unit)
	if hasPrefix(r, j, "号文") || hasPrefix(r, j, "号令") || hasPrefix(r, j, "号公告") || hasPrefix(r, j, "号通知") {
		return j + 2
	}
	if j-i >= 3 && j-i <= 4 && r[i] == '0' && at(r, j) == '-' {
		k := j + 1
		for digit(at(r, k)) {
			k++
		}
		if k-j >= 8 {
			return k
		}
	}
	if c := at(r, unit); j-i < 11 || c != 0 && strings.ContainsRune("元万亿块", c) {
		return 0
	}
	return j
}
