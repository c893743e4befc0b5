package intents

import "testing"

func TestWhatStatesIsNoQuestion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"we are high-tech":                           false,
		"our firm is two years old":                  false,
		"they do not lend to us":                     false,
		"there is a lawsuit about it":                false,
		"are we high-tech":                           true,
		"is the firm too young":                      true,
		"which products we can have":                 true,
		"we are small, can we borrow":                true,
		"we are small?":                              true,
		"tell me what it is":                         true,
		"我们是高企":                                      false,
		"我们是不是高企":                                    true,
		"给不给贷":                                       true,
		"专利有三件":                                      false,
		"we can pledge two patents and what is next": true,
	} {
		if got := isQuestion(text); got != want {
			t.Errorf("%q is a question: %v, want %v", text, got, want)
		}
	}
}
