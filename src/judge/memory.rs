//! The allocator of the whole program: the system's, which a judge process can set a limit to.

use super::job::exit;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The allocator of this program and of its tests.
#[global_allocator]
pub(super) static ALLOCATOR: MeteredAllocator = MeteredAllocator::new();

/// The system's allocator with a meter that runs only in a judge process. Elsewhere it costs one load and one branch.
///
/// A process over its limit ends at once, rather than letting the code that it judges see an error to recover from.
pub(super) struct MeteredAllocator {
    /// Bytes that may be held; `usize::MAX` where nothing is metered.
    limit: AtomicUsize,
    /// Bytes held since metering began. Judge processes run one thread, so it is read and written without a lock.
    held: AtomicUsize,
}

impl MeteredAllocator {
    /// An allocator that meters nothing yet.
    pub const fn new() -> Self {
        Self { limit: AtomicUsize::new(usize::MAX), held: AtomicUsize::new(0) }
    }

    /// Makes the system's allocator grow in large steps of one heap: an interpreter starts a few milliseconds sooner.
    /// Only for a process with one thread at work.
    pub fn expect_growth(&self) {
        #[cfg(all(target_os = "linux", target_env = "gnu"))]
        // SAFETY: sets parameters of the allocator, which are known to it.
        unsafe {
            libc::mallopt(libc::M_ARENA_MAX, 1);
            libc::mallopt(libc::M_TOP_PAD, 16 << 20);
            libc::mallopt(libc::M_TRIM_THRESHOLD, 256 << 20);
        }
    }

    /// Limits what this process may hold from now on, in bytes.
    pub fn limit(&self, bytes: usize) {
        self.limit.store(bytes, Relaxed);
    }

    #[inline]
    fn take(&self, bytes: usize) {
        let limit = self.limit.load(Relaxed);
        if limit != usize::MAX {
            self.meter(bytes, limit);
        }
    }

    #[inline]
    fn meter(&self, bytes: usize, limit: usize) {
        let held = self.held.load(Relaxed).saturating_add(bytes);
        if held > limit {
            end_process();
        }
        self.held.store(held, Relaxed);
    }

    #[inline]
    fn give(&self, bytes: usize) {
        if self.limit.load(Relaxed) != usize::MAX {
            // What was taken before metering began may be given back now.
            self.held.store(self.held.load(Relaxed).saturating_sub(bytes), Relaxed);
        }
    }
}

#[cold]
fn end_process() -> ! {
    // `_exit` runs no handlers: they could allocate again.
    #[cfg(unix)]
    // SAFETY: `_exit` ends the process and touches no memory of it.
    unsafe {
        libc::_exit(exit::MEMORY)
    }
    #[cfg(not(unix))]
    std::process::exit(exit::MEMORY)
}

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for MeteredAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.take(layout.size());
        // SAFETY: the caller keeps the promises that `System` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        self.take(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        self.give(layout.size());
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size > layout.size() {
            self.take(size - layout.size());
        } else {
            self.give(layout.size() - size);
        }
        // SAFETY: as above.
        unsafe { System.realloc(at, layout, size) }
    }
}
