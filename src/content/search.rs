//! Naming a weakness by typing: numbers, names and everyday words, with typing errors forgiven.

use crate::core::catalogue::Catalogue;

/// Everything that can be typed, prepared once.
#[derive(Debug, Clone)]
pub struct WeaknessSearch {
    cwes: Vec<Entry>,
    /// Everything that is searched; each text belongs to one weakness.
    texts: Vec<Phrase>,
    /// The lower-case form of `texts`, in the same order.
    lower: Vec<String>,
}

#[derive(Debug, Clone)]
struct Entry {
    id: u32,
    name: String,
    /// Position among the families' first weaknesses; what is offered before anything is typed.
    first_of: Option<usize>,
    /// Whether any family has it: those come before the others where they match equally well.
    in_family: bool,
}

#[derive(Debug, Clone)]
struct Phrase {
    /// Index into `cwes`.
    entry: usize,
    text: String,
    /// What a match is worth, 0 to 1: a family's words speak less for its minor weaknesses.
    worth: f64,
}

/// A weakness that fits what was typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Its number in the Common Weakness Enumeration.
    pub cwe: u32,
    /// Its name there.
    pub name: String,
    /// The text that fits: the name, its number as `CWE-639`, an everyday word or the title of a family.
    pub matched: String,
    /// Which characters of `matched` fit, counted from 0, ascending.
    pub indices: Vec<usize>,
}

/// What a typed word scored in a text.
struct Hit {
    /// 0 to about 1.
    score: f64,
    indices: Vec<usize>,
}

impl WeaknessSearch {
    /// Prepares the search over a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut cwes = Vec::new();
        let mut texts = Vec::new();
        for (entry, cwe) in catalogue.cwes().iter().enumerate() {
            let first_of = catalogue.families().iter().position(|f| f.cwes.first() == Some(&cwe.id));
            let in_family = catalogue.families_of(cwe.id).next().is_some();
            cwes.push(Entry { id: cwe.id, name: cwe.name.clone(), first_of, in_family });
            let own = cwe.words.iter().chain([&cwe.name]);
            texts.extend(own.map(|text| Phrase { entry, text: text.clone(), worth: 1.0 }));
            for family in catalogue.families_of(cwe.id) {
                let place = family.cwes.iter().position(|id| *id == cwe.id).unwrap_or(0);
                let worth = if place == 0 { 0.99 } else { (0.8 - 0.05 * place as f64).max(0.5) };
                let words = family.words.iter().chain([&family.title]);
                texts.extend(words.map(|text| Phrase { entry, text: text.clone(), worth }));
            }
        }
        let lower = texts.iter().map(|t| t.text.to_lowercase()).collect();
        Self { cwes, texts, lower }
    }

    /// The weaknesses that fit what was typed, best first, at most `most`. Where nothing is typed: the main weakness of
    /// each family.
    pub fn search(&self, typed: &str, most: usize) -> Vec<Suggestion> {
        let typed: String = typed.to_lowercase().chars().take(80).collect();
        let typed = typed.trim();
        if typed.is_empty() {
            return self.unasked(most);
        }
        let mut found = self.by_number(typed);
        if found.is_empty() {
            found = self.by_words(typed);
        }
        found.truncate(most);
        found
    }

    fn unasked(&self, most: usize) -> Vec<Suggestion> {
        let mut first: Vec<_> = self.cwes.iter().filter(|e| e.first_of.is_some()).collect();
        first.sort_by_key(|e| e.first_of);
        let plain = |e: &Entry| Suggestion {
            cwe: e.id,
            name: e.name.clone(),
            matched: e.name.clone(),
            indices: vec![],
        };
        first.into_iter().take(most).map(plain).collect()
    }

    /// Whoever types a number means that one, or is on the way to it.
    fn by_number(&self, typed: &str) -> Vec<Suggestion> {
        let digits = typed.strip_prefix("cwe").unwrap_or(typed).trim_start_matches(['-', ' ', ':']);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        let mut found: Vec<_> = self
            .cwes
            .iter()
            .map(|e| (e, e.id.to_string()))
            .filter(|(_, id)| id.starts_with(digits))
            .collect();
        found.sort_by_key(|(e, id)| (id.len(), e.id));
        let as_suggestion = |(e, id): (&Entry, String)| {
            let matched = format!("CWE-{id}");
            let indices = (4..4 + digits.len()).collect();
            Suggestion { cwe: e.id, name: e.name.clone(), matched, indices }
        };
        found.into_iter().map(as_suggestion).collect()
    }

    fn by_words(&self, typed: &str) -> Vec<Suggestion> {
        let words: Vec<&str> = typed.split_whitespace().filter(|w| !is_filler(w)).collect();
        let words = if words.is_empty() { typed.split_whitespace().collect() } else { words };
        // hits[w][t]: word w in text t.
        let hits: Vec<Vec<Option<Hit>>> = words.iter().map(|w| self.hits(w)).collect();
        let total_len: f64 = words.iter().map(|w| w.len() as f64).sum();
        let mut best: Vec<Option<(f64, usize)>> = vec![None; self.cwes.len()];
        for (entry, range) in self.texts_by_entry() {
            // Each word may be found in another text of the weakness, but a text that has them all speaks louder.
            let mut spread = 0.0;
            for (w, hits) in words.iter().zip(&hits) {
                let found =
                    range.clone().filter_map(|t| hits[t].as_ref().map(|h| h.score * self.texts[t].worth));
                spread += found.fold(0.0, f64::max) * w.len() as f64 / total_len;
            }
            let together = |t: usize| {
                let sum: f64 = words
                    .iter()
                    .zip(&hits)
                    .map(|(w, hits)| hits[t].as_ref().map_or(0.0, |h| h.score) * w.len() as f64)
                    .sum();
                let exact = if self.lower[t] == typed { 0.3 } else { 0.0 };
                // Of two texts that both hold what was typed, the shorter says less else.
                let fill = typed.len() as f64 / self.lower[t].len().max(typed.len()) as f64;
                (sum / total_len + exact + 0.15 * fill) * self.texts[t].worth
            };
            let Some((text, score)) = range.map(|t| (t, together(t))).max_by(|a, b| a.1.total_cmp(&b.1))
            else {
                continue;
            };
            let family = if self.cwes[entry].in_family { 0.03 } else { 0.0 };
            let total = score.max(0.9 * spread) + family;
            if spread >= 0.6 {
                best[entry] = Some((total, text));
            }
        }
        let mut found: Vec<_> = best
            .into_iter()
            .enumerate()
            .filter_map(|(entry, b)| b.map(|(s, text)| (s, entry, text)))
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(self.cwes[a.1].id.cmp(&self.cwes[b.1].id)));
        let as_suggestion = |(_, entry, text): (f64, usize, usize)| {
            let mut indices: Vec<_> = hits
                .iter()
                .filter_map(|h| h[text].as_ref())
                .flat_map(|h| h.indices.iter().copied())
                .collect();
            indices.sort_unstable();
            indices.dedup();
            let entry = &self.cwes[entry];
            Suggestion {
                cwe: entry.id,
                name: entry.name.clone(),
                matched: self.texts[text].text.clone(),
                indices,
            }
        };
        found.into_iter().map(as_suggestion).collect()
    }

    /// Each weakness with the range of its texts, which lie together.
    fn texts_by_entry(&self) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
        let mut at = 0;
        (0..self.cwes.len()).map(move |entry| {
            let start = at;
            at += self.texts[start..].iter().take_while(|t| t.entry == entry).count();
            (entry, start..at)
        })
    }

    /// Where one typed word fits, by text.
    fn hits(&self, word: &str) -> Vec<Option<Hit>> {
        let word: Vec<char> = word.chars().collect();
        self.lower.iter().map(|text| hit(&word, text)).collect()
    }
}

