//! Writes a pack's folder, whole or not at all.

use super::super::CommandError;
use super::super::judge::read;
use super::toml_text::{Section, toml_list};
use crate::content::chars::visible;
use crate::content::{id_from, is_id};
use crate::core::challenge::Pack;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use toml_edit::{Array, DocumentMut};

/// A folder that is being filled. Until it is kept, everything that was written into it goes with this value.
#[derive(Debug)]
pub struct NewFolder {
    path: PathBuf,
    /// What was made, in order.
    made: Vec<PathBuf>,
}

impl NewFolder {
    /// Makes the folder, or takes one that is empty.
    ///
    /// # Errors
    /// Where something is there already: nothing is ever overwritten, and no link is followed.
    pub fn create(path: &Path) -> Result<Self, CommandError> {
        let taken = |what: &str| {
            let hint = "Nothing is overwritten: name another folder, or move this one away first.";
            Err(CommandError::new(what).in_file(path).hint(hint))
        };
        let made = match fs::symlink_metadata(path) {
            Err(_) => {
                fs::create_dir(path).map_err(|error| {
                    CommandError::new(format!("the folder could not be made: {error}")).in_file(path).hint(
                        "The folder in which it is to lie must be there, and must be yours to write in.",
                    )
                })?;
                vec![path.to_owned()]
            }
            Ok(meta) if meta.is_dir() => match fs::read_dir(path).map(|mut entries| entries.next().is_none())
            {
                Ok(true) => Vec::new(),
                Ok(false) => return taken("the folder is not empty"),
                Err(_) => return taken("the folder cannot be read"),
            },
            Ok(_) => return taken("there is something of that name already"),
        };
        Ok(Self { path: path.to_owned(), made })
    }

    /// Writes a file into it.
    ///
    /// # Errors
    /// Where it is there already, or cannot be written.
    pub fn write(&mut self, name: &str, text: &str) -> Result<(), CommandError> {
        let path = self.path.join(name);
        write_new(&path, text)?;
        self.made.push(path);
        Ok(())
    }

    /// Makes a folder in it.
    ///
    /// # Errors
    /// Where it is there already, or cannot be made.
    pub fn make_folder(&mut self, name: &str) -> Result<(), CommandError> {
        let path = self.path.join(name);
        fs::create_dir(&path).map_err(|error| {
            CommandError::new(format!("the folder could not be made: {error}")).in_file(&path)
        })?;
        self.made.push(path);
        Ok(())
    }

    /// Lets everything stay.
    pub fn keep(mut self) {
        self.made.clear();
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        for path in self.made.iter().rev() {
            // Only what this value made is taken away; what does not go is seen by whoever looks.
            let _ = fs::remove_file(path).or_else(|_| fs::remove_dir(path));
        }
    }
}

/// Writes a file that was not there before.
///
/// # Errors
/// Where it is there already, even as a link, or cannot be written; then nothing is left of it.
pub fn write_new(path: &Path, text: &str) -> Result<(), CommandError> {
    let refused = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => CommandError::new("there is something of that name already")
            .in_file(path)
            .hint("Nothing is overwritten: name another file, or move this one away first."),
        _ => CommandError::new(format!("the file could not be written: {error}")).in_file(path),
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(refused)?;
    file.write_all(text.as_bytes()).map_err(|error| {
        let _ = fs::remove_file(path);
        refused(error)
    })
}

/// The head of a pack: the keys of `pack.toml`, or with a header those of `[pack]` in a bundle, which needs no order.
pub fn head(pack: &Pack, header: &str) -> Section {
    let mut head = Section::new(header);
    head.raw("format", 1)
        .text("id", &pack.id)
        .text("title", &pack.title)
        .text("promise", &pack.promise)
        .text("version", &pack.version)
        .raw("authors", toml_list(&pack.authors))
        .text("licence", &pack.licence);
    if header.is_empty() {
        let order: Vec<String> = pack.challenges.iter().map(|challenge| challenge.id.clone()).collect();
        head.raw("order", toml_list(&order));
    }
    for allow in &pack.allows {
        let mut section = Section::new(if header.is_empty() { "[[allow]]" } else { "[[pack.allow]]" });
        section.text("lint", &allow.lint).text("why", &allow.why);
        head.then(&section);
    }
    head
}

