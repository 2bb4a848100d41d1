//! An operator's own profiles: a folder of TOML files, read when the server starts.

use portrait_precheck::profile::{Document, builtin};
use std::fs;
use std::path::{Path, PathBuf};

/// Reads every `*.toml` of a folder.
///
/// # Errors
/// Everything that is wrong with any of them, a line each, or that the folder cannot be read.
pub fn own_profiles(folder: &Path) -> Result<Vec<Document>, String> {
    let unreadable = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let (mut documents, mut wrong): (Vec<Document>, Vec<String>) = (Vec::new(), Vec::new());
    for path in &files {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                wrong.push(unreadable(path, error));
                continue;
            }
        };
        match Document::from_toml(&text, Some(folder)) {
            Err(errors) => wrong.extend(errors.0.iter().map(|error| format!("{}: {error}", path.display()))),
            Ok(document) => {
                let id = &document.profile.id;
                if builtin(id).is_some() || documents.iter().any(|other| other.profile.id == *id) {
                    wrong.push(format!("{}: there is another profile with the id `{id}`", path.display()));
                }
                documents.push(document);
            }
        }
    }
    if files.is_empty() {
        wrong.push(format!("{}: no profile, which is a file *.toml", folder.display()));
    }
    if wrong.is_empty() { Ok(documents) } else { Err(wrong.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portrait_precheck::profile::reference::template;

    /// A folder of its own with these files.
    fn folder(name: &str, files: &[(&str, String)]) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("precheck-own-profiles-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn every_file_is_read_and_one_can_be_based_on_another() {
        let variant = "id = \"variant\"\nversion = \"1\"\ntitle = { zh = \"变体\", en = \"variant\" }\nbased_on = \"exam\"\n";
        let files = [
            ("exam.toml", template("exam")),
            ("variant.toml", variant.to_owned()),
            ("notes.txt", "?".into()),
        ];
        let folder = folder("good", &files);
        let read = own_profiles(&folder);
        fs::remove_dir_all(&folder).unwrap();
        let ids: Vec<_> = read.unwrap().into_iter().map(|document| document.profile.id).collect();
        assert_eq!(ids, ["exam", "variant"]);
    }

    #[test]
    fn all_mistakes_of_all_files_are_listed() {
        let files = [
            ("a.toml", template("a").replacen("version =", "verson =", 1)),
            ("b.toml", template("b").replacen("file-size", "file-sise", 1)),
            ("c.toml", template("chsi-graduation")),
        ];
        let folder = folder("bad", &files);
        let said = own_profiles(&folder).unwrap_err();
        fs::remove_dir_all(&folder).unwrap();
        let missing: Vec<_> = [
            "a.toml: line",
            "`version`",
            "b.toml: line",
            "did you mean `file-size`?",
            "c.toml: there is another",
        ]
        .into_iter()
        .filter(|words| !said.contains(words))
        .collect();
        assert!(missing.is_empty(), "{missing:?}: {said}");
        assert!(own_profiles(Path::new("/nowhere")).is_err());
    }
}
