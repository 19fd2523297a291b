//! How a judge process locks itself in, before it reads anything that it does not trust.
//!
//! Linux: resource limits, landlock (no file can be opened) and seccomp (only what an interpreter needs of the kernel).
//! Elsewhere the boundary is the process itself, an interpreter without host functions, and the kill at the time limit.

use super::{memory, sqlite};

/// One of the barriers that a judge process puts up around itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Barrier {
    /// The system's limits on processor time, address space, files and core dumps.
    Limits,
    /// The end of the game ends the judge process.
    Parent,
    /// Linux: no path can be opened.
    Landlock,
    /// Linux: only the calls that an interpreter, and starting tasks, need.
    Seccomp,
    /// The meter of the program's own allocator.
    Memory,
    /// SQLite's memory file system is its only one.
    Sqlite,
    /// Linux: takes away what [`Seccomp`](Self::Seccomp) left for starting tasks.
    Task,
}

/// A barrier that could not be put up.
#[derive(Debug, thiserror::Error)]
#[error("{barrier}: {cause}")]
pub(super) struct Unlocked {
    barrier: &'static str,
    cause: String,
}

/// Locks the judge process in. `memory` is in bytes, `seconds` is processor time.
///
/// Of the kernel's services those needed to start one process a task stay allowed; see [`lock_task`].
pub(super) fn lock_process(memory: u64, seconds: u64) -> Result<(), Unlocked> {
    use Barrier as B;
    [B::Limits, B::Parent, B::Landlock, B::Seccomp, B::Memory, B::Sqlite]
        .into_iter()
        .try_for_each(|barrier| barrier.put_up(memory, seconds))
}

/// Takes away what [`lock_process`] left for starting tasks. Called in the process of a task, before it runs any code.
#[cfg(unix)]
pub(super) fn lock_task() -> Result<(), Unlocked> {
    // The process that a task belongs to is its own parent, whose end it must not outlive either.
    [Barrier::Parent, Barrier::Task].into_iter().try_for_each(|barrier| barrier.put_up(0, 0))
}

impl Barrier {
    /// Puts up this one. Where a system has no such thing, it does nothing.
    pub(super) fn put_up(self, memory: u64, seconds: u64) -> Result<(), Unlocked> {
        match self {
            #[cfg(unix)]
            Self::Limits => limits::set(memory, seconds),
            #[cfg(target_os = "linux")]
            Self::Parent => linux::end_with_parent(),
            #[cfg(target_os = "linux")]
            Self::Landlock => linux::forbid_files(),
            #[cfg(target_os = "linux")]
            Self::Seccomp => linux::allow_judge_calls(),
            #[cfg(target_os = "linux")]
            Self::Task => linux::allow_task_calls(),
            Self::Memory => {
                memory::ALLOCATOR.limit(usize::try_from(memory).unwrap_or(usize::MAX - 1));
                Ok(())
            }
            Self::Sqlite => {
                let fail = |cause: &str| Unlocked { barrier: "SQLite", cause: cause.to_owned() };
                sqlite::keep_in_memory().map_err(fail)
            }
            #[cfg(not(target_os = "linux"))]
            _ => {
                let _ = seconds;
                Ok(())
            }
        }
    }
}

/// How much of landlock this kernel has; none where it has none or it is switched off.
pub fn landlock_level() -> Option<u32> {
    #[cfg(target_os = "linux")]
    {
        /// Asks for the level instead of making a ruleset.
        const VERSION: libc::c_uint = 1;
        // SAFETY: with this flag nothing is read from the pointer, which is null, and nothing is made.
        let level = unsafe {
            libc::syscall(libc::SYS_landlock_create_ruleset, std::ptr::null::<u8>(), 0_usize, VERSION)
        };
        u32::try_from(level).ok()
    }
    #[cfg(not(target_os = "linux"))]
    None
}

#[cfg(unix)]
mod limits {
    use super::Unlocked;
    use rustix::process::{Resource, Rlimit, setrlimit};

    /// Room beside the metered heap: the program itself, stacks, and what the allocator keeps.
    const BESIDE_HEAP: u64 = 1 << 30;

    pub fn set(memory: u64, seconds: u64) -> Result<(), Unlocked> {
        let limits = [
            (Resource::Cpu, seconds),
            (Resource::As, memory.saturating_add(BESIDE_HEAP)),
            (Resource::Core, 0),
            (Resource::Fsize, 0),
            (Resource::Nofile, 64),
        ];
        for (resource, at_most) in limits {
            // Some systems do not know every limit; the address space is one that macOS refuses.
            // Past the lower of the two limits of processor time comes a signal that tells why, at the upper one the end.
            let room = u64::from(matches!(resource, Resource::Cpu));
            let limit = Rlimit { current: Some(at_most), maximum: Some(at_most + room) };
            match setrlimit(resource, limit) {
                Err(e) if cfg!(target_os = "linux") => {
                    return Err(Unlocked { barrier: "resource limits", cause: e.to_string() });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use super::Unlocked;
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, Scope};
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule,
    };
    use std::collections::BTreeMap;

    type Rules = BTreeMap<i64, Vec<SeccompRule>>;

    /// A judge process must not outlive the game.
    pub fn end_with_parent() -> Result<(), Unlocked> {
        rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))
            .map_err(|e| Unlocked { barrier: "death with the parent", cause: e.to_string() })
    }

