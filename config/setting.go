package config

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// EnvPrefix begins the name of every variable that sets something.
const EnvPrefix = "ZHIRONG_"

// EnvConfig names the file of settings; it is read by the command.
const EnvConfig = EnvPrefix + "CONFIG"

// setting is one value under its key.
type setting struct {
	key string
	ptr any // *string, *bool, *int, *Duration, *Secret or *[]string
}

// env is the variable that sets it.
func (s setting) env() string {
	return EnvPrefix + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// settings lists the values of c in the order of their fields.
func (c *Config) settings() []setting {
	var all []setting
	var walk func(v reflect.Value, prefix string)
	walk = func(v reflect.Value, prefix string) {
		for i := range v.NumField() {
			key := prefix + v.Type().Field(i).Tag.Get("yaml")
			field := v.Field(i)
			if _, secret := field.Interface().(Secret); field.Kind() == reflect.Struct && !secret {
				walk(field, key+".")
				continue
			}
			all = append(all, setting{key, field.Addr().Interface()})
		}
	}
	walk(reflect.ValueOf(c).Elem(), "")
	return all
}

// assign reads the setting from one scalar; a list from items with commas between.
func (s setting) assign(text string) error {
	switch p := s.ptr.(type) {
	case *string:
		*p = text
	case *Secret:
		*p = Secret{text}
	case *bool:
		if text != "true" && text != "false" {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		*p = text == "true"
	case *int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("%q is no whole number", text)
		}
		*p = n
	case *Duration:
		d, err := parseDuration(text)
		if err != nil {
			return err
		}
		*p = d
	case *[]string:
		*p = nil
		for item := range strings.SplitSeq(text, ",") {
			if item = strings.TrimSpace(item); item != "" {
				*p = append(*p, item)
			}
		}
	}
	return nil
}

// text is the value as a file writes it; a secret is hidden.
func (s setting) text() string {
	switch p := s.ptr.(type) {
	case *string:
		return quote(*p)
	case *Secret:
		return quote(p.String())
	case *[]string:
		items := make([]string, len(*p))
		for i, item := range *p {
			items[i] = quote(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return fmt.Sprint(reflect.ValueOf(s.ptr).Elem().Interface())
}

// quote writes a text so that YAML reads it back as the same text.
func quote(s string) string { return strconv.Quote(s) }
