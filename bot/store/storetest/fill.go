package storetest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"time"

	"zhirong/bot"
)

// Record makes a turn in which every field that the type has is set at random, so
// that a store which leaves one out is found when it is added.
func Record(r *rand.Rand) bot.Record {
	var out bot.Record
	fill(r, reflect.ValueOf(&out).Elem())
	if out.Said != nil {
		out.Said.Before = whole(out.Said.Before)
	}
	return out
}

// Session makes a session as Record makes a turn.
func Session(r *rand.Rand) bot.Session {
	var out bot.Session
	fill(r, reflect.ValueOf(&out).Elem())
	return whole(out)
}

// whole gives a session the maps that every session has.
func whole(s bot.Session) bot.Session {
	fresh := bot.NewSession(s.ID).Profile
	if s.Profile.Facts == nil {
		s.Profile.Facts = fresh.Facts
	}
	if s.Profile.Learned == nil {
		s.Profile.Learned = fresh.Learned
	}
	return s
}

var timeType = reflect.TypeFor[time.Time]()

func fill(r *rand.Rand, v reflect.Value) {
	if v.Type() == timeType {
		v.Set(reflect.ValueOf(time.Unix(r.Int64N(4e9), r.Int64N(1e9)).UTC()))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	case reflect.Pointer:
		if r.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem())
		}
	case reflect.Slice:
		if n := r.IntN(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(r, v.Index(i))
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Map:
		if n := r.IntN(4); n > 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for range n {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				fill(r, key)
				fill(r, value)
				v.SetMapIndex(key, value)
			}
		}
	case reflect.String:
		words := []string{"质押", "pledge", "", "\x00\xff", "江夏区", "a b", "\n", "𠮷"}
		v.SetString(fmt.Sprintf("%s%d%s", words[r.IntN(len(words))], r.IntN(1000), words[r.IntN(len(words))]))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat(r.NormFloat64())
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Int16, reflect.Int8:
		v.SetInt(int64(r.Uint64()) >> r.IntN(64) >> (64 - v.Type().Bits()))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uint:
		v.SetUint(r.Uint64() >> (64 - v.Type().Bits()))
	default:
		panic(fmt.Sprintf("storetest cannot fill %s", v.Type()))
	}
}
