//! The reference of profiles: every key with what it means and an example, as Markdown, as a JSON Schema for editors, and as a
//! template for a new profile. All three are made of the registry of rules and of the lists here.

use crate::rules::{self, Key, KeyType, RuleDef};
use precheck_foundation::json::EnumName;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

use super::{CaptureMode, Kind, Severity, SourceKind, Stage, Wording};

/// A key of a profile or of a clause.
struct Described {
    name: &'static str,
    needed: bool,
    meaning: &'static str,
    /// TOML.
    example: &'static str,
    schema: fn() -> Value,
}

const PROFILE_KEYS: &[Described] = &[
    Described {
        name: "id",
        needed: true,
        meaning: "Lower-case letters, digits and hyphens; the same as the file's name. Reports and addresses have it.",
        example: "\"example-exam\"",
        schema: text,
    },
    Described {
        name: "version",
        needed: true,
        meaning: "Changes with every change of a limit or a sentence.",
        example: "\"2026.1\"",
        schema: text,
    },
    Described {
        name: "title",
        needed: true,
        meaning: "For people, in both languages.",
        example: "{ zh = \"示例考试\", en = \"an example exam\" }",
        schema: localized,
    },
    Described {
        name: "office",
        needed: false,
        meaning: "Whose notice it is.",
        example: "{ zh = \"示例考试院\", en = \"an example office\" }",
        schema: localized,
    },
    Described {
        name: "region",
        needed: false,
        meaning: "The office's country or region, two letters of ISO 3166-1.",
        example: "\"CN\"",
        schema: text,
    },
    Described {
        name: "stage",
        needed: false,
        meaning: "`source`: the office's own tool or page crops the photo later; `final`, which goes without saying: the file is handed in as it is.",
        example: "\"source\"",
        schema: words::<Stage>,
    },
    Described {
        name: "wording",
        needed: false,
        meaning: "`verbatim`, which goes without saying: the sentences stand in the notice word for word; `paraphrase`: they say the same in other words.",
        example: "\"paraphrase\"",
        schema: words::<Wording>,
    },
    Described {
        name: "source",
        needed: false,
        meaning: "Where the notice was read: address, day, and whose page it is: the `official` one, a `copy` of its text, or a `secondary` one in other words.",
        example: "[{ url = \"https://example.org/notice\", seen = \"2026-11-27\", kind = \"official\" }]",
        schema: sources,
    },
    Described {
        name: "silent",
        needed: false,
        meaning: "Rules that the notice was read for and does not ask for, so that they can be told from forgotten ones. None of them has a clause.",
        example: "[\"eye-distance\"]",
        schema: rule_ids,
    },
    Described {
        name: "frame",
        needed: false,
        meaning: "The picture size in `px` or `mm` to which lengths with a `unit` refer: 50 of 640 pixels are 7.8 % of any picture's height.",
        example: "{ px = [480, 640] }",
        schema: frame,
    },
    Described {
        name: "capture",
        needed: false,
        meaning: "What the notice says of cameras; without it a page offers none. `allowed`; `assisted`: the rear camera, held by somebody else; `forbidden`.",
        example: "{ mode = \"assisted\", sentence = \"不得自拍\", english = \"no selfies\" }",
        schema: capture,
    },
    Described {
        name: "budget",
        needed: false,
        meaning: "What the limits may cost people with good photos, in shares from 0 to 1; `precheck tune` and `precheck evaluate` need it. `doubtful`: of complying photos, of how many something may be in doubt, by all rules together; `wrongly_rejected`: how many of them may be rejected, by all rules together and by each alone; `wrongly_warned`: how many of its good photos any other rule may fail.",
        example: "{ doubtful = 0.05, wrongly_rejected = 0.005, wrongly_warned = 0.01 }",
        schema: budget,
    },
    Described {
        name: "based_on",
        needed: false,
        meaning: "The id of another profile, in the same folder or shipped. Keys here replace its keys, clauses here its clauses of the same rule; other clauses are added.",
        example: "\"chsi-graduation\"",
        schema: text,
    },
    Described {
        name: "without",
        needed: false,
        meaning: "With `based_on`: the rules whose inherited clauses are dropped.",
        example: "[\"eye-line\"]",
        schema: rule_ids,
    },
];

