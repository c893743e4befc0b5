package bot_test

import (
	"errors"
	"testing"

	"zhirong/bot"
	"zhirong/corpus"
)

func TestGenerationOfMemoryIsPutOnDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := bot.WarmGeneration(dir, corpus.Shipped()); !errors.Is(err, bot.ErrNotMade) {
		t.Fatalf("an empty folder gives %v, want %v", err, bot.ErrNotMade)
	}
	memory, err := generation()
	if err != nil {
		t.Fatal(err)
	}
	made, err := bot.IndexGeneration(t.Context(), dir, memory)
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	warm, err := bot.WarmGeneration(dir, corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	defer warm.Close()
	if made.ID != memory.ID || warm.ID != memory.ID {
		t.Errorf("generations %s and %s of %s", made.ID, warm.ID, memory.ID)
	}
	const question = "质押登记要什么材料"
	today := corpus.Date("2026-11-22")
	a, b := memory.Model.Understand(question, today, corpus.Chinese), warm.Model.Understand(question, today, corpus.Chinese)
	if a.Parts[0].Intent != b.Parts[0].Intent || a.Parts[0].Confidence != b.Parts[0].Confidence {
		t.Errorf("memory understands %+v, disk %+v", a.Parts[0], b.Parts[0])
	}
}
