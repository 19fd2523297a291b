//! Where an `import` or a `require` leads: Node's rules over the lab's files and stand-ins.

use super::sources::sources;

/// The files of the world that modules are looked for in, by absolute path.
pub(super) trait Tree {
    /// The text of a file.
    fn text(&self, path: &str) -> Option<String>;
    /// Whether there is such a file.
    fn is_file(&self, path: &str) -> bool;
}

/// What a specifier leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A file of the world.
    File(String),
    /// A stand-in of the lab, by its path among the lab's sources.
    Stand(String),
}

/// Why it leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Missing {
    /// Node would not find it either: its code and its message.
    Node(&'static str, String),
    /// The lab has no such thing.
    Lab(String),
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    Import,
    Require,
}

/// The modules that Node has, by their first part.
const NODE: [&str; 48] = [
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "sea",
    "sqlite",
    "stream",
    "string_decoder",
    "sys",
    "test",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
    "_http_server",
    "_http_agent",
    "_http_client",
];
/// Modules that are found only with `node:` in front.
const PREFIXED: [&str; 3] = ["sea", "sqlite", "test"];
/// Extensions that `require` tries.
const EXTENSIONS: [&str; 4] = [".js", ".json", ".ts", ".cjs"];

/// Resolves a specifier found in the file `from` (an absolute path).
pub(super) fn resolve(tree: &dyn Tree, name: &str, from: &str, asker: Asker) -> Result<Target, Missing> {
    if let Some(rest) = name.strip_prefix("node:") {
        return node(rest, name);
    }
    let top = name.split('/').next().unwrap_or_default();
    if NODE.contains(&top) && !PREFIXED.contains(&top) {
        return node(name, name);
    }
    let folder = parent(from);
    if let Some(path) = name.strip_prefix("file://") {
        return file(tree, &join("/", path), name, from, asker);
    }
    if name.starts_with('/')
        || name == "."
        || name == ".."
        || name.starts_with("./")
        || name.starts_with("../")
    {
        return file(tree, &join(folder, name), name, from, asker);
    }
    if name.is_empty() || name.contains(':') {
        let message =
            format!("Only URLs with a scheme in: file, data, and node are supported. Received '{name}'");
        return Err(Missing::Node("ERR_UNSUPPORTED_ESM_URL_SCHEME", message));
    }
    if name.starts_with('#') {
        return private(tree, name, from, asker);
    }
    package(tree, name, folder, asker)
}

fn node(name: &str, whole: &str) -> Result<Target, Missing> {
    // What stand-ins share among themselves is not for others.
    let is_inside = name.starts_with("internal/");
    if let Some(stand) = sources().node(name).filter(|_| !is_inside) {
        return Ok(Target::Stand(stand));
    }
    if NODE.contains(&name.split('/').next().unwrap_or_default()) {
        return Err(Missing::Lab(format!("module {whole}")));
    }
    Err(Missing::Node("ERR_UNKNOWN_BUILTIN_MODULE", format!("No such built-in module: {whole}")))
}

/// A path as it stands, with an extension added, or a folder's index.
fn file(tree: &dyn Tree, path: &str, name: &str, from: &str, asker: Asker) -> Result<Target, Missing> {
    let missing = || {
        let code = if asker == Asker::Import { "ERR_MODULE_NOT_FOUND" } else { "MODULE_NOT_FOUND" };
        let shown = if asker == Asker::Import { path } else { name };
        Missing::Node(code, format!("Cannot find module '{shown}' imported from {from}"))
    };
    if !name.ends_with('/') && tree.is_file(path) {
        return Ok(Target::File(path.to_owned()));
    }
    // Compilers write `.js` for what is `.ts`.
    for (written, real) in [(".js", ".ts"), (".mjs", ".mts"), (".cjs", ".cts")] {
        if let Some(stem) = path.strip_suffix(written) {
            let real = format!("{stem}{real}");
            if tree.is_file(&real) {
                return Ok(Target::File(real));
            }
        }
    }
    // An ES module has to name the whole file, but for compilers and bundlers of TypeScript.
    if asker == Asker::Import && !is_typescript(from) {
        return Err(missing());
    }
    guess(tree, path).map(Target::File).ok_or_else(missing)
}

fn is_typescript(path: &str) -> bool {
    [".ts", ".mts", ".cts"].iter().any(|end| path.ends_with(end))
}

/// With an extension, or as a folder.
fn guess(tree: &dyn Tree, path: &str) -> Option<String> {
    let with =
        |path: &str| EXTENSIONS.iter().map(|end| format!("{path}{end}")).find(|path| tree.is_file(path));
    with(path).or_else(|| {
        let main = manifest(tree, path).and_then(|m| m.get("main")?.as_str().map(str::to_owned));
        let main = main.map(|main| join(path, &main));
        let main = main.and_then(|main| {
            Some(main.clone())
                .filter(|main| tree.is_file(main))
                .or_else(|| with(&main))
                .or_else(|| with(&join(&main, "index")))
        });
        main.or_else(|| with(&join(path, "index")))
    })
}

