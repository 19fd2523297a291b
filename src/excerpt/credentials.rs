//! Texts in code that look like credentials, which must not leave the team with a pack.

/// A text that looks like a credential; never the text itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The line, from 1.
    pub line: usize,
    /// What it looks like.
    pub what: &'static str,
}

/// How the keys of well-known services begin, and how long they are at least.
const KEYS: &[(&str, usize, &str)] = &[
    ("AKIA", 20, "an AWS access key"),
    ("ASIA", 20, "an AWS access key"),
    ("ghp_", 30, "a GitHub token"),
    ("gho_", 30, "a GitHub token"),
    ("ghs_", 30, "a GitHub token"),
    ("github_pat_", 30, "a GitHub token"),
    ("glpat-", 20, "a GitLab token"),
    ("sk_live_", 20, "a Stripe key"),
    ("rk_live_", 20, "a Stripe key"),
    ("sk-", 30, "a key for a model's API"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
    ("AIza", 35, "a Google key"),
    ("npm_", 30, "an npm token"),
    ("SG.", 40, "a SendGrid key"),
    ("hf_", 30, "a Hugging Face token"),
    ("dop_v1_", 30, "a DigitalOcean token"),
    ("eyJ", 60, "a signed token"),
];
/// Words in the name of what holds a credential.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "private_key",
    "access_key",
    "credential",
];
/// Values of such names that are none.
const HARMLESS: &[&str] = &[
    "example",
    "changeme",
    "change-me",
    "placeholder",
    "your-",
    "your_",
    "dummy",
    "xxxx",
    "<",
    "${",
    "{{",
    "%(",
];
/// A text of at least this length and spread of characters looks random.
const RANDOM_LENGTH: usize = 24;
const RANDOM_BITS: f64 = 4.0;

/// Every line that holds something that looks like a credential, once each.
pub fn credentials(code: &str) -> Vec<Credential> {
    let look = |(index, line): (usize, &str)| {
        let what = in_line(line)?;
        Some(Credential { line: index + 1, what })
    };
    code.lines().enumerate().filter_map(look).collect()
}

fn in_line(line: &str) -> Option<&'static str> {
    if line.contains("-----BEGIN") && line.contains("PRIVATE KEY") {
        return Some("a private key");
    }
    let words = || line.split(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c)));
    let key = |word: &str| {
        let known = KEYS.iter().find(|(start, least, _)| word.starts_with(start) && word.len() >= *least);
        known.map(|(_, _, what)| *what)
    };
    if let Some(what) = words().find_map(key) {
        return Some(what);
    }
    if has_password_in_address(line) {
        return Some("a password in an address");
    }
    let texts = quoted(line);
    let lower = line.to_lowercase();
    let named = texts.iter().any(|(start, text)| {
        let name = lower.get(..*start).unwrap_or_default();
        let value = text.to_lowercase();
        NAMES.iter().any(|word| names_it(name, word))
            && text.len() >= 8
            && !text.contains([' ', '/'])
            && !HARMLESS.iter().any(|word| value.contains(word))
            // A key by which a value is looked up is no value.
            && !NAMES.contains(&value.as_str())
            && text.chars().any(|c| c.is_ascii_digit())
    });
    if named {
        return Some("a secret with a value");
    }
    texts.iter().any(|(_, text)| looks_random(text)).then_some("a random text")
}

/// Whether what stands before a text ends as `NAME =` or `NAME:` with that word in the name.
fn names_it(before: &str, word: &str) -> bool {
    let before = before.trim_end().trim_end_matches(['=', ':', ' ', '"', '\'', '(', ',']);
    let name = before.rsplit([' ', '\t', ',', '(', '{']).next().unwrap_or_default();
    name.contains(word)
}

/// `scheme://user:password@host`
fn has_password_in_address(line: &str) -> bool {
    line.split("://").skip(1).any(|rest| {
        let end = rest.find(|c: char| c.is_whitespace() || "\"'`/".contains(c)).unwrap_or(rest.len());
        let Some((login, _)) = rest[..end].rsplit_once('@') else { return false };
        let password = login.split_once(':').map_or("", |(_, password)| password);
        password.len() >= 4 && !password.contains(['{', '$', '<', '%'])
    })
}

/// The texts in quotes on a line, with the place of each.
fn quoted(line: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(open) = line[rest..].find(['"', '\'', '`']).map(|at| rest + at) {
        let quote = line.as_bytes()[open] as char;
        let Some(close) = line[open + 1..].find(quote).map(|at| open + 1 + at) else { break };
        found.push((open, &line[open + 1..close]));
        rest = close + 1;
    }
    found
}

fn looks_random(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || "+/=_-".contains(c);
    let has = |wanted: fn(&char) -> bool| text.chars().any(|c| wanted(&c));
    text.len() >= RANDOM_LENGTH
        && text.chars().all(good)
        && has(char::is_ascii_digit)
        && (has(char::is_ascii_lowercase) && has(char::is_ascii_uppercase) || is_hex(text))
        && (bits(text) >= RANDOM_BITS || is_hex(text) && bits(text) >= 3.0)
}

fn is_hex(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Shannon's entropy of a text's characters.
fn bits(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|b| counts[usize::from(b)] += 1);
    let total = text.len() as f64;
    counts.iter().filter(|n| **n > 0).map(|n| f64::from(*n) / total).map(|p| -p * p.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_credential_is_told() {
        // Put together here, so that no scanner of this repository takes them for real.
        let aws = format!("key = \"AKIA{}\"", "IOSFODNN7EXAMPL0");
        let github = format!("TOKEN=ghp_{}", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6");
        for line in [
            aws.as_str(),
            &github,
            "-----BEGIN RSA PRIVATE KEY-----",
            "url = \"postgres://app:hunter22@db/app\"",
            "password: \"hunter2hunter2\"",
            "DB_PASSWORD = 's3cr3t-of-ours'",
            "    api_key=\"0f9d8a7b6c5e4d3c\",",
            "SALT = \"q7Zp3LxV9sKd2WmB8rTn4YcH\"",
            "SALT = \"9f86d081884c7d659a2feaa0c55ad015\"",
        ] {
            assert!(!credentials(line).is_empty(), "{line}");
        }
        assert_eq!(credentials("a\nb = 1\n-----BEGIN PRIVATE KEY-----\n")[0].line, 3);
    }

    #[test]
    fn ordinary_code_is_not() {
        for line in [
            "password = request.form[\"password\"]",
            "token = secrets.token_urlsafe(32)",
            "if not check_password_hash(row[\"password_hash\"], password):",
            "raise ValueError(\"the password needs 12 characters\")",
            "SELECT = \"SELECT id, token_hash FROM sessions WHERE id = ?\"",
            "url = \"https://api.example.test/v1/users\"",
            "url = f\"postgres://{user}:{password}@{host}/app\"",
            "app.secret_key = os.environ[\"SECRET_KEY\"]",
            "SECRET = \"changeme-changeme1\"",
            "name = \"a_long_name_of_something_with_words\"",
        ] {
            assert_eq!(credentials(line), [], "{line}");
        }
    }
}
