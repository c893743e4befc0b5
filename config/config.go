// Package config holds the settings of the running service: their defaults, how
// they are read from a file and from the environment, and what they must obey.
// Only the command imports it; every other package takes options of its own.
//
// A setting is named by its key in the file, such as backup.every. The variable
// ZHIRONG_BACKUP_EVERY wins over the file. A secret has a twin that names a file
// with it: metrics.token_file, ZHIRONG_METRICS_TOKEN_FILE.
package config

import "time"

// Config is every setting. Default is what serves where nothing is set.
type Config struct {
	Listen         string   `yaml:"listen"`
	PublicURL      string   `yaml:"public_url"`
	Data           string   `yaml:"data"`
	Corpus         string   `yaml:"corpus"`
	Production     bool     `yaml:"production"`
	TrustedProxies []string `yaml:"trusted_proxies"`

	Log       Log       `yaml:"log"`
	Limits    Limits    `yaml:"limits"`
	Widget    Widget    `yaml:"widget"`
	Retention Retention `yaml:"retention"`
	Privacy   Privacy   `yaml:"privacy"`
	Backup    Backup    `yaml:"backup"`
	Metrics   Metrics   `yaml:"metrics"`
	Contact   Contact   `yaml:"contact"`
	Filing    Filing    `yaml:"filing"`
}

// Log says how the service logs to standard error.
type Log struct {
	Format string `yaml:"format"` // text or json
	Level  string `yaml:"level"`  // debug, info, warn or error
}

// Limits bound what comes from outside.
type Limits struct {
	BodyBytes           int `yaml:"body_bytes"`
	MessageRunes        int `yaml:"message_runes"`
	PerSessionPerMinute int `yaml:"per_session_per_minute"`
	PerAddressPerMinute int `yaml:"per_address_per_minute"`
	Streams             int `yaml:"streams"`
	StreamsPerSession   int `yaml:"streams_per_session"`
	Waiting             int `yaml:"waiting"` // messages of one session in line
}

// Widget says which other sites may embed the chat.
type Widget struct {
	Origins    []string `yaml:"origins"`
	PerSession int      `yaml:"per_session"` // messages of one person
	PerDay     int      `yaml:"per_day"`     // messages of all
}

// Retention says how long each class of data is kept.
type Retention struct {
	Said     Duration `yaml:"said"`     // what a person wrote, redacted
	Turns    Duration `yaml:"turns"`    // what was understood and answered
	Sessions Duration `yaml:"sessions"` // what a conversation remembers, from its last message
}

// Privacy bounds what is told about groups.
type Privacy struct {
	K int `yaml:"k"` // the least number of firms that a figure may stand for
}

// Backup says when the database is copied into the data folder, and where else.
type Backup struct {
	Every  Duration `yaml:"every"` // zero: never
	Keep   int      `yaml:"keep"`
	CopyTo string   `yaml:"copy_to"` // a second folder for them; empty: none
}

// Metrics says where figures for Prometheus are served.
type Metrics struct {
	Listen    string `yaml:"listen"` // empty: on the main address, to this machine alone
	Token     Secret `yaml:"token"`
	TokenFile string `yaml:"token_file"`
}

// Contact says who runs the service.
type Contact struct {
	Operator   string `yaml:"operator"`
	Admin      string `yaml:"admin"`
	Complaints string `yaml:"complaints"`
}

// Filing holds the numbers and dates that the law asks of a public service.
type Filing struct {
	ICP              string `yaml:"icp"`
	Police           string `yaml:"police"`
	GradedProtection string `yaml:"graded_protection"`
	ImpactAssessment string `yaml:"impact_assessment"` // a date, YYYY-MM-DD
	Algorithm        string `yaml:"algorithm"`
	Generative       string `yaml:"generative"`
}

const day = Duration(24 * time.Hour)

// Default returns the settings that serve where nothing is set.
func Default() Config {
	return Config{
		Listen:    "127.0.0.1:8080",
		Data:      "./zhirong-data",
		Log:       Log{Format: "text", Level: "info"},
		Limits:    Limits{BodyBytes: 16 << 10, MessageRunes: 2000, PerSessionPerMinute: 60, PerAddressPerMinute: 3600, Streams: 4000, StreamsPerSession: 6, Waiting: 3},
		Widget:    Widget{PerSession: 60, PerDay: 20_000},
		Retention: Retention{Said: 90 * day, Turns: 365 * day, Sessions: 30 * day},
		Privacy:   Privacy{K: leastK},
		Backup:    Backup{Every: day, Keep: 7},
	}
}
