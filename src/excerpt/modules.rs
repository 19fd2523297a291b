//! Which file of a tree an import means.

use crate::core::challenge::Language;

/// The file that a module's name means in a file of the tree, and the folder from which it is found.
pub(super) fn file_of(
    language: Language,
    from: &str,
    module: &str,
    has: &dyn Fn(&str) -> bool,
) -> Option<(String, String)> {
    match language {
        Language::Python => python(from, module, has),
        Language::JavaScript | Language::TypeScript => javascript(from, module, has),
        _ => None,
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}

fn python(from: &str, module: &str, has: &dyn Fn(&str) -> bool) -> Option<(String, String)> {
    let dots = module.chars().take_while(|c| *c == '.').count();
    let path = module[dots..].replace('.', "/");
    let file_below = |folder: &str| {
        let base = join(folder, &path);
        let names = [format!("{base}.py"), join(&base, "__init__.py")];
        names.into_iter().find(|name| has(name)).map(|name| (name, folder.to_owned()))
    };
    let mut folder = folder_of(from);
    if dots > 0 {
        for _ in 1..dots {
            folder = folder_of(folder);
        }
        let found = if path.is_empty() {
            let name = join(folder, "__init__.py");
            has(&name).then_some(name)
        } else {
            file_below(folder).map(|f| f.0)
        };
        return found.map(|file| (file, package_root(folder, has)));
    }
    if path.is_empty() {
        return None;
    }
    // Python finds it from the folder of the program, which is one around the file.
    loop {
        if let Some(found) = file_below(folder) {
            return Some(found);
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder_of(folder);
    }
}

/// The first folder, from `folder` on, that is no package itself.
pub(super) fn package_root(folder: &str, has: &dyn Fn(&str) -> bool) -> String {
    let mut folder = folder;
    while !folder.is_empty() && has(&join(folder, "__init__.py")) {
        folder = folder_of(folder);
    }
    folder.to_owned()
}

fn javascript(from: &str, module: &str, has: &dyn Fn(&str) -> bool) -> Option<(String, String)> {
    if !module.starts_with("./") && !module.starts_with("../") {
        return None;
    }
    let mut parts: Vec<&str> = folder_of(from).split('/').filter(|p| !p.is_empty()).collect();
    for part in module.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let base = parts.join("/");
    let stem = base.strip_suffix(".js").or_else(|| base.strip_suffix(".mjs")).unwrap_or(&base);
    let endings = ["", ".js", ".ts", ".mjs", ".cjs", ".jsx", ".tsx", "/index.js", "/index.ts"];
    let names = endings.iter().map(|ending| format!("{base}{ending}"));
    // TypeScript imports by the name that the file will have once it is compiled.
    let mut names = names.chain([".ts", ".tsx", ".mts"].iter().map(|ending| format!("{stem}{ending}")));
    names.find(|name| has(name)).map(|name| {
        let shared = folder_of(from).split('/').zip(folder_of(&name).split('/'));
        let shared: Vec<&str> = shared.take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
        (name.clone(), shared.join("/"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(language: Language, from: &str, module: &str) -> Option<String> {
        let files = [
            "src/shop/__init__.py",
            "src/shop/db.py",
            "src/shop/views/__init__.py",
            "src/shop/views/orders.py",
            "tool.py",
            "web/app.js",
            "web/lib/db.js",
            "web/lib/index.js",
            "web/types.ts",
        ];
        file_of(language, from, module, &|path| files.contains(&path))
            .map(|(file, root)| format!("{file} from {root}"))
    }

    #[test]
    fn python_modules_are_found_as_python_finds_them() {
        let find = |module| found(Language::Python, "src/shop/views/orders.py", module);
        assert_eq!(find("shop.db").as_deref(), Some("src/shop/db.py from src"));
        assert_eq!(find("..db").as_deref(), Some("src/shop/db.py from src"));
        assert_eq!(find("..").as_deref(), Some("src/shop/__init__.py from src"));
        assert_eq!(find("tool").as_deref(), Some("tool.py from "));
        assert_eq!(find("flask"), None);
        assert_eq!(find("......etc"), None);
    }

    #[test]
    fn javascript_modules_are_found_by_their_path() {
        let find = |module| found(Language::JavaScript, "web/app.js", module);
        assert_eq!(find("./lib/db").as_deref(), Some("web/lib/db.js from web"));
        assert_eq!(find("./lib").as_deref(), Some("web/lib/index.js from web"));
        assert_eq!(find("./types.js").as_deref(), Some("web/types.ts from web"));
        assert_eq!(find("express"), None);
        assert_eq!(find("../../../etc/passwd"), None);
    }
}
