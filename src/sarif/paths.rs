//! From the addresses in a file of results to paths below the source folder.

use std::path::Path;

/// The path of a file that a scanner named, below `root`; `has` says whether there is such a file. None where there is
/// none: nothing outside of the folder is ever meant.
pub fn resolve(uri: &str, root: &Path, has: &dyn Fn(&str) -> bool) -> Option<String> {
    let decoded = decoded(uri)?.replace('\\', "/");
    let path = match decoded.split_once("://") {
        Some(("file", rest)) => rest.strip_prefix("localhost").unwrap_or(rest).to_owned(),
        Some(_) => return None,
        None => decoded.strip_prefix("file:").unwrap_or(&decoded).to_owned(),
    };
    // `%SRCROOT%` stands for the source folder.
    let path = path.strip_prefix("%SRCROOT%").map_or(path.as_str(), |rest| rest.trim_start_matches('/'));
    let absolute = path.starts_with('/') || path.get(1..2) == Some(":");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.is_empty() || parts.iter().any(|part| *part == ".." || part.contains('\0')) {
        return None;
    }
    let joined = |parts: &[&str]| parts.join("/");
    if !absolute {
        let whole = joined(&parts);
        if has(&whole) {
            return Some(whole);
        }
    } else if let Ok(below) = Path::new(path).strip_prefix(root) {
        let below = below.to_str()?.replace('\\', "/");
        return has(&below).then_some(below);
    }
    // The scanner ran elsewhere, or from another folder: the longest end of its path that is there.
    let ends = (usize::from(!absolute)..parts.len()).map(|at| joined(&parts[at..]));
    if let Some(found) = ends.into_iter().find(|end| has(end)) {
        return Some(found);
    }
    // It ran above the source folder, or in a folder around it.
    let name = root.file_name()?.to_str()?;
    let at = parts.iter().position(|part| *part == name)?;
    Some(joined(&parts[at + 1..])).filter(|below| has(below))
}

/// The text with `%20` and the like as the characters they stand for.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = (*first == b'%').then(|| text_of_code(after)).flatten();
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn text_of_code(after: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(after.get(..2)?).ok()?;
    u8::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(uri: &str) -> Option<String> {
        let files = ["src/app.py", "src/my file.py", "app.py"];
        resolve(uri, Path::new("/home/ana/shop"), &|path| files.contains(&path))
    }

    #[test]
    fn files_are_found_however_they_are_named() {
        for uri in [
            "src/app.py",
            "./src/app.py",
            "src\\app.py",
            "%SRCROOT%/src/app.py",
            "file:///home/ana/shop/src/app.py",
            "/home/ana/shop/src/app.py",
            "file:///home/runner/work/shop/shop/src/app.py",
            "C:/work/shop/src/app.py",
            "shop/src/app.py",
        ] {
            assert_eq!(found(uri).as_deref(), Some("src/app.py"), "{uri}");
        }
        assert_eq!(found("src/my%20file.py").as_deref(), Some("src/my file.py"));
    }

    #[test]
    fn nothing_else_is_meant() {
        for uri in [
            "../src/app.py",
            "src/../src/app.py",
            "%2e%2e/app.py",
            "https://example.test/app.py",
            "/home/ana/shop/none.py",
            "none.py",
            "",
            "/",
            "file://",
            "src/app.py%00",
            "%ff",
        ] {
            assert_eq!(found(uri), None, "{uri}");
        }
    }
}