const CLAUSE_KEYS: &[Described] = &[
    Described {
        name: "sentence",
        needed: true,
        meaning: "The notice's demand, in its own language or as a paraphrase.",
        example: "\"照片文件大于50K\"",
        schema: text,
    },
    Described {
        name: "english",
        needed: true,
        meaning: "The same in English.",
        example: "\"the file is larger than 50K\"",
        schema: text,
    },
    Described {
        name: "kind",
        needed: false,
        meaning: "`rule`, which goes without saying; `for-human`: a reviewer judges; `information`: nobody does.",
        example: "\"rule\"",
        schema: words::<Kind>,
    },
    Described {
        name: "severity",
        needed: false,
        meaning: "What a failure means: `reject`, `warn` or `advise`. Needed but for information.",
        example: "\"reject\"",
        schema: words::<Severity>,
    },
    Described {
        name: "rule",
        needed: false,
        meaning: "The rule that measures, for clauses of kind `rule`.",
        example: "\"file-size\"",
        schema: rule_id,
    },
    Described {
        name: "limits",
        needed: false,
        meaning: "What the rule's quantity has to be; each rule has its keys, below.",
        example: "{ more_than = 51200 }",
        schema: table,
    },
    Described {
        name: "limits_from",
        needed: false,
        meaning: "Instead of `limits`: the id of a profile whose clause of the same rule has them.",
        example: "\"beijing-zikao-2022\"",
        schema: text,
    },
    Described {
        name: "margin",
        needed: false,
        meaning: "How far beyond the limits a quantity is in doubt, in the rule's unit: the candidate is asked and a person decides.",
        example: "1024",
        schema: number,
    },
    Described {
        name: "reason",
        needed: false,
        meaning: "Why the limit is what it is, for readers of the file.",
        example: "\"K as 1024 bytes.\"",
        schema: text,
    },
];

fn text() -> Value {
    json!({ "type": "string" })
}

fn number() -> Value {
    json!({ "type": "number" })
}

fn table() -> Value {
    json!({ "type": "object" })
}

fn words<T: EnumName>() -> Value {
    json!({ "enum": T::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>() })
}

fn closed(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn localized() -> Value {
    closed(json!({ "zh": text(), "en": text() }), &["zh", "en"])
}

fn sources() -> Value {
    let properties = json!({ "url": text(), "seen": text(), "kind": words::<SourceKind>() });
    json!({ "type": "array", "items": closed(properties, &["url", "seen", "kind"]) })
}

fn frame() -> Value {
    let sides = json!({ "type": "array", "items": number(), "minItems": 2, "maxItems": 2 });
    json!({ "oneOf": [closed(json!({ "px": sides }), &["px"]), closed(json!({ "mm": sides }), &["mm"])] })
}

fn capture() -> Value {
    let properties = json!({ "mode": words::<CaptureMode>(), "sentence": text(), "english": text() });
    closed(properties, &["mode", "sentence", "english"])
}

fn budget() -> Value {
    let share = || json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let properties = json!({ "doubtful": share(), "wrongly_rejected": share(), "wrongly_warned": share() });
    closed(properties, &["doubtful", "wrongly_rejected", "wrongly_warned"])
}

fn rule_id() -> Value {
    json!({ "enum": rules::all().map(|rule| rule.id).collect::<Vec<_>>() })
}

fn rule_ids() -> Value {
    json!({ "type": "array", "items": rule_id() })
}

fn of_limit(kind: KeyType) -> Value {
    match kind {
        KeyType::Number => number(),
        KeyType::Bounds => json!({ "type": ["number", "object"] }),
        KeyType::Word(words) => json!({ "enum": words }),
        KeyType::Words(words) => json!({ "type": "array", "items": { "enum": words } }),
        KeyType::Numbers => json!({ "type": "array", "items": number() }),
        KeyType::Tables => json!({ "type": "array", "items": table() }),
    }
}

fn properties(keys: &[Described]) -> Map<String, Value> {
    let described = |key: &Described| {
        let mut schema = (key.schema)();
        schema["description"] = key.meaning.into();
        (key.name.to_owned(), schema)
    };
    keys.iter().map(described).collect()
}

fn needed(keys: &[Described]) -> Vec<&'static str> {
    keys.iter().filter(|key| key.needed).map(|key| key.name).collect()
}

