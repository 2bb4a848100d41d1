//! What most commands need before they begin: the profile and the models.

use crate::args::ProfileArgs;
use crate::exit::CliError;
use portrait_precheck::models::ModelSet;
use portrait_precheck::profile::{Budget, Document};
use portrait_precheck::{Profile, profile};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::path::Path;
use std::{fs, io};

const UNKNOWN_PROFILE: LocalizedStr = LocalizedStr {
    zh: "没有名为“{name}”的公告，也没有这个文件。可用的公告：{known}。",
    en: "there is no profile and no file `{name}`; the profiles are {known}.",
};

const NO_BUDGET: LocalizedStr = LocalizedStr {
    zh: "公告“{name}”没有写明 budget（限值至多可以让多少好照片存疑或误判），因此无法定出限值；写法见 precheck profile reference。",
    en: "the profile `{name}` has no `budget`, what limits may cost people with good photos, so that none can be proposed; `precheck profile reference` explains it.",
};

/// The models that are built into the program.
pub fn embedded_models() -> Result<ModelSet, CliError> {
    ModelSet::embedded().map_err(|error| CliError::Message(LocalizedString::same(error.to_string())))
}

/// The built-in profile with this id, or else the one in this TOML file.
pub fn load_profile(args: &ProfileArgs) -> Result<Profile, CliError> {
    load_document(&args.profile).map(|document| document.profile)
}

/// The same with its budget, without which limits cannot be tuned.
pub fn load_budgeted(args: &ProfileArgs) -> Result<(Profile, Budget), CliError> {
    let Document { profile, budget, .. } = load_document(&args.profile)?;
    let missing = || CliError::text(NO_BUDGET, &[("name", LocalizedString::same(&*profile.id))]);
    budget.ok_or_else(missing).map(|budget| (profile, budget))
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
