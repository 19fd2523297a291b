//! Whether checks reach the lines of a site: the code is run with a mark put out just before each of them.

use super::found::about;
use super::insert::{Point, insert, points};
use super::{Code, Proof, Unsound};
use crate::content::Part;
use crate::core::challenge::{Challenge, CheckKind, Language, Site};
use crate::core::verdict::{RunReport, Verdict};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

impl Proof<'_> {
    /// Each attack on a site runs the site's lines. `original` is what the checks say of the code as it is.
    pub(super) fn checks_reach_their_sites(&mut self, original: &RunReport) {
        let mut of_files: BTreeMap<usize, Vec<(Point, String)>> = BTreeMap::new();
        let mut marked: Vec<(&Site, String)> = Vec::new();
        for site in self.challenge.weaknesses() {
            let file = &self.challenge.files[site.file];
            if let Some(points) = points(file.language, &file.path, &file.code, &site.core) {
                let mark = mark(self.challenge, site);
                let marks = points.into_iter().map(|point| (point, mark.clone()));
                of_files.entry(site.file).or_default().extend(marks);
                marked.push((site, mark));
            }
        }
        let mut files = BTreeMap::new();
        for (file, marks) in of_files {
            let file = &self.challenge.files[file];
            let Some(text) = insert(file.language, &file.path, &file.code, &marks) else { return };
            files.insert(file.path.clone(), text);
        }
        if marked.is_empty() || self.runs.is_cancelled() {
            return;
        }
        let marks: Vec<String> = marked.iter().map(|(_, mark)| mark.clone()).collect();
        let ran = self.runs.marked(&files, &marks);
        let is_script = matches!(self.challenge.language, Language::JavaScript | Language::TypeScript);
        for ((site, _), reached) in marked.iter().zip(&ran.marked) {
            // What runs in a page of a browser puts its marks out elsewhere.
            if is_script
                && reached.is_empty()
                && self.challenge.checks.iter().any(|c| c.code.contains("page("))
            {
                continue;
            }
            for (index, check) in self.challenge.checks.iter().enumerate() {
                let verdict = |report: &RunReport| {
                    report.checks.iter().find(|c| c.name == check.name).map(|c| c.verdict)
                };
                let same = verdict(&ran.report) == verdict(original);
                let is_attack = check.kind == CheckKind::Exploit && check.site.as_ref() == Some(&site.id);
                if is_attack
                    && same
                    && verdict(original) == Some(Verdict::Open)
                    && !reached.contains(&check.name)
                {
                    let code = Code { name: "the original".to_owned(), part: Part::Check(index) };
                    self.found.push(Unsound {
                        check: Some(check.name.clone()),
                        ..about(
                            &code,
                            "check-misses-site",
                            format!("this attack works and runs none of the lines of `{}`", site.id),
                            "Make the attack go through the flawed lines, or mark the lines that it does go through.",
                        )
                    });
                }
            }
        }
    }
}

/// A text that stands nowhere else.
fn mark(challenge: &Challenge, site: &Site) -> String {
    let digest =
        Sha256::digest(format!("{}\n{}\n{}", challenge.id, site.id, challenge.files[site.file].code));
    digest.iter().take(12).fold("site".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}
