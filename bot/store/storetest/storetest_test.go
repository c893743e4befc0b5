package storetest_test

import (
	"testing"

	"zhirong/bot"
	"zhirong/bot/store/storetest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	storetest.RunSessions(t, func(*testing.T) bot.Sessions { return bot.NewMemory() })
}
