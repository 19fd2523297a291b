//! The fuzz targets once more, without a fuzzer: every input that ever found something, and seeds.
//!
//! `cargo test --test fuzz_regressions -- --ignored` writes the seeds into `tests/fuzz/corpus`, for a fuzzer to begin with.
#![cfg(all(unix, feature = "structure"))]

#[path = "fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(name)
}

/// The inputs in a folder, by their names.
fn inputs(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .map(|entry| {
            let path = entry.expect("an entry can be read").path();
            (path.display().to_string(), fs::read(&path).expect("an input can be read"))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn what_was_found_once_is_found_no_more() {
    let mut failed = Vec::new();
    let mut known = 0;
    for (name, target) in fuzz::TARGETS {
        for (path, data) in inputs(&folder("regressions").join(name)) {
            known += 1;
            if catch_unwind(|| target(&data)).is_err() {
                failed.push(path);
            }
        }
    }
    assert!(known > 0, "no inputs were found");
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn every_target_takes_its_seeds() {
    for (name, target) in fuzz::TARGETS {
        let seeds = fuzz::seeds::of(name);
        assert!(!seeds.is_empty(), "{name} has no seeds");
        seeds.iter().for_each(|seed| target(seed));
    }
}

#[test]
#[ignore = "writes files, for a fuzzer"]
fn write_seeds() {
    for (name, _) in fuzz::TARGETS {
        let corpus = folder("corpus").join(name);
        fs::create_dir_all(&corpus).expect("a folder");
        for (number, seed) in fuzz::seeds::of(name).iter().enumerate() {
            fs::write(corpus.join(format!("seed-{number:03}")), seed).expect("a file");
        }
    }
}
