//! JSON Schemas of the files that people write, made from the tables of keys, by which editors complete, explain and check.
//!
//! What editors understand decides the form: Taplo (Even Better TOML) and Tombi both know draft-07. Taplo looks no further
//! than the properties of a schema that stands there itself, so nothing is put into `$ref` or `allOf`.

use super::keys::{FileKind, Key, Need, Shape, Table, Use, Value, When};
use crate::core::catalogue::Catalogue;
use crate::core::challenge::Language;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// The JSON Schema of a kind of file, as the text of its own file.
pub fn schema(kind: &FileKind, catalogue: &Catalogue) -> String {
    let root = Schema {
        dialect: Some("http://json-schema.org/draft-07/schema#"),
        id: Some(format!("urn:riskline:{}", kind.name)),
        title: Some(kind.title),
        ..Maker { catalogue }.table(kind.table)
    };
    serde_json::to_string_pretty(&root).expect("names and numbers become JSON") + "\n"
}

/// A schema. Written with its keywords in this order, whatever features the JSON library is built with.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    dialect: Option<&'static str>,
    #[serde(rename = "$id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(rename = "type", skip_serializing_if = "Types::is_any")]
    types: Types,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    one_of: Vec<Literal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<Literal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_items: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_items: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    properties: Vec<(&'static str, Node)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_properties: Option<Node>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not: Option<Box<Schema>>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    condition: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    then: Option<Box<Schema>>,
    #[serde(rename = "else", skip_serializing_if = "Option::is_none")]
    otherwise: Option<Box<Schema>>,
    #[serde(rename = "x-taplo", skip_serializing_if = "Option::is_none")]
    taplo: Option<Taplo>,
}

/// A schema, or whether anything or nothing will do.
#[derive(Serialize)]
#[serde(untagged)]
enum Node {
    Schema(Box<Schema>),
    Any(bool),
}

/// The types that a value may have.
#[derive(Default, Serialize)]
#[serde(untagged)]
enum Types {
    #[default]
    Any,
    One(&'static str),
    Several(&'static [&'static str]),
}