/// Adds a challenge to a pack's folder: its file, and its id at the end of `order`, whose comments and form stay. Gives
/// the file's path.
///
/// # Errors
/// Where the pack has such a challenge already, or its files cannot be read or written; then nothing is changed.
pub fn add_challenge(folder: &Path, id: &str, text: &str) -> Result<PathBuf, CommandError> {
    let head = folder.join("pack.toml");
    if !is_id(id) || id == "pack" {
        let hint = match id_from(id).filter(|id| id != "pack") {
            Some(better) => format!("Such as `{better}`."),
            None => "Such as `order-lookup`.".to_owned(),
        };
        let what =
            format!("`{}` cannot be a challenge's id: the letters a-z, digits and `-` can", visible(id));
        return Err(CommandError::new(what).hint(hint));
    }
    let changed = with_id(&read(&head)?, id).map_err(|what| CommandError::new(what).in_file(&head))?;
    let path = folder.join(format!("{id}.toml"));
    write_new(&path, text)?;
    if let Err(error) = replace(&head, &changed) {
        let _ = fs::remove_file(&path);
        return Err(CommandError::new(format!("the file could not be written: {error}")).in_file(&head));
    }
    Ok(path)
}

/// A pack's head with an id more in its `order`, written as the ids before it are.
fn with_id(head: &str, id: &str) -> Result<String, String> {
    let mut document: DocumentMut =
        head.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let order = document.entry("order").or_insert_with(|| toml_edit::value(Array::new()));
    let order = order.as_array_mut().ok_or("`order` is no list of ids")?;
    if order.iter().any(|known| known.as_str() == Some(id)) {
        return Err(format!("`order` names `{id}` already"));
    }
    let last = order.len().checked_sub(1).and_then(|last| order.get_mut(last));
    let Some(last) = last else {
        order.push(id);
        return Ok(document.to_string());
    };
    // Between the last id and the bracket may stand a comment on that id; it stays there.
    let text =
        |raw: Option<&toml_edit::RawString>| raw.and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
    let before = text(last.decor().prefix());
    let behind = text(last.decor().suffix());
    let trailing = text(Some(order.trailing()));
    let comma = order.trailing_comma();
    let first_of_several = order.len() == 1 && !before.contains('\n');
    let gap = if first_of_several || !before.contains('\n') {
        " ".to_owned()
    } else {
        format!("\n{}", indent(&before))
    };
    let mut value = toml_edit::Value::from(id);
    let (comment, rest) = match trailing.rsplit_once('\n') {
        Some((comment, end)) if comma => (comment.to_owned(), format!("\n{end}")),
        _ => (String::new(), trailing),
    };
    value.decor_mut().set_prefix(format!("{comment}{gap}"));
    if !comma {
        value.decor_mut().set_suffix(behind);
        let last = order.len() - 1;
        if let Some(last) = order.get_mut(last) {
            last.decor_mut().set_suffix("");
        }
    }
    order.push_formatted(value);
    order.set_trailing(rest);
    order.set_trailing_comma(comma);
    Ok(document.to_string())
}

/// The spaces before the last line's text.
fn indent(before: &str) -> &str {
    before.rsplit('\n').next().unwrap_or_default()
}

