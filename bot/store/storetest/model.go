package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhirong/bot"
)

// modelled is what a store should hold.
type modelled struct {
	sessions map[bot.SessionID]bot.Session
	turns    []bot.Record // in the order of logging
}

// ordered returns the turns that fit, as a stream gives them.
func (m *modelled) ordered(fits func(bot.Record) bool) []bot.Record {
	var out []bot.Record
	for _, r := range m.turns {
		if fits(r) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b bot.Record) int { return cmp.Compare(a.At.UnixNano(), b.At.UnixNano()) })
	return out
}

// model runs random operations on a store and on a model of it, and compares all
// that they answer.
func model(t *testing.T, fresh func(t *testing.T) Opener) {
	rapid.Check(t, func(rt *rapid.T) {
		open := fresh(t)
		s, closeStore := open()
		defer func() {
			if err := closeStore(); err != nil {
				rt.Error(err)
			}
		}()
		m := modelled{sessions: map[bot.SessionID]bot.Session{}}
		check := func(what string, err error, got, want any) {
			if err != nil || !reflect.DeepEqual(got, want) {
				rt.Fatalf("%s:\n got %+v, %v\nwant %+v", what, got, err, want)
			}
		}
		session := rapid.SampledFrom([]bot.SessionID{"a", "b", "c"})
		number := rapid.IntRange(0, 12)
		at := func() time.Time { return start.Add(time.Duration(rapid.IntRange(-3, 3).Draw(rt, "at")) * time.Hour) }
		find := func(fits func(bot.Record) bool) (bot.Record, bool) {
			i := slices.IndexFunc(m.turns, fits)
			if i < 0 {
				return bot.Record{}, false
			}
			return m.turns[i], true
		}
		rt.Repeat(map[string]func(*rapid.T){
			"Session": func(rt *rapid.T) {
				id := session.Draw(rt, "session")
				want, ok := m.sessions[id]
				if !ok {
					want = bot.NewSession(id)
				}
				got, err := s.Session(t.Context(), id)
				check("Session", err, got, want)
			},
			"SaveSession": func(rt *rapid.T) {
				mine := bot.NewSession(session.Draw(rt, "session"))
				mine.Turns = number.Draw(rt, "turns")
				mine.Version = m.sessions[mine.ID].Version + int64(rapid.SampledFrom([]int{0, 0, 0, 1, -1}).Draw(rt, "off"))
				err := s.SaveSession(t.Context(), mine)
				if mine.Version != m.sessions[mine.ID].Version {
					check("SaveSession", nil, errors.Is(err, bot.ErrStale), true)
					return
				}
				check("SaveSession", err, nil, nil)
				mine.Version++
				m.sessions[mine.ID] = mine
			},
			"ForgetSession": func(rt *rapid.T) {
				id := session.Draw(rt, "session")
				check("ForgetSession", s.ForgetSession(t.Context(), id), nil, nil)
				delete(m.sessions, id)
			},
			"AppendTurn": func(rt *rapid.T) {
				r := turn(session.Draw(rt, "session"), number.Draw(rt, "number"), at())
				r.Message = fmt.Sprint(number.Draw(rt, "message") / 3)
				if rapid.Bool().Draw(rt, "wordless") {
					r.Said = nil
				}
				err := s.AppendTurn(t.Context(), r)
				switch other, ok := find(func(o bot.Record) bool { return o.ID == r.ID }); {
				case !ok:
					m.turns = append(m.turns, r)
				case other.Message != r.Message:
					check("AppendTurn", nil, errors.Is(err, bot.ErrTaken), true)
					return
				}
				check("AppendTurn", err, nil, nil)
			},
			"Turn": func(rt *rapid.T) {
				id := turn(session.Draw(rt, "session"), number.Draw(rt, "number"), start).ID
				want, ok := find(func(o bot.Record) bool { return o.ID == id })
				got, err := s.Turn(t.Context(), id)
				if !ok {
					check("Turn", nil, errors.Is(err, bot.ErrNoTurn), true)
					return
				}
				check("Turn", err, got, want)
			},
			"TurnOf": func(rt *rapid.T) {
				id, message := session.Draw(rt, "session"), fmt.Sprint(number.Draw(rt, "message")/3)
				want, ok := find(func(o bot.Record) bool { return o.Session == id && o.Message == message })
				got, err := s.TurnOf(t.Context(), id, message)
				if !ok {
					check("TurnOf", nil, errors.Is(err, bot.ErrNoTurn), true)
					return
				}
				check("TurnOf", err, got, want)
			},
			"Forget": func(rt *rapid.T) {
				id := session.Draw(rt, "session")
				check("Forget", s.Forget(t.Context(), id), nil, nil)
				delete(m.sessions, id)
				m.turns = slices.DeleteFunc(m.turns, func(o bot.Record) bool { return o.Session == id })
			},
			"reopen": func(rt *rapid.T) {
				check("close", closeStore(), nil, nil)
				s, closeStore = open()
			},
			"": func(rt *rapid.T) {
				from, to := at(), at()
				check("Turns", nil, collect(t, s.Turns(t.Context(), from, to)), m.ordered(func(r bot.Record) bool { return !r.At.Before(from) && r.At.Before(to) }))
				id := session.Draw(rt, "session")
				check("TurnsOf", nil, collect(t, s.TurnsOf(t.Context(), id)), m.ordered(func(r bot.Record) bool { return r.Session == id }))
			},
		})
	})
}
