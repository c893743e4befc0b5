// Package web is the chat in a browser: a page rendered on the server that works
// without script, the same over server-sent events, an HTTP API, and a widget
// for other sites. It decides nothing about answers: it passes messages to a
// bot.Answerer and shows the replies.
//
// Everything a person sees goes through html/template; wording comes from the
// corpus under keys that begin with "web.". Pages load one style sheet and one
// script from the server itself and nothing from anywhere else.
package web
