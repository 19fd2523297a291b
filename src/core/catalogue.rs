//! Weaknesses and their families: what a player can name, and what is scheduled and reported.
//!
//! Plain data with look-ups; whoever reads the assets fills it.

/// One entry of the Common Weakness Enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cwe {
    /// Its number, such as 639.
    pub id: u32,
    /// Its name in the enumeration.
    pub name: String,
    /// Everyday words for it, such as `idor` or `anyone can read`.
    pub words: Vec<String>,
}

/// A kind of weakness that variants share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Short name: `[a-z0-9-]+`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// The numbers of the weaknesses that belong to it. Never empty in a catalogue.
    pub cwes: Vec<u32>,
    /// Everyday words for it.
    pub words: Vec<String>,
}

impl Family {
    /// Whether the weakness of that number belongs to it.
    pub fn contains(&self, cwe: u32) -> bool {
        self.cwes.contains(&cwe)
    }
}

/// Every family and every weakness that the program knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    families: Vec<Family>,
    cwes: Vec<Cwe>,
}

/// What is wrong with the data for a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    #[error("the family `{0}` is there twice")]
    DoubleFamily(String),
    #[error("CWE-{0} is there twice")]
    DoubleCwe(u32),
    #[error("the family `{0}` names no weakness")]
    EmptyFamily(String),
    #[error("the family `{family}` names CWE-{cwe}, which is not in the list of weaknesses")]
    UnknownCwe { family: String, cwe: u32 },
}

impl Catalogue {
    /// Puts a catalogue together. Families keep their order; weaknesses are sorted by number.
    ///
    /// # Errors
    /// Where an id is there twice, a family is empty, or a family names a weakness that is not in `cwes`.
    pub fn new(families: Vec<Family>, mut cwes: Vec<Cwe>) -> Result<Self, CatalogueError> {
        cwes.sort_by_key(|c| c.id);
        if let Some(pair) = cwes.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(CatalogueError::DoubleCwe(pair[0].id));
        }
        for (i, family) in families.iter().enumerate() {
            if families[..i].iter().any(|f| f.id == family.id) {
                return Err(CatalogueError::DoubleFamily(family.id.clone()));
            }
            if family.cwes.is_empty() {
                return Err(CatalogueError::EmptyFamily(family.id.clone()));
            }
        }
        let catalogue = Self { families, cwes };
        for family in &catalogue.families {
            if let Some(&cwe) = family.cwes.iter().find(|&&cwe| catalogue.cwe(cwe).is_none()) {
                return Err(CatalogueError::UnknownCwe { family: family.id.clone(), cwe });
            }
        }
        Ok(catalogue)
    }

    /// Every family, in the order of the data.
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// Every weakness, by number.
    pub fn cwes(&self) -> &[Cwe] {
        &self.cwes
    }

    /// The family of that id.
    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.iter().find(|f| f.id == id)
    }

    /// The weakness of that number.
    pub fn cwe(&self, id: u32) -> Option<&Cwe> {
        self.cwes.binary_search_by_key(&id, |c| c.id).ok().map(|i| &self.cwes[i])
    }

    /// The families that a weakness belongs to, in the order of the data.
    pub fn families_of(&self, cwe: u32) -> impl Iterator<Item = &Family> {
        self.families.iter().filter(move |f| f.contains(cwe))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cwe(id: u32) -> Cwe {
        Cwe { id, name: format!("Weakness {id}"), words: Vec::new() }
    }

    fn family(id: &str, cwes: &[u32]) -> Family {
        Family { id: id.into(), title: id.into(), cwes: cwes.to_vec(), words: Vec::new() }
    }

    #[test]
    fn looks_up_families_and_weaknesses() {
        let families = vec![family("object-ownership", &[639, 862]), family("missing-authorization", &[862])];
        let catalogue = Catalogue::new(families, vec![cwe(862), cwe(639), cwe(22)]).unwrap();
        assert_eq!(catalogue.cwe(639).map(|c| c.name.as_str()), Some("Weakness 639"));
        assert_eq!(catalogue.cwe(640), None);
        assert_eq!(catalogue.family("missing-authorization").map(|f| f.cwes.as_slice()), Some(&[862][..]));
        assert!(catalogue.family("ssrf").is_none());
        let of_862: Vec<_> = catalogue.families_of(862).map(|f| f.id.as_str()).collect();
        assert_eq!(of_862, ["object-ownership", "missing-authorization"]);
        assert_eq!(catalogue.cwes().iter().map(|c| c.id).collect::<Vec<_>>(), [22, 639, 862]);
    }

    #[test]
    fn refuses_unsound_data() {
        let new = Catalogue::new;
        assert_eq!(
            new(vec![family("a", &[1]), family("a", &[1])], vec![cwe(1)]),
            Err(CatalogueError::DoubleFamily("a".into()))
        );
        assert_eq!(new(vec![], vec![cwe(1), cwe(2), cwe(1)]), Err(CatalogueError::DoubleCwe(1)));
        assert_eq!(new(vec![family("a", &[])], vec![]), Err(CatalogueError::EmptyFamily("a".into())));
        assert_eq!(
            new(vec![family("a", &[7])], vec![cwe(1)]),
            Err(CatalogueError::UnknownCwe { family: "a".into(), cwe: 7 })
        );
    }
}
