package bot

import (
	"time"

	"zhirong/corpus"
)

// Channel names a front end: "terminal", "web".
type Channel string

// Address is where a message came from and where its reply goes.
type Address struct {
	Channel Channel
	Chat    string
	User    string
}

// Message is one thing that a person said or pressed.
type Message struct {
	ID     string // the channel's own, to tell a repeat
	From   Address
	Text   string
	Action Action      // set when a button was pressed
	At     time.Time   // its day counts as today for validity, ages and relative dates
	Lang   corpus.Lang // of the page or program; taken where neither text nor conversation tells one
}

// Action is what pressing a button means: at most 60 bytes of ASCII, complete
// in itself, such as "set region 420115".
type Action string
