//! Planted values in transcripts. The lab plants `canary-` and 24 hexadecimal digits, others in every run: long, and of
//! no interest digit by digit.

const MARK: &str = "canary-";
const DIGITS: usize = 24;

/// The text with each planted value cut to its first four digits, by which two of them are still told apart.
pub fn short(text: &str) -> String {
    replaced(text, |digits| format!("{MARK}{}…", &digits[..4]))
}

/// The text with every planted value written alike.
pub fn hidden(text: &str) -> String {
    replaced(text, |_| MARK.to_owned())
}

fn replaced(text: &str, with: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(MARK) {
        let (before, found) = rest.split_at(at);
        let after = &found[MARK.len()..];
        let digits = after.bytes().take(DIGITS).take_while(u8::is_ascii_hexdigit).count();
        out.push_str(before);
        if digits == DIGITS {
            out.push_str(&with(&after[..DIGITS]));
            rest = &after[DIGITS..];
        } else {
            out.push_str(MARK);
            rest = after;
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planted_values_are_cut_and_nothing_else() {
        let one = "canary-698e6103688578882106f9b0";
        assert_eq!(short(&format!("{{\"a\":\"{one}\"}} {one}!")), "{\"a\":\"canary-698e…\"} canary-698e…!");
        assert_eq!(hidden(one), hidden("canary-000000000000000000000000"));
        for kept in ["", "canary-", "canary-698e61", "canary-698e6103688578882106f9bé", "a canary"] {
            assert_eq!(short(kept), kept);
        }
    }
}