fn manifest(tree: &dyn Tree, folder: &str) -> Option<serde_json::Value> {
    serde_json::from_str(&tree.text(&join(folder, "package.json"))?).ok()
}

/// The nearest folder above with a `package.json`, and that.
fn scope(tree: &dyn Tree, folder: &str) -> Option<(String, serde_json::Value)> {
    let mut at = folder;
    loop {
        if let Some(manifest) = manifest(tree, at) {
            return Some((at.to_owned(), manifest));
        }
        if at == "/" || at.ends_with("/node_modules") {
            return None;
        }
        at = parent(at);
    }
}

/// What `"type"` says for a file, if anything.
pub(super) fn package_type(tree: &dyn Tree, path: &str) -> Option<String> {
    scope(tree, parent(path))?.1.get("type")?.as_str().map(str::to_owned)
}

/// A package's own `#name`.
fn private(tree: &dyn Tree, name: &str, from: &str, asker: Asker) -> Result<Target, Missing> {
    let found = scope(tree, parent(from)).and_then(|(folder, manifest)| {
        mapped(manifest.get("imports")?, name, asker).map(|to| join(&folder, &to))
    });
    let missing = || {
        Missing::Node(
            "ERR_PACKAGE_IMPORT_NOT_DEFINED",
            format!("Package import specifier \"{name}\" is not defined"),
        )
    };
    file(tree, &found.ok_or_else(missing)?, name, from, asker)
}

/// A package: of the world, of the lab, or none.
fn package(tree: &dyn Tree, name: &str, folder: &str, asker: Asker) -> Result<Target, Missing> {
    let parts = if name.starts_with('@') { 2 } else { 1 };
    let end = name.match_indices('/').nth(parts - 1).map_or(name.len(), |(at, _)| at);
    let (package, inner) = (&name[..end], name[end..].trim_start_matches('/'));
    let mut at = folder;
    loop {
        let home = join(at, &format!("node_modules/{package}"));
        let manifest = manifest(tree, &home);
        if manifest.is_some() || guess(tree, &home).is_some() {
            return inside(tree, &home, manifest.as_ref(), name, inner, asker);
        }
        if at == "/" {
            break;
        }
        at = parent(at);
    }
    if let Some(stand) = sources().package(name) {
        return Ok(Target::Stand(stand));
    }
    if let Some((home, manifest)) = scope(tree, folder)
        && manifest.get("name").and_then(|n| n.as_str()) == Some(package)
        && manifest.get("exports").is_some()
    {
        return inside(tree, &home, Some(&manifest), name, inner, asker);
    }
    Err(Missing::Lab(format!("package {name}")))
}

/// A file of a package that was found.
fn inside(
    tree: &dyn Tree,
    home: &str,
    manifest: Option<&serde_json::Value>,
    name: &str,
    inner: &str,
    asker: Asker,
) -> Result<Target, Missing> {
    let missing = || Missing::Node("MODULE_NOT_FOUND", format!("Cannot find module '{name}'"));
    if let Some(exports) = manifest.and_then(|m| m.get("exports")) {
        let key = if inner.is_empty() { ".".to_owned() } else { format!("./{inner}") };
        let to = mapped(exports, &key, asker).ok_or_else(|| {
            let message =
                format!("Package subpath '{key}' is not defined by \"exports\" in {home}/package.json");
            Missing::Node("ERR_PACKAGE_PATH_NOT_EXPORTED", message)
        })?;
        let path = join(home, &to);
        return if tree.is_file(&path) { Ok(Target::File(path)) } else { Err(missing()) };
    }
    let path = if inner.is_empty() { home.to_owned() } else { join(home, inner) };
    if !inner.is_empty() && tree.is_file(&path) {
        return Ok(Target::File(path));
    }
    guess(tree, &path).map(Target::File).ok_or_else(missing)
}

/// The target of a key in `exports` or `imports`.
fn mapped(map: &serde_json::Value, key: &str, asker: Asker) -> Option<String> {
    let is_keyed = map.as_object().is_some_and(|m| m.keys().any(|k| k.starts_with(['.', '#'])));
    if !is_keyed {
        return if key == "." { condition(map, asker) } else { None };
    }
    let map = map.as_object()?;
    if let Some(target) = map.get(key) {
        return condition(target, asker);
    }
    map.iter().find_map(|(pattern, target)| {
        let (before, after) = pattern.split_once('*')?;
        let middle = key.strip_prefix(before)?.strip_suffix(after)?;
        Some(condition(target, asker)?.replace('*', middle))
    })
}

