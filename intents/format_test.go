package intents

import (
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"testing"
)

// A model that is read by a program which takes texts apart in another way tells
// nonsense. If this fails, what a text is taken apart into has changed: move
// Format on and write the new sum down.
func TestFormatMovesWithTheFeatures(t *testing.T) {
	t.Parallel()
	const want = "c44cb73210d342da"
	sum := sha256.New()
	fmt.Fprintln(sum, Format, conceptText)
	for _, text := range []string{
		"", "我有3个发明专利，想贷500万，在江夏", "能不能给我开个提醒不", "What's the fee for a trade mark pledge, and who decides?",
		"GB/T 42748-2023 第5条", "don't notify us again", "ＡＢＳ和ABN有什么區別", "é 🙂 ‏x",
	} {
		grams(text, func(kind byte, form string, start, end int) { fmt.Fprintln(sum, string(kind), form, start, end) })
	}
	if got := fmt.Sprintf("%x", sum.Sum(nil))[:16]; got != want {
		t.Errorf("the features have the sum %s, not %s", got, want)
	}
}

func TestKeyIsTheChecksumOfKindAndForm(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"", "a", "专利 能", "the patent office", string(make([]byte, 300))} {
		if got, want := key(kindWord, form), crc32.ChecksumIEEE(append([]byte{kindWord}, form...)); got != want {
			t.Errorf("the key of %q is %08x, want %08x", form, got, want)
		}
	}
}