/// The JSON Schema (draft 7) of a profile's TOML, for editors.
pub fn json_schema() -> String {
    let limits = |rule: &RuleDef| {
        let mut properties = Map::new();
        for key in rule.limit_keys {
            let mut schema = of_limit(key.kind);
            schema["description"] = key.meaning.into();
            properties.insert(key.name.into(), schema);
        }
        let limits = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        json!({
            "if": { "properties": { "rule": { "const": rule.id } }, "required": ["rule"] },
            "then": { "properties": { "limits": limits } },
        })
    };
    let mut clause = closed(properties(CLAUSE_KEYS).into(), &needed(CLAUSE_KEYS));
    clause["allOf"] = rules::all().map(limits).collect();
    let mut profile = properties(PROFILE_KEYS);
    profile.insert("clause".into(), json!({ "type": "array", "items": clause }));
    let mut schema = closed(profile.into(), &needed(PROFILE_KEYS));
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "A profile of portrait-precheck".into();
    // A value made of text and maps is always written.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// The tables of `profiles/README.md`: every key of a profile, of a clause, and of each rule's limits.
pub fn markdown() -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    for (heading, keys) in [("Keys of a profile", PROFILE_KEYS), ("Keys of a clause", CLAUSE_KEYS)] {
        line(format!("## {heading}\n\n| key | meaning | example |\n|---|---|---|"));
        for key in keys {
            let needed = if key.needed { " (needed)" } else { "" };
            line(format!("| `{}`{needed} | {} | `{}` |", key.name, key.meaning, key.example));
        }
        line(String::new());
    }
    line("## Limits of each rule\n\n| rule | unit | keys |\n|---|---|---|".to_owned());
    for rule in rules::all() {
        let keys: Vec<_> = rule.limit_keys.iter().map(|key| format!("`{}`", key.name)).collect();
        line(format!("| `{}`: {} | {} | {} |", rule.id, rule.name.en, rule.unit.name(), keys.join(", ")));
    }
    line("\n## Keys of limits\n\n| key | meaning | example |\n|---|---|---|".to_owned());
    for key in limit_keys() {
        line(format!("| `{}` | {} | `{}` |", key.name, key.meaning, key.example));
    }
    out
}

/// Every key of limits, each meaning once.
fn limit_keys() -> Vec<&'static Key> {
    let mut keys: Vec<&Key> = Vec::new();
    for key in rules::all().flat_map(|rule| rule.limit_keys) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.sort_by_key(|key| key.name);
    keys
}

