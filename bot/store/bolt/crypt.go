package bolt

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"hash/crc32"
	"strings"

	"zhirong/bot"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const (
	crcLen   = 4
	nonceLen = 12
)

// seal adds a CRC-32C over where a value stands and what it is, so that a value
// that was altered, or came to stand elsewhere, is noticed.
func seal(at, body []byte) []byte {
	sum := crc32.Update(crc32.Checksum(at, castagnoli), castagnoli, body)
	return binary.BigEndian.AppendUint32(body, sum)
}

// checked returns the body of a sealed value, or false if it is damaged.
func checked(at, value []byte) ([]byte, bool) {
	if len(value) < crcLen {
		return nil, false
	}
	body := value[:len(value)-crcLen]
	sum := crc32.Update(crc32.Checksum(at, castagnoli), castagnoli, body)
	return body, sum == binary.BigEndian.Uint32(value[len(body):])
}

// What hashes and locked values are for; a hash or a value of one purpose is
// none of another.
const (
	forSessionID = "session id"
	forSubject   = "subject"
	forTurn      = "turn"
	forMessage   = "message"
	forSession   = "session"
	forSaid      = "said"
)

// hash is a keyed hash of a purpose and any number of texts.
func (r *keyring) hash(purpose string, texts ...string) (out [16]byte) {
	h := hmac.New(sha256.New, r.master)
	for _, t := range append([]string{purpose}, texts...) {
		h.Write(binary.AppendUvarint(nil, uint64(len(t))))
		h.Write([]byte(t))
	}
	return [16]byte(h.Sum(nil))
}

func (r *keyring) subject(id bot.SessionID) subject { return r.hash(forSubject, string(id)) }

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// SessionID names the conversation with a person by a keyed hash: the same
// person has the same id as long as the keys folder is kept, and nobody without
// it can tell who that is.
func (d *DB) SessionID(a bot.Address) bot.SessionID {
	h := d.keys.hash(forSessionID, string(a.Channel), a.Chat, a.User)
	return bot.SessionID(strings.ToLower(letters.EncodeToString(h[:])))
}

func (k key) aead() cipher.AEAD {
	block, err := aes.NewCipher(k.secret[:])
	if err != nil {
		panic(err) // only for a key of another length
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // only for a cipher of another block size
	}
	return aead
}

// lock encrypts a value for its purpose and owner, behind a fresh nonce.
func (k key) lock(out []byte, purpose string, owner []byte, plain []byte) []byte {
	nonce := make([]byte, nonceLen)
	_, _ = rand.Read(nonce)
	return k.aead().Seal(append(out, nonce...), nonce, plain, append([]byte(purpose), owner...))
}

// unlock undoes lock.
func (k key) unlock(purpose string, owner []byte, locked []byte) ([]byte, error) {
	if len(locked) < nonceLen {
		return nil, errForm
	}
	return k.aead().Open(nil, locked[:nonceLen], locked[nonceLen:], append([]byte(purpose), owner...))
}