impl Types {
    fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Literal {
    Flag(bool),
    Number(i64),
    Text(String),
}

/// What Taplo reads beside the standard: what each value of an enumeration means.
#[derive(Serialize)]
struct Taplo {
    docs: TaploDocs,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TaploDocs {
    enum_values: Vec<String>,
}

fn as_map<S: Serializer>(pairs: &[(&'static str, Node)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    pairs.iter().try_for_each(|(name, node)| map.serialize_entry(name, node))?;
    map.end()
}

/// Makes schemas. What editors accept is at least what the loader accepts, and everything that it can say it does say.
struct Maker<'c> {
    catalogue: &'c Catalogue,
}

impl Maker<'_> {
    fn table(&self, table: &Table) -> Schema {
        let mut made = Schema {
            description: table.doc.to_owned(),
            types: Types::One("object"),
            properties: table
                .keys
                .iter()
                .map(|key| (key.name, Node::Schema(Box::new(self.key(key)))))
                .collect(),
            additional_properties: Some(Node::Any(false)),
            required: table.keys.iter().filter(|k| k.need != Need::Optional).map(|k| k.name).collect(),
            not: table.apart.map(|keys| Box::new(part(Vec::new(), &keys))),
            ..Schema::default()
        };
        if let Some(when) = &table.when {
            condition(&mut made, when);
        }
        made
    }

    fn key(&self, key: &Key) -> Schema {
        let value = self.value(&key.shape, key.need == Need::Filled);
        let meaning = match key.shape {
            Shape::Choice(choice) => choice.names(),
            _ => Vec::new(),
        };
        let mut description = key.doc.to_owned();
        if !meaning.is_empty() {
            description.push('\n');
        }
        // Written into the text as well: not every editor knows another place for it.
        for (name, doc) in meaning {
            description += &format!("\n- `{name}`: {doc}");
        }
        let default = key.default.map(|value| match value {
            Value::Flag(flag) => Literal::Flag(flag),
            Value::Text(text) => Literal::Text(text.to_owned()),
        });
        Schema { description, default, ..value }
    }

    /// What a value of a shape may be. `filled` where a text must not be blank.
    fn value(&self, shape: &Shape, filled: bool) -> Schema {
        match shape {
            Shape::Text(usage) => text(*usage, filled),
            Shape::Id => matching("^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"),
            Shape::Path => Schema { max_length: Some(Use::Name.most()), ..matching(PATH) },
            Shape::Lines => matching("^ *[0-9]+ *(- *[0-9]+ *)?$"),
            Shape::Choice(choice) => {
                names(choice.names().into_iter().map(|(name, doc)| (name.to_owned(), doc.to_owned())))
            }
            Shape::Language => {
                names(Language::ALL.iter().map(|(_, id, label)| ((*id).to_owned(), (*label).to_owned())))
            }
            Shape::Family => names(self.catalogue.families().iter().map(|family| {
                let cwes: Vec<_> = family.cwes.iter().map(|cwe| format!("CWE-{cwe}")).collect();
                (family.id.clone(), format!("{}: {}", family.title, cwes.join(", ")))
            })),
            Shape::Cwe => {
                let cwes = self.catalogue.cwes();
                let docs = cwes.iter().map(|cwe| format!("CWE-{}: {}", cwe.id, cwe.name));
                Schema {
                    types: Types::One("integer"),
                    one_of: cwes.iter().map(|cwe| Literal::Number(cwe.id.into())).collect(),
                    taplo: Some(Taplo { docs: TaploDocs { enum_values: docs.collect() } }),
                    ..Schema::default()
                }
            }
            Shape::Number(number) => Schema {
                types: Types::One("integer"),
                one_of: number.only.iter().map(|n| Literal::Number(*n)).collect(),
                minimum: number.only.is_empty().then_some(number.from),
                maximum: number.only.is_empty().then_some(number.to),
                ..Schema::default()
            },
            Shape::Share => Schema {
                minimum: Some(0),
                maximum: Some(1),
                types: Types::One("number"),
                ..Schema::default()
            },
            Shape::Flag => Schema { types: Types::One("boolean"), ..Schema::default() },
            Shape::List(each, count) => Schema {
                types: Types::One("array"),
                min_items: (count.least > 0).then_some(count.least),
                max_items: count.most,
                items: Some(Box::new(self.value(each, false))),
                ..Schema::default()
            },
            Shape::Table(table) => self.table(table),
            Shape::CodeByPath => by_name(text(Use::Code, false)),
            Shape::TextsByName => by_name(Schema {
                types: Types::Several(&["string", "array"]),
                items: Some(Box::new(Schema { types: Types::One("string"), ..Schema::default() })),
                ..Schema::default()
            }),
        }
    }
}

/// Parts that are not empty and do not end with a full stop, so that none is `..`.
const PATH: &str = r"^([^\s/:\\]*[^\s/:\\.]/)*[^\s/:\\]*[^\s/:\\.]$";

fn text(usage: Use, filled: bool) -> Schema {
    let pattern = match (usage, filled) {
        (Use::Name, true) => Some(r"^[^\t\n]*\S[^\t\n]*$"),
        (Use::Name, false) => Some(r"^[^\t\n]*$"),
        (_, true) => Some(r"\S"),
        (_, false) => None,
    };
    Schema { types: Types::One("string"), max_length: Some(usage.most()), pattern, ..Schema::default() }
}

fn matching(pattern: &'static str) -> Schema {
    Schema { types: Types::One("string"), pattern: Some(pattern), ..Schema::default() }
}

/// One of some names, each with what it means.
fn names(names: impl Iterator<Item = (String, String)>) -> Schema {
    let (names, docs): (Vec<_>, Vec<_>) = names.map(|(name, doc)| (Literal::Text(name), doc)).unzip();
    Schema {
        types: Types::One("string"),
        one_of: names,
        taplo: Some(Taplo { docs: TaploDocs { enum_values: docs } }),
        ..Schema::default()
    }
}

/// A table whose names are free.
fn by_name(value: Schema) -> Schema {
    Schema {
        types: Types::One("object"),
        additional_properties: Some(Node::Schema(Box::new(value))),
        ..Schema::default()
    }
}

/// Something that holds for a table beside everything else. It says nothing of other keys, which Tombi wants to be told.
fn part(properties: Vec<(&'static str, Node)>, required: &[&'static str]) -> Schema {
    Schema {
        properties,
        additional_properties: Some(Node::Any(true)),
        required: required.to_vec(),
        ..Schema::default()
    }
}

fn condition(made: &mut Schema, when: &When) {
    let is = Schema {
        one_of: when.is.iter().map(|name| Literal::Text((*name).to_owned())).collect(),
        ..Schema::default()
    };
    made.condition = Some(Box::new(part(vec![(when.key, Node::Schema(Box::new(is)))], &[when.key])));
    if !when.needs.is_empty() {
        made.then = Some(Box::new(part(Vec::new(), when.needs)));
    }
    if !when.owns.is_empty() {
        let none = when.owns.iter().map(|key| (*key, Node::Any(false)));
        made.otherwise = Some(Box::new(part(none.collect(), &[])));
    }
}
