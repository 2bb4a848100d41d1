//! What most commands need before they begin: the profile and the models.

use crate::args::ProfileArgs;
use crate::exit::CliError;
use portrait_precheck::models::ModelSet;
use portrait_precheck::profile::Document;
use portrait_precheck::{Profile, profile};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::path::Path;
use std::{fs, io};

const UNKNOWN_PROFILE: LocalizedStr = LocalizedStr {
    zh: "没有名为“{name}”的公告，也没有这个文件。可用的公告：{known}。",
    en: "there is no profile and no file `{name}`; the profiles are {known}.",
};

/// The models that are built into the program.
pub fn embedded_models() -> Result<ModelSet, CliError> {
    ModelSet::embedded().map_err(|error| CliError::Message(LocalizedString::same(error.to_string())))
}

/// The built-in profile with this id, or else the one in this TOML file.
pub fn load_profile(args: &ProfileArgs) -> Result<Profile, CliError> {
    load_document(&args.profile).map(|document| document.profile)
}

/// The same with what it says of its notice.
pub fn load_document(name: &str) -> Result<Document, CliError> {
    if let Some(document) = profile::shipped().find(|document| document.profile.id == name) {
        return Ok(document);
    }
    let path = Path::new(name);
    match fs::read_to_string(path) {
        Ok(text) => Document::from_toml(&text, path.parent()).map_err(|errors| CliError::file(path, &errors)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let known: Vec<_> = profile::builtins().map(|profile| profile.id).collect();
            let known = LocalizedString { zh: known.join("、"), en: known.join(", ") };
            Err(CliError::text(UNKNOWN_PROFILE, &[("name", LocalizedString::same(name)), ("known", known)]))
        }
        Err(error) => Err(CliError::file(path, &error)),
    }
}