/// A commented template of a profile with this id: it loads as it is, and shows every key.
pub fn template(id: &str) -> String {
    let mut out = String::from("#:schema ./profile.schema.json\n");
    let comment = |key: &Described, value: &str, out: &mut String| {
        let _ = writeln!(
            out,
            "\n# {}\n{}{} = {value}",
            key.meaning,
            if key.needed { "" } else { "# " },
            key.name
        );
    };
    for key in PROFILE_KEYS {
        let own = format!("\"{id}\"");
        comment(key, if key.name == "id" { &own } else { key.example }, &mut out);
    }
    out.push_str("\n# A clause for each demand, in the order of the notice.\n\n[[clause]]\n");
    for key in CLAUSE_KEYS {
        let shown = key.needed || ["severity", "rule", "limits"].contains(&key.name);
        let _ = writeln!(
            out,
            "# {}\n{}{} = {}",
            key.meaning,
            if shown { "" } else { "# " },
            key.name,
            key.example
        );
    }
    out.push_str("\n# The rules and the keys of their limits:\n");
    for rule in rules::all() {
        let keys: Vec<_> =
            rule.limit_keys.iter().map(|key| format!("{} = {}", key.name, key.example)).collect();
        let _ = writeln!(out, "#   {}: {}", rule.id, keys.join(", "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::Document;
    use super::*;
    use std::fs;
    use std::path::Path;

    #[test]
    fn the_template_loads_and_so_does_each_key_with_its_example() {
        let template = template("example");
        let plain = Document::from_toml(&template, None).unwrap();
        assert_eq!(plain.profile.id, "example");
        let optional = PROFILE_KEYS.iter().chain(CLAUSE_KEYS).filter(|key| !key.needed);
        let refused: Vec<_> = optional
            // These need, or exclude, another key.
            .filter(|key| {
                !["severity", "rule", "limits", "limits_from", "without", "based_on"].contains(&key.name)
            })
            .filter_map(|key| {
                let commented = format!("# {} = {}", key.name, key.example);
                assert!(template.contains(&commented), "{commented}");
                let with = template.replacen(&commented, &commented[2..], 1);
                Document::from_toml(&with, None).err().map(|errors| format!("{}: {errors}", key.name))
            })
            .collect();
        assert!(refused.is_empty(), "{refused:#?}");
        let based = template.replacen("# based_on", "based_on", 1).replacen("# without", "without", 1);
        assert!(Document::from_toml(&based, None).is_ok());
        let limits = "limits = { more_than = 51200 }";
        let from = template.replacen(limits, "limits_from = \"beijing-zikao-2022\"", 1);
        assert!(Document::from_toml(&from, None).is_ok());
    }

    /// Alone or beside the others that it needs.
    #[test]
    fn every_example_of_a_limit_loads() {
        let wrong: Vec<_> = rules::all()
            .flat_map(|rule| rule.limit_keys.iter().map(move |key| (rule, key)))
            .filter(|(rule, key)| {
                let with = |others: &[&str]| {
                    let own = format!("{} = {}", key.name, key.example);
                    let others = rule.limit_keys.iter().filter(|key| others.contains(&key.name));
                    let all: Vec<_> =
                        others.map(|key| format!("{} = {}", key.name, key.example)).chain([own]).collect();
                    let value: Value = toml::from_str(&all.join("\n")).unwrap();
                    let frames = [json!({ "px": [480, 640] }), json!({ "mm": [35, 45] })];
                    let mut frames = frames.iter().map(precheck_foundation::json::FromJson::read);
                    frames.any(|frame| (rule.read_limits)(&value, frame.ok()).is_ok())
                };
                let beside = [
                    &[][..],
                    &["min"],
                    &["max"],
                    &["max", "colours"],
                    &["colours"],
                    &["ratio"],
                    &["narrowest"],
                    &["widest"],
                ];
                // `unit` and `from` mean something for lengths in the picture only.
                let for_lengths = key.name == "unit" && rule.unit.axis().is_none();
                !for_lengths && !beside.iter().any(|others| !others.contains(&key.name) && with(others))
            })
            .map(|(rule, key)| (rule.id, key.name))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    /// `precheck profile schema` and `precheck profile reference` write them anew.
    #[test]
    fn the_committed_reference_and_schema_are_current() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
        let schema = fs::read_to_string(folder.join("profile.schema.json")).unwrap();
        assert!(
            schema == json_schema(),
            "profiles/profile.schema.json is not what `precheck profile schema` writes"
        );
        let readme = fs::read_to_string(folder.join("README.md")).unwrap();
        assert!(
            readme.ends_with(&markdown()),
            "profiles/README.md does not end with what `precheck profile reference` writes"
        );
    }
}