    pub fn allow_judge_calls() -> Result<(), Unlocked> {
        let mut rules = interpreter_calls()?;
        rules.extend(task_starting_calls()?);
        apply(rules)
    }

    pub fn allow_task_calls() -> Result<(), Unlocked> {
        apply(interpreter_calls()?)
    }

    /// No path can be opened, listed, made, linked or run any more, and no port bound or reached. Kernels without
    /// landlock are served by seccomp alone, which forbids the same calls.
    pub fn forbid_files() -> Result<(), Unlocked> {
        let fail = |e: landlock::RulesetError| Unlocked { barrier: "landlock", cause: e.to_string() };
        let abi = ABI::V6;
        Ruleset::default()
            .handle_access(AccessFs::from_all(abi))
            .and_then(|r| r.handle_access(AccessNet::from_all(abi)))
            .and_then(|r| r.scope(Scope::from_all(abi)))
            .and_then(|r| r.create())
            .and_then(|r| r.restrict_self())
            .map_err(fail)?;
        Ok(())
    }

    fn invalid(e: impl std::fmt::Display) -> Unlocked {
        Unlocked { barrier: "seccomp", cause: e.to_string() }
    }

    /// A rule that holds where the flag bits of an argument are all clear.
    fn clear(argument: u8, bits: u64) -> Result<Vec<SeccompRule>, Unlocked> {
        let condition =
            SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::MaskedEq(bits), 0)
                .map_err(invalid)?;
        Ok(vec![SeccompRule::new(vec![condition]).map_err(invalid)?])
    }

    /// A rule that holds where an argument is zero, all 64 bits of it.
    fn zero(argument: u8) -> Result<SeccompCondition, Unlocked> {
        SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::Eq, 0).map_err(invalid)
    }

    /// What a running interpreter needs: its open pipe, memory without execution, clocks, locks, its own end.
    fn interpreter_calls() -> Result<Rules, Unlocked> {
        let always = [
            libc::SYS_read,
            libc::SYS_write,
            libc::SYS_writev,
            libc::SYS_close,
            libc::SYS_munmap,
            libc::SYS_mremap,
            libc::SYS_brk,
            libc::SYS_madvise,
            libc::SYS_futex,
            libc::SYS_rt_sigaction,
            libc::SYS_rt_sigprocmask,
            libc::SYS_rt_sigreturn,
            libc::SYS_sigaltstack,
            libc::SYS_getrandom,
            libc::SYS_clock_gettime,
            libc::SYS_clock_nanosleep,
            libc::SYS_nanosleep,
            libc::SYS_gettimeofday,
            libc::SYS_sched_getaffinity,
            libc::SYS_sched_yield,
            libc::SYS_getpid,
            libc::SYS_gettid,
            libc::SYS_exit,
            libc::SYS_exit_group,
            libc::SYS_restart_syscall,
        ];
        let mut rules: Rules = always.into_iter().map(|call| (call, Vec::new())).collect();
        let executable = libc::PROT_EXEC as u64;
        rules.insert(libc::SYS_mmap, clear(2, executable)?);
        rules.insert(libc::SYS_mprotect, clear(2, executable)?);
        // Reading one's own limits, not setting them or another's.
        let own = SeccompRule::new(vec![zero(0)?, zero(2)?]).map_err(invalid)?;
        rules.insert(libc::SYS_prlimit64, vec![own]);
        Ok(rules)
    }

    /// What is needed besides to start the process of a task, to hear from it, and to lock it in further.
    fn task_starting_calls() -> Result<Rules, Unlocked> {
        let always = [
            libc::SYS_pipe2,
            libc::SYS_wait4,
            libc::SYS_ppoll,
            libc::SYS_prctl,
            libc::SYS_seccomp,
            libc::SYS_set_robust_list,
            libc::SYS_rseq,
            libc::SYS_dup3,
        ];
        let mut rules: Rules = always.into_iter().map(|call| (call, Vec::new())).collect();
        // Processes, not threads, and no new namespaces.
        let forbidden = libc::CLONE_VM
            | libc::CLONE_THREAD
            | libc::CLONE_FS
            | libc::CLONE_FILES
            | libc::CLONE_NEWUSER
            | libc::CLONE_NEWNS
            | libc::CLONE_NEWPID
            | libc::CLONE_NEWNET
            | libc::CLONE_NEWIPC
            | libc::CLONE_NEWUTS
            | libc::CLONE_NEWCGROUP;
        rules.insert(libc::SYS_clone, clear(0, forbidden as u64)?);
        #[cfg(target_arch = "x86_64")]
        rules.insert(libc::SYS_poll, Vec::new());
        Ok(rules)
    }

    /// Forbids every call that no rule allows: the caller gets "not permitted".
    fn apply(rules: Rules) -> Result<(), Unlocked> {
        let filter = SeccompFilter::new(
            rules,
            SeccompAction::Errno(libc::EPERM as u32),
            SeccompAction::Allow,
            std::env::consts::ARCH.try_into().map_err(invalid)?,
        )
        .map_err(invalid)?;
        let program: BpfProgram = filter.try_into().map_err(invalid)?;
        seccompiler::apply_filter_all_threads(&program).map_err(invalid)
    }
}
