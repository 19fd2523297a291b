//! Packs that are not built in: said, with where they come from and what they are, before their code runs for the first time.

use crate::app::trust::{Stranger, grouped};
use crate::content::{LoadedPack, catalogue, load_pack, packs_at};
use crate::context::Context;
use crate::store::Store;
use anstyle::AnsiColor;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// When a pack is new enough to be told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tell {
    /// Where it or anything in it is new.
    Content,
    /// Where there was no pack at this place: who writes a pack changes it all the time.
    Place,
}

/// The packs whose code may not run yet, by their id.
pub fn strangers<'l>(
    packs: impl Iterator<Item = &'l LoadedPack>,
    store: &Store,
) -> BTreeMap<String, Stranger> {
    let stranger = |pack: &LoadedPack| {
        let what = pack.provenance()?;
        // Where it cannot be read, nothing is known to be trusted.
        let before = store.trusted(&pack.pack.id, &what.origin).unwrap_or_default();
        let is_known = before.as_ref() == Some(&what.hash);
        (!is_known).then(|| (pack.pack.id.clone(), Stranger { what, before }))
    };
    packs.filter_map(stranger).collect()
}

/// Says whose code runs now, where that is news, and remembers it: for commands, which do not ask. Where nothing can be
/// remembered it is said each time.
///
/// # Errors
/// Where it cannot be said.
pub fn announce(context: &Context, pack: &LoadedPack, tell: Tell, err: &mut dyn Write) -> io::Result<()> {
    let Some(what) = pack.provenance() else { return Ok(()) };
    let store = context.folders.database().and_then(|path| Store::open(&path).ok());
    let before = store.as_ref().and_then(|store| store.trusted(&pack.pack.id, &what.origin).ok()).flatten();
    if before.as_ref() == Some(&what.hash) {
        return Ok(());
    }
    if before.is_none() || tell == Tell::Content {
        let yellow = AnsiColor::Yellow.on_default().bold();
        let news = match &before {
            None => "its code runs for the first time on this machine".to_owned(),
            Some(before) => {
                format!("it has changed since it ran last, when it was {}", grouped(before).join(" "))
            }
        };
        let hash = grouped(&what.hash).join(" ");
        writeln!(err, "{yellow}not built in:{yellow:#} {}\n  sha256 {hash}\n  {news}", what.origin)?;
    }
    if let Some(store) = store {
        // Then it is said again the next time, which does no harm.
        let _ = store.trust(&pack.pack.id, &what.origin, &what.hash, context.now());
    }
    Ok(())
}

/// The same for every pack that some paths stand for. Those that cannot be read run no code.
///
/// # Errors
/// Where it cannot be said.
pub fn announce_all(context: &Context, paths: &[PathBuf], tell: Tell, err: &mut dyn Write) -> io::Result<()> {
    let catalogue = catalogue();
    let found = paths.iter().filter_map(|path| packs_at(path).ok()).flatten();
    for pack in found.filter_map(|path| load_pack(&path, &catalogue).ok()) {
        announce(context, &pack, tell, err)?;
    }
    Ok(())
}

/// Takes a pack that its author has just made here for known.
pub fn remember(context: &Context, path: &Path) {
    let store = context.folders.database().and_then(|path| Store::open(&path).ok());
    if let (Some(store), Ok(pack)) = (store, load_pack(path, &catalogue()))
        && let Some(what) = pack.provenance()
    {
        // Else it is said the first time that its code runs, which does no harm.
        let _ = store.trust(&pack.pack.id, &what.origin, &what.hash, context.now());
    }
}