fn condition(target: &serde_json::Value, asker: Asker) -> Option<String> {
    let own = if asker == Asker::Import { "import" } else { "require" };
    match target {
        serde_json::Value::String(path) => Some(path.clone()),
        serde_json::Value::Array(all) => all.iter().find_map(|t| condition(t, asker)),
        serde_json::Value::Object(all) => {
            [own, "node", "module-sync", "default"].iter().find_map(|name| condition(all.get(*name)?, asker))
        }
        _ => None,
    }
}

/// The folder of a path.
pub(super) fn parent(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) | None => "/",
        Some(at) => &path[..at],
    }
}

/// A path seen from a folder, without `.`, `..` and doubled slashes.
pub(super) fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let base = if path.starts_with('/') { "" } else { folder };
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    impl Tree for BTreeMap<&str, &str> {
        fn text(&self, path: &str) -> Option<String> {
            self.get(path).map(|text| (*text).to_owned())
        }
        fn is_file(&self, path: &str) -> bool {
            self.contains_key(path)
        }
    }

    fn world() -> BTreeMap<&'static str, &'static str> {
        BTreeMap::from([
            (
                "/app/package.json",
                r##"{"type": "module", "name": "shop", "exports": "./main.js", "imports": {"#db": "./lib/db.js", "#x/*": "./lib/*.js"}}"##,
            ),
            ("/app/main.js", ""),
            ("/app/lib/db.js", ""),
            ("/app/lib/index.js", ""),
            ("/app/types.ts", ""),
            ("/app/data.json", "{}"),
            ("/app/node_modules/left/package.json", r#"{"main": "lib/left"}"#),
            ("/app/node_modules/left/lib/left.js", ""),
            (
                "/app/node_modules/@a/b/package.json",
                r#"{"exports": {".": {"import": "./b.mjs", "require": "./b.cjs"}}}"#,
            ),
            ("/app/node_modules/@a/b/b.mjs", ""),
            ("/app/node_modules/@a/b/b.cjs", ""),
        ])
    }

    #[test]
    fn files_and_packages_are_found_as_node_finds_them() {
        let tree = world();
        let at = |name, from, asker| resolve(&tree, name, from, asker);
        let file = |path: &str| Ok(Target::File(path.to_owned()));
        let main = "/app/main.js";
        assert_eq!(at("./lib/db.js", main, Asker::Import), file("/app/lib/db.js"));
        assert_eq!(at("../main.js", "/app/lib/db.js", Asker::Import), file(main));
        assert_eq!(at("./lib/db", main, Asker::Require), file("/app/lib/db.js"));
        assert_eq!(at("./lib", main, Asker::Require), file("/app/lib/index.js"));
        assert_eq!(at("./data", main, Asker::Require), file("/app/data.json"));
        assert_eq!(at("./types.js", main, Asker::Import), file("/app/types.ts"));
        assert!(matches!(at("./lib/db", main, Asker::Import), Err(Missing::Node("ERR_MODULE_NOT_FOUND", _))));
        assert_eq!(at("./lib/db", "/app/types.ts", Asker::Import), file("/app/lib/db.js"));
        assert_eq!(at("left", main, Asker::Import), file("/app/node_modules/left/lib/left.js"));
        assert_eq!(at("@a/b", "/app/lib/db.js", Asker::Import), file("/app/node_modules/@a/b/b.mjs"));
        assert_eq!(at("@a/b", main, Asker::Require), file("/app/node_modules/@a/b/b.cjs"));
        assert!(matches!(
            at("@a/b/c", main, Asker::Require),
            Err(Missing::Node("ERR_PACKAGE_PATH_NOT_EXPORTED", _))
        ));
        assert_eq!(at("#db", main, Asker::Import), file("/app/lib/db.js"));
        assert_eq!(at("#x/index", main, Asker::Import), file("/app/lib/index.js"));
        assert_eq!(at("shop", "/app/lib/db.js", Asker::Import), file(main));
        assert_eq!(at("no-such", main, Asker::Import), Err(Missing::Lab("package no-such".to_owned())));
        assert!(matches!(
            at("node:nothing", main, Asker::Import),
            Err(Missing::Node("ERR_UNKNOWN_BUILTIN_MODULE", _))
        ));
        assert_eq!(at("node:wasi", main, Asker::Import), Err(Missing::Lab("module node:wasi".to_owned())));
        assert_eq!(package_type(&tree, "/app/lib/db.js").as_deref(), Some("module"));
        assert_eq!(package_type(&tree, "/app/node_modules/left/lib/left.js"), None);
    }
}
