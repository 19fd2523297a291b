//! The player's own editor, the clipboard, and the way back to the shell.

use base64::Engine;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lets the player's editor change a text. Gives the new one, or for people why there is none.
pub fn edit(command: &str, path: &str, text: &str, line: usize, number: u64) -> Result<String, String> {
    let folder = own_folder(number).map_err(|e| format!("No file could be made for the editor: {e}."))?;
    let result = edit_in(&folder, command, path, text, line);
    // Left behind it does no harm: the folder is the player's own and lies where the system cleans up.
    let _ = fs::remove_dir_all(&folder);
    result
}

fn edit_in(folder: &Path, command: &str, path: &str, text: &str, line: usize) -> Result<String, String> {
    // The name keeps its ending, so that the editor knows the language.
    let name = path.rsplit('/').next().filter(|n| !n.is_empty()).unwrap_or("code.txt");
    let file = folder.join(name);
    fs::write(&file, text).map_err(|e| format!("The text could not be handed to the editor: {e}."))?;
    edit_file(command, &file, line)?;
    let bytes = fs::read(&file).map_err(|e| format!("The text could not be read back: {e}."))?;
    if bytes.len() > 1 << 20 {
        return Err("The text has grown beyond a mebibyte and was not taken.".to_owned());
    }
    String::from_utf8(bytes).map_err(|_| "The text that came back is not UTF-8 and was not taken.".to_owned())
}

/// Lets the player's editor change a file where it lies. Says for people why it could not.
pub fn edit_file(command: &str, file: &Path, line: usize) -> Result<(), String> {
    let words = split(command);
    let Some((program, arguments)) = words.split_first() else {
        return Err("No editor is set: VISUAL and EDITOR are empty.".to_owned());
    };
    let mut run = Command::new(program);
    run.args(arguments);
    let base = Path::new(program).file_stem().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    match base.as_str() {
        "vi" | "vim" | "nvim" | "nano" | "emacs" | "emacsclient" | "kak" | "micro" | "ne" | "joe" => {
            run.arg(format!("+{line}")).arg(file)
        }
        "hx" | "helix" => run.arg(at_line(file, line)),
        "code" | "codium" => run.arg("-g").arg(at_line(file, line)),
        _ => run.arg(file),
    };
    let status = run.status().map_err(|e| format!("The editor `{program}` could not be started: {e}."))?;
    if !status.success() {
        return Err(format!("The editor `{program}` reported a failure, so the text stays as it was."));
    }
    Ok(())
}

/// `FILE:LINE`, as some editors take it.
fn at_line(file: &Path, line: usize) -> OsString {
    let mut at = file.as_os_str().to_owned();
    at.push(format!(":{line}"));
    at
}

/// A folder that only this user can look into.
fn own_folder(number: u64) -> io::Result<PathBuf> {
    let mut last = io::Error::other("no free name");
    for attempt in 0..100 {
        let name = format!("riskline-{}-{number}-{attempt}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The words of a command line; quotes keep words together.
fn split(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Puts a text on the clipboard by the terminal's own means (OSC 52), which works over SSH too.
///
/// # Errors
/// Where the terminal cannot be written to.
pub fn copy(text: &str) -> io::Result<()> {
    let coded = base64::engine::general_purpose::STANDARD.encode(text);
    let mut out = io::stdout();
    write!(out, "\x1b]52;c;{coded}\x07")?;
    out.flush()
}

/// Does something while the terminal is not ours. Whatever stops this process then stops it as it would any other, and does
/// not reach the game.
#[cfg(unix)]
pub fn stopping_as_usual<T>(work: impl FnOnce() -> T) -> T {
    // SAFETY: an action that is all zero is the usual one with no signal blocked; the other is filled by the call and put back.
    let swap = |new: &libc::sigaction| unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        (libc::sigaction(libc::SIGTSTP, new, &raw mut old) == 0).then_some(old)
    };
    // SAFETY: as above.
    let ours = swap(&unsafe { std::mem::zeroed() });
    let done = work();
    if let Some(ours) = ours {
        swap(&ours);
    }
    done
}

/// Windows stops no process so.
#[cfg(not(unix))]
pub fn stopping_as_usual<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Stops this process and those started with it, as Ctrl-Z does; returns once the shell lets it go on. Where there is no shell to go
/// back to, it returns at once.
pub fn stop() {
    // It fails only where the process may not signal itself; then there is nothing to come back from.
    #[cfg(unix)]
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}

/// Stops this process alone, as the signal that it was sent would have.
pub fn stop_alone() {
    // SAFETY: sends this thread a signal whose action is the usual one.
    #[cfg(unix)]
    unsafe {
        libc::raise(libc::SIGTSTP);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_into_words() {
        assert_eq!(split("code --wait"), ["code", "--wait"]);
        assert_eq!(split("'/opt/my editor/ed' -n \"a b\" ''"), ["/opt/my editor/ed", "-n", "a b", ""]);
        assert!(split("  ").is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn an_editor_changes_the_text_and_a_failure_leaves_it() {
        let script = r#"sh -c 'printf "y = 2\n" >> "$0"'"#;
        assert_eq!(edit(script, "app/orders.py", "x = 1\n", 1, 1), Ok("x = 1\ny = 2\n".to_owned()));
        assert!(edit("false", "orders.py", "x", 1, 2).is_err_and(|e| e.contains("reported a failure")));
        assert!(
            edit("/no/such/editor", "orders.py", "x", 1, 3)
                .is_err_and(|e| e.contains("could not be started"))
        );
        assert!(edit("", "orders.py", "x", 1, 4).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn an_editor_is_told_the_line_in_its_own_way() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("orders.py");
        let name = file.to_string_lossy().into_owned();
        let told = [
            ("vim", format!("+7\n{name}\n")),
            ("hx", format!("{name}:7\n")),
            ("code", format!("-g\n{name}:7\n")),
            ("pico", format!("{name}\n")),
        ];
        for (editor, arguments) in told {
            let program = folder.path().join(editor);
            fs::write(&program, "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$0.told\"\n").expect("written");
            fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("executable");
            assert_eq!(edit_file(&format!("'{}'", program.display()), &file, 7), Ok(()));
            let seen = fs::read_to_string(folder.path().join(format!("{editor}.told")));
            assert_eq!(seen.expect("told"), arguments, "{editor}");
        }
    }
}
