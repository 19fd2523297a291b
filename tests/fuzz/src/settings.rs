//! The settings file.

use super::loader::in_folder;
use super::shown;
use riskline::commands::config::{settings, show};
use riskline::config::Config;
use riskline::context::Context;
use std::fs;

pub fn run(data: &[u8]) {
    in_folder(|home| {
        fs::write(home.join("config.toml"), data).expect("a file");
        let context = Context::for_test(home, 0);
        let (loaded, _) = settings(&context);
        if !loaded.problems.is_empty() {
            assert_eq!(loaded.config, Config::default());
        }
        loaded.problems.iter().for_each(shown::fault);
        let mut out = Vec::new();
        show(&context, &loaded, &mut out).expect("it is written");
        shown::plain(&shown::without_styles(&String::from_utf8(out).expect("text")));
    });
}
