//! Loading a pack: the whole input as one file or, where it has NULs, as `pack.toml`, `a.toml`, `b.toml`, ... of a folder.

use super::shown;
use riskline::content::{LoadedPack, PackReport, Part, catalogue, load_pack};
use riskline::core::catalogue::Catalogue;
use riskline::core::challenge::{Challenge, SiteKind};
use riskline::core::lines::LineRange;
use std::cell::OnceCell;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

/// The families and weaknesses of the program.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(catalogue);

thread_local! {
    static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
}

/// Does something with a folder that stays for the next input.
pub fn in_folder<T>(work: impl FnOnce(&Path) -> T) -> T {
    FOLDER.with(|folder| work(folder.get_or_init(|| tempfile::tempdir().expect("a folder")).path()))
}

pub fn run(data: &[u8]) {
    in_folder(|folder| {
        let parts: Vec<&[u8]> = data.split(|b| *b == 0).take(6).collect();
        if let [only] = parts[..] {
            let path = folder.join("challenge.toml");
            fs::write(&path, only).expect("a file");
            let _ = loads(&path);
            return;
        }
        let pack = folder.join("pack");
        let _ = fs::remove_dir_all(&pack);
        fs::create_dir(&pack).expect("a folder");
        for (part, name) in parts.iter().zip(["pack", "a", "b", "c", "d", "e"]) {
            fs::write(pack.join(name).with_extension("toml"), part).expect("a file");
        }
        let _ = loads(&pack);
    });
}

/// Loads it, which gives the same twice.
pub fn loads(path: &Path) -> Result<LoadedPack, PackReport> {
    let (first, second) = (load_pack(path, &CATALOGUE), load_pack(path, &CATALOGUE));
    match (&first, second) {
        (Ok(a), Ok(b)) => {
            assert_eq!((&a.hash, &a.warnings), (&b.hash, &b.warnings));
            a.warnings.iter().for_each(shown::fault);
            for challenge in &a.pack.challenges {
                holds(a, challenge);
            }
        }
        (Err(a), Err(b)) => {
            assert_eq!(a, &b);
            assert!(a.has_errors());
            shown::report(a);
        }
        _ => panic!("it loads just once"),
    }
    first
}

/// What holds of every challenge that loads.
fn holds(pack: &LoadedPack, challenge: &Challenge) {
    let has_lines = |file: usize, lines: LineRange| {
        let count = challenge.files[file].code.lines().count();
        assert!(lines.first() >= 1 && lines.last() <= count, "{lines} of {count}");
    };
    for name in [&challenge.id, &challenge.title].into_iter().chain(challenge.files.iter().map(|f| &f.path)) {
        shown::plain(name);
        assert!(!name.contains(['\n', '\t']), "{name:?}");
    }
    for file in &challenge.files {
        assert!(!file.code.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{:?}", file.code);
        let path = Path::new(&file.path);
        assert!(path.components().all(|c| matches!(c, std::path::Component::Normal(_))), "{path:?}");
    }
    for site in &challenge.sites {
        assert!(!site.core.is_empty());
        for lines in site.core.iter().chain(&site.context) {
            has_lines(site.file, *lines);
        }
        site.entries.iter().for_each(|(file, lines)| has_lines(*file, *lines));
        assert_eq!(site.kind == SiteKind::Weakness, !site.cwes.is_empty());
        for other in challenge.sites.iter().filter(|o| o.file == site.file) {
            let both = site.kind == SiteKind::Weakness && other.kind == SiteKind::Decoy;
            let shared = site.core.iter().flat_map(|r| r.iter()).find(|line| other.is_core(*line));
            assert!(!both || shared.is_none(), "a decoy and a weakness share line {shared:?}");
        }
    }
    if let Some((file, lines)) = challenge.hints.region {
        has_lines(file, lines);
    }
    for fix in &challenge.fixes {
        assert!(fix.code.keys().all(|path| challenge.file(path).is_some()));
    }
    let Ok(source) = pack.source(&challenge.id) else { panic!("its file is gone") };
    let parts = [Part::Whole, Part::Key("title"), Part::Brief("reply"), Part::File(0), Part::Fix(0)];
    let sites = (0..challenge.sites.len()).map(Part::Site);
    let checks = (0..challenge.checks.len()).map(Part::Check);
    for part in parts.into_iter().chain(sites).chain(checks) {
        if let Some(span) = source.span(challenge, &part) {
            assert!(source.text().get(span).is_some(), "{part:?}");
        }
        shown::fault(&source.diagnostic(
            challenge,
            &part,
            (riskline::content::Level::Warning, "test"),
            "a message",
            "help",
        ));
    }
}
