package bolt

import (
	"reflect"
	"testing"
	"time"

	"zhirong/bot"
)

// fill gives every field that can be reached a value of its own that is not zero.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(1_700_000_000+*n), 5).UTC()))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, n)
		fill(value, n)
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString("s" + string(rune('a'+*n%26)) + time.Duration(*n).String())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(float64(*n) / 7)
	case reflect.Uint8:
		v.SetUint(uint64(*n%255 + 1))
	default:
		v.SetInt(int64(*n))
	}
}

// TestLayoutsHoldEveryField fails where a field was added to what is stored and
// its layout forgot it.
func TestLayoutsHoldEveryField(t *testing.T) {
	t.Parallel()
	n := 0
	var s bot.Session
	fill(reflect.ValueOf(&s).Elem(), &n)
	if got, err := decode(encode(&s, sessionForm), sessionForm); err != nil || !reflect.DeepEqual(got, s) {
		t.Errorf("session: %v\n got %+v\nwant %+v", err, got, s)
	}
	var r bot.Record
	fill(reflect.ValueOf(&r).Elem(), &n)
	said := *r.Said
	if got, err := decode(encode(&said, saidForm), saidForm); err != nil || !reflect.DeepEqual(got, said) {
		t.Errorf("said: %v\n got %+v\nwant %+v", err, got, said)
	}
	r.Said = nil // stored apart
	if got, err := decode(encode(&r, recordForm), recordForm); err != nil || !reflect.DeepEqual(got, r) {
		t.Errorf("record: %v\n got %+v\nwant %+v", err, got, r)
	}
}
