//! SQLite would open real files: in a judge process its memory file system becomes the only one.

use rusqlite::ffi::{
    SQLITE_OK, sqlite3_initialize, sqlite3_vfs_find, sqlite3_vfs_register, sqlite3_vfs_unregister,
};

/// Takes every file system but the one in memory away from SQLite, for the rest of this process's life.
pub(super) fn keep_in_memory() -> Result<(), &'static str> {
    // SAFETY: SQLite is initialised first; file systems are found by static names, and no other thread uses SQLite here.
    unsafe {
        if sqlite3_initialize() != SQLITE_OK {
            return Err("it does not start");
        }
        let memory = sqlite3_vfs_find(c"memdb".as_ptr());
        if memory.is_null() || sqlite3_vfs_register(memory, 1) != SQLITE_OK {
            return Err("it has no memory file system");
        }
        let mut at = sqlite3_vfs_find(std::ptr::null());
        while !at.is_null() {
            let next = (*at).pNext;
            if at != memory {
                sqlite3_vfs_unregister(at);
            }
            at = next;
        }
    }
    Ok(())
}
