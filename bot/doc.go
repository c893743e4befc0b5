// Package bot holds the conversation: a Message goes in, a Reply comes out.
//
// Advisor is the whole of it. It asks package intents what a message wants,
// package knowledge what is known, and words the answer with sentences of the
// corpus. Channels (bot/terminal and others) turn what they hear into a Message
// and show a Reply as well as they can; they decide nothing.
package bot