/// Where a typed word fits best in a text: a whole word, the beginning of one, of two words written as one, the middle of a word,
/// a word with a typing error, or the letters of a word with some left out, in this order.
fn hit(word: &[char], text: &str) -> Option<Hit> {
    let text: Vec<char> = text.chars().collect();
    let words = words_of(&text);
    let mut best: Option<Hit> = None;
    let mut offer = |score: f64, indices: Vec<usize>| {
        if score >= 0.6 && best.as_ref().is_none_or(|b| score > b.score) {
            best = Some(Hit { score, indices });
        }
    };
    for (i, range) in words.iter().enumerate() {
        let own = &text[range.clone()];
        if own.starts_with(word) {
            // Somebody who types "log" means logs rather than a login.
            let score = if own.len() == word.len() { 1.0 } else { 0.92 };
            offer(score, (range.start..range.start + word.len()).collect());
            continue;
        }
        if let Some(next) = words.get(i + 1) {
            let places: Vec<usize> = range.clone().chain(next.clone()).collect();
            if word.len() > own.len()
                && places.len() >= word.len()
                && word.iter().zip(&places).all(|(c, p)| *c == text[*p])
            {
                offer(1.0, places[..word.len()].to_vec());
            }
        }
        if let Some(at) = own.windows(word.len()).position(|w| w == word) {
            offer(0.85, (range.start + at..range.start + at + word.len()).collect());
        }
        if let Some(errors) = typing_errors(word, own) {
            offer(0.95 - errors as f64 / word.len() as f64, range.clone().collect());
        }
        if let Some(indices) = letters_in_order(word, own, range.start) {
            offer(0.65, indices);
        }
    }
    best
}

