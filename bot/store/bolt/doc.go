// Package bolt is the durable store of conversations on one machine: sessions
// and the log of turns in a bbolt database.
//
// # What it promises
//
// A change is acknowledged when it is on disk, in a journal and in the database.
// Callers that write at once share a commit. A cancelled change is done whole or
// not at all. Every record carries a CRC-32C, so that damage is an error that
// names the record and never a wrong answer. A newest verified backup and the
// journal since lose nothing that was acknowledged.
//
// Everything of a person is encrypted under a key of their own. The keys stand in
// their own folder and are never part of the database, of the journal or of a
// backup. To forget a person is to destroy the key: what is locked with it, in
// free pages, old journals and old backups too, is noise from then on. On file
// systems that write to new places, and on flash memory, the overwritten keys
// file may survive in places that only the device can read.
//
// # The folder
//
//	store/zhirong.db       the database
//	store/journal…         every change since the oldest kept backup
//	store/INITIALISED      a database was here: an empty or missing one is refused
//	store/lock             held while in use; names the process
//	store/clean            how the file was left when it was closed last
//	keys/master            keys the hashes of session ids
//	keys/subjects          a key for each person
//	keys/destroyed         ids of keys that are no more; applied to what is restored
//	backups/               the newest verified backups
//
// Whoever keeps copies of backups elsewhere keeps a copy of the keys folder at a
// third place, and renews it: without keys a backup cannot be read.
package bolt
