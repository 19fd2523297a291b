//! Which engines are built in.

/// What judges the code of some languages in this build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineInfo {
    /// The languages, for people.
    pub languages: &'static str,
    /// The engine, with its version where it tells one.
    pub name: String,
}

/// The engines of this build. What is not among them is shown, played and scored, but not judged.
pub fn engines() -> Vec<EngineInfo> {
    vec![
        #[cfg(feature = "python")]
        EngineInfo {
            languages: "Python",
            name: format!("RustPython, for Python {}", rustpython_vm::version::get_winver_number()),
        },
        #[cfg(feature = "javascript")]
        EngineInfo {
            languages: "JavaScript",
            name: format!("{}; TypeScript without its types", super::javascript::version()),
        },
        #[cfg(feature = "rules")]
        EngineInfo { languages: "by structure", name: format!("ast-grep, for {}", read().join(", ")) },
        EngineInfo { languages: "SQL", name: format!("SQLite {}", rusqlite::version()) },
    ]
}

/// The languages whose structure is read.
#[cfg(feature = "rules")]
fn read() -> Vec<&'static str> {
    let all = [
        ("Go", cfg!(feature = "go")),
        ("Java", cfg!(feature = "java")),
        ("Terraform", cfg!(feature = "terraform")),
        ("YAML", cfg!(feature = "yaml")),
        ("Dockerfile", cfg!(feature = "dockerfile")),
    ];
    all.into_iter().filter_map(|(language, is_in)| is_in.then_some(language)).collect()
}
