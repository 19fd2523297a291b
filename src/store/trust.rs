//! Packs from elsewhere whose code may run.

use super::{Store, StoreError};
use rusqlite::{OptionalExtension, params};

impl Store {
    /// The content hash with which the pack at that place was last trusted; none where it never was.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn trusted(&self, pack: &str, origin: &str) -> Result<Option<String>, StoreError> {
        self.lock()
            .prepare_cached("SELECT hash FROM trusted WHERE pack = ?1 AND origin = ?2")
            .and_then(|mut s| s.query_row(params![pack, origin], |row| row.get(0)).optional())
            .map_err(|e| StoreError::of(&self.path, e))
    }

    /// Remembers that the pack at that place may run its code as long as it has that hash. `now` is Unix time in
    /// milliseconds.
    ///
    /// # Errors
    /// Nothing is remembered then.
    pub fn trust(&self, pack: &str, origin: &str, hash: &str, now: i64) -> Result<(), StoreError> {
        self.lock()
            .prepare_cached(
                "INSERT INTO trusted (pack, origin, hash, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (pack, origin) DO UPDATE SET hash = excluded.hash, at = excluded.at",
            )
            .and_then(|mut s| s.execute(params![pack, origin, hash, now]))
            .map(drop)
            .map_err(|e| StoreError::of(&self.path, e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_is_trusted_at_its_place_and_with_its_content() {
        let store = Store::in_memory().unwrap();
        assert_eq!(store.trusted("p", "/a").unwrap(), None);
        store.trust("p", "/a", "one", 1).unwrap();
        store.trust("p", "/a", "two", 2).unwrap();
        assert_eq!(store.trusted("p", "/a").unwrap().as_deref(), Some("two"));
        assert_eq!(store.trusted("p", "/b").unwrap(), None);
        assert_eq!(store.trusted("q", "/a").unwrap(), None);
    }
}