/// Puts a text in a file's place in one step, so that nobody ever finds half of it. A link in its place is replaced, and what
/// it leads to stays as it is.
pub(super) fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = PathBuf::from(name);
    // The folder may be a stranger's: a link that waits there under this name must not be written through.
    let mut file = OpenOptions::new().write(true).create_new(true).open(&new)?;
    let mut write = || {
        file.write_all(text.as_bytes())?;
        if let Ok(known) = fs::metadata(path) {
            file.set_permissions(known.permissions())?;
        }
        fs::rename(&new, path)
    };
    write().inspect_err(|_| {
        let _ = fs::remove_file(&new);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_added_as_the_others_are_written() {
        for (head, wanted) in [
            ("order = [\"a\"]\n", "order = [\"a\", \"new\"]\n"),
            (
                "# head\norder   = [ \"a\", \"b\" ] # in order\nid = 'x'\n",
                "# head\norder   = [ \"a\", \"b\", \"new\" ] # in order\nid = 'x'\n",
            ),
            (
                "order = [\n    \"a\", # first\n    \"b\", # second\n]\n",
                "order = [\n    \"a\", # first\n    \"b\", # second\n    \"new\",\n]\n",
            ),
            ("order = [\n  \"a\",\n  \"b\"\n]\n", "order = [\n  \"a\",\n  \"b\",\n  \"new\"\n]\n"),
            ("order = []\n", "order = [\"new\"]\n"),
            ("id = \"x\"\n", "id = \"x\"\norder = [\"new\"]\n"),
        ] {
            assert_eq!(with_id(head, "new").as_deref(), Ok(wanted));
        }
        assert!(with_id("order = [\"new\"]", "new").is_err());
        assert!(with_id("order = 3", "new").is_err() && with_id("order = [", "new").is_err());
    }

    #[test]
    fn what_is_not_kept_goes_and_what_was_there_stays() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("new");
        let mut folder = NewFolder::create(&path).expect("made");
        folder.write("a.toml", "a").expect("written");
        folder.make_folder("more").expect("made");
        folder.write("more/b.toml", "b").expect("written");
        assert!(folder.write("a.toml", "b").is_err() && folder.make_folder("more").is_err());
        drop(folder);
        assert!(!path.exists());

        fs::create_dir(&path).expect("a folder");
        let mut folder = NewFolder::create(&path).expect("empty, so taken");
        folder.write("a.toml", "a").expect("written");
        drop(folder);
        assert!(path.exists() && fs::read_dir(&path).expect("a folder").next().is_none());

        let mut folder = NewFolder::create(&path).expect("empty, so taken");
        folder.write("a.toml", "a").expect("written");
        folder.keep();
        assert_eq!(fs::read_to_string(path.join("a.toml")).expect("kept"), "a");
        assert!(NewFolder::create(&path).is_err());
        assert!(NewFolder::create(&path.join("a.toml")).is_err());
        assert!(NewFolder::create(&home.path().join("no/such")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_replaced_keeps_its_rights_and_no_link_is_written_through() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let home = tempfile::tempdir().expect("a folder");
        let (aim, file) = (home.path().join("aim"), home.path().join("a.toml"));
        fs::write(&aim, "theirs").expect("written");
        fs::write(&file, "old").expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("set");
        let waiting = home.path().join(format!("a.toml.{}.new", std::process::id()));
        for trap in [waiting.clone(), home.path().join("a.toml.new")] {
            symlink(&aim, trap).expect("a link");
        }
        assert!(replace(&file, "new").is_err());
        fs::remove_file(&waiting).expect("it was left alone");
        replace(&file, "new").expect("replaced");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "new");
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);

        let link = home.path().join("b.toml");
        symlink(&aim, &link).expect("a link");
        replace(&link, "new").expect("replaced");
        assert!(fs::symlink_metadata(&link).expect("a file").is_file());
        assert_eq!(fs::read_to_string(&aim).expect("a file"), "theirs");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let home = tempfile::tempdir().expect("a folder");
        let (link, aim) = (home.path().join("link"), home.path().join("aim"));
        fs::create_dir(&aim).expect("a folder");
        std::os::unix::fs::symlink(&aim, &link).expect("a link");
        assert!(NewFolder::create(&link).is_err());
        let dangling = home.path().join("dangling");
        std::os::unix::fs::symlink(home.path().join("nowhere"), &dangling).expect("a link");
        assert!(NewFolder::create(&dangling).is_err() && write_new(&dangling, "x").is_err());
        assert!(!home.path().join("nowhere").exists());
    }
}