/// The ranges of the words of a text: runs of letters and digits.
fn words_of(text: &[char]) -> Vec<std::ops::Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in text.iter().enumerate() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                words.push(from..i);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// How many typing errors away a word is from another or its beginning; none where that is too many for its length.
fn typing_errors(typed: &[char], word: &[char]) -> Option<usize> {
    let most = match typed.len() {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    let typed: String = typed.iter().collect();
    let ends = [word.len(), typed.chars().count(), typed.chars().count() + 1];
    let beginning = |end: usize| word[..end.min(word.len())].iter().collect::<String>();
    ends.into_iter()
        .map(|end| strsim::osa_distance(&typed, &beginning(end)))
        .min()
        .filter(|errors| *errors <= most)
}

/// The places of typed letters that stand in a word in their order, its first letter among them.
fn letters_in_order(typed: &[char], word: &[char], offset: usize) -> Option<Vec<usize>> {
    if typed.len() < 3 || word.len() > 3 * typed.len() || typed.first() != word.first() {
        return None;
    }
    let mut at = 0;
    let mut places = Vec::with_capacity(typed.len());
    for c in typed {
        at += word[at..].iter().position(|w| w == c)?;
        places.push(offset + at);
        at += 1;
    }
    Some(places)
}

/// Words that say nothing about the weakness.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "the" | "of" | "in" | "is" | "to" | "and" | "or" | "for" | "with" | "on" | "by"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::catalogue;

    fn ids(typed: &str) -> Vec<u32> {
        WeaknessSearch::new(&catalogue()).search(typed, 8).into_iter().map(|s| s.cwe).collect()
    }

    #[test]
    fn what_developers_type_comes_first() {
        let cases: &[(&str, &[u32])] = &[
            ("639", &[639]),
            ("cwe-639", &[639]),
            ("CWE 89", &[89]),
            ("idor", &[639]),
            ("anyone can read", &[639]),
            ("sql injection", &[89]),
            ("sqli", &[89]),
            ("sql inj", &[89]),
            ("sql injeciton", &[89]),
            ("path traversal", &[22]),
            ("path travesal", &[22]),
            ("ssrf", &[918]),
            ("server side request", &[918]),
            ("xss", &[79]),
            ("cross site scripting", &[79]),
            ("csrf", &[352]),
            ("race condition", &[362, 367]),
            ("toctou", &[367]),
            ("hardcoded", &[798, 321, 259, 547]),
            ("hard coded password", &[798, 259]),
            ("missing auth", &[862, 306]),
            ("authorization", &[862, 863, 285, 639]),
            ("mass assignment", &[915]),
            ("pickle", &[502]),
            ("deserialization", &[502]),
            ("open redirect", &[601]),
            ("fail open", &[636, 285]),
            ("rate limit", &[770, 307, 799]),
            ("command injection", &[78, 77]),
            ("shell", &[78]),
            ("timing attack", &[208]),
            ("jwt", &[347]),
            ("zip slip", &[22, 434]),
            ("prompt injection", &[1427]),
            ("log injection", &[117]),
            ("weak random", &[330, 338]),
            ("md5", &[328, 327, 330]),
            ("tenant", &[863]),
            ("cors", &[942]),
            ("template injection", &[1336]),
            ("secret in log", &[532]),
            ("log", &[532, 117, 778]),
            ("upload", &[434]),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(typed, good)| !ids(typed).first().is_some_and(|first| good.contains(first)))
            .map(|(typed, good)| format!("{typed:?}: wanted one of {good:?}, got {:?}", ids(typed)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_number_finds_itself_first_and_then_those_it_begins() {
        let found = WeaknessSearch::new(&catalogue()).search("22", 10);
        assert_eq!(found[0].cwe, 22);
        assert_eq!((found[0].matched.as_str(), found[0].indices.as_slice()), ("CWE-22", &[4, 5][..]));
        assert!(found[1..].iter().all(|s| s.cwe.to_string().starts_with("22")));
    }

    #[test]
    fn what_fits_is_shown_with_the_characters_that_fit() {
        let found = WeaknessSearch::new(&catalogue()).search("idor", 1);
        assert_eq!((found[0].matched.as_str(), found[0].indices.as_slice()), ("idor", &[0, 1, 2, 3][..]));
        for typed in ["sql inj", "path travesal", "anyone read", "hard coded"] {
            for s in WeaknessSearch::new(&catalogue()).search(typed, 20) {
                let length = s.matched.chars().count();
                assert!(s.indices.is_sorted() && s.indices.iter().all(|i| *i < length), "{typed}: {s:?}");
            }
        }
    }

    #[test]
    fn nonsense_finds_nothing_and_nothing_typed_offers_the_families() {
        for nonsense in ["qqqqxz", "zzzzzzzzzzzz", "!!!!", "日本語", "\u{1b}[31m"] {
            assert!(ids(nonsense).is_empty(), "{nonsense}: {:?}", ids(nonsense));
        }
        let offered = ids("  ");
        assert_eq!(offered.len(), 8);
        assert_eq!(offered[..2], [862, 639]);
    }

    #[test]
    fn odd_input_does_no_harm() {
        for odd in [
            "^",
            "!",
            "'",
            "$x",
            "!sql",
            "^sql$",
            &"a".repeat(5000),
            "cwe",
            "cwe-",
            "cwe-99999999999999999999",
            "\0",
        ] {
            ids(odd);
        }
    }
}
