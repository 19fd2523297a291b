//! A file as rules see it: the readings of YAML and of Dockerfiles, and their syntax trees.

use super::loader::in_folder;
use super::shown;
use riskline::commands::config::settings;
use riskline::commands::pack::{PackCommand, run as command};
use riskline::context::Context;
use std::fs;

pub fn run(data: &[u8]) {
    let Some((first, text)) = data.split_first() else { return };
    in_folder(|folder| {
        let path = folder.join(if first & 1 == 0 { "a.yaml" } else { "Dockerfile" });
        fs::write(&path, text).expect("a file");
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let context = Context::for_test(folder, 0);
        let (loaded, keys) = settings(&context);
        let said =
            match command(PackCommand::Tree { path }, &context, (&loaded, keys, false), &mut out, &mut err) {
                Ok(_) => String::from_utf8(out).expect("text"),
                Err(error) => error.to_string(),
            };
        shown::plain(&shown::without_styles(&said));
    });
}
