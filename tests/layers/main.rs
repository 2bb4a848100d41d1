//! Modules and packages depend only on those before them in the tables below. ARCHITECTURE.md explains the order.

mod fallbacks;
mod manifests;
mod rust_paths;

use rust_paths::{Source, Sources};

/// The top-level modules of the checker, lowest first.
const CHECKER: [&str; 10] =
    ["models", "scene", "rules", "measurements", "profile", "report", "check", "iso", "self_test", "wasm"];

/// The top-level modules of `precheck-imaging`, lowest first.
const IMAGING: [&str; 5] = ["colour", "raster", "jpeg", "container", "decode"];

/// The packages of the workspace, lowest first; those of one row do not depend on each other.
const PACKAGES: [&[&str]; 6] = [
    &["precheck-foundation", "precheck-simulator"],
    &["precheck-imaging"],
    &["precheck-inference"],
    &["portrait-precheck"],
    &[
        "precheck-preflight",
        "precheck-cli",
        "precheck-server",
        "precheck-bench",
        "precheck-profile-summaries",
        "xtask",
    ],
    &["precheck-campaign"],
];

/// The crates that give access to JavaScript.
const JAVASCRIPT: [&str; 4] = ["js-sys", "serde-wasm-bindgen", "wasm-bindgen", "web-sys"];

/// The packages that may use them, each in a module `wasm` or as a thin shell for browsers.
const BINDINGS: [&str; 3] = ["portrait-precheck", "precheck-preflight", "precheck-bench"];

#[test]
fn modules_use_only_modules_before_them() {
    let mut wrong = Vec::new();
    for (folder, order) in [("src", &CHECKER[..]), ("crates/imaging/src", &IMAGING[..])] {
        let sources = Sources::read(folder);
        assert!(sources.files.len() > order.len(), "{folder}: only {} files", sources.files.len());
        wrong.extend(sources.files.iter().flat_map(|source| misplaced(&sources, source, order)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is wrong with the modules that a file uses.
fn misplaced(sources: &Sources, source: &Source, order: &[&str]) -> Vec<String> {
    let position = |module: &str| order.iter().position(|other| *other == module);
    // lib.rs lists and re-exports the modules.
    let Some(own) = source.module.first() else { return Vec::new() };
    let Some(own_position) = position(own) else { return vec![format!("`{own}` is missing in the order")] };
    let used = source.paths.iter().filter_map(|path| sources.top_level_module(path));
    used.filter(|other| position(other).is_none_or(|other| other > own_position))
        .map(|other| format!("{} uses {other}", source.file.display()))
        .collect()
}

#[test]
fn no_rule_uses_another_rule() {
    let sources = Sources::read("src");
    let rules: Vec<&Source> = sources.files.iter().filter(|source| source.implements("Rule")).collect();
    assert!(rules.len() > 40, "only {} rules", rules.len());
    let mut wrong = Vec::new();
    for rule in &rules {
        for path in &rule.paths {
            let used = sources.module_in("rules", path);
            let other = rules.iter().find(|other| other.module.last() == used.as_ref());
            if other.is_some_and(|other| other.module != rule.module) {
                wrong.push(format!("{} uses {}", rule.file.display(), path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A part that the picture does not show is `Unmeasurable`, and never passes as a number that nobody measured.
#[test]
fn no_measurement_falls_back_on_a_number() {
    let sources = Sources::read("src");
    let measures = |source: &&Source| {
        let scene = source.file.starts_with("scene") && !source.file.starts_with("scene/testing");
        let network = source.file.starts_with("scene/face");
        source.implements("Rule") || scene && !network
    };
    let measuring: Vec<&Source> = sources.files.iter().filter(measures).collect();
    assert!(measuring.len() > 60, "only {} files", measuring.len());
    let wrong: Vec<String> = measuring.iter().flat_map(|source| fallbacks::in_file(&source.file)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_bindings_use_javascript() {
    let crates = JAVASCRIPT.map(|name| name.replace('-', "_"));
    let sources = Sources::read("src");
    let outside =
        sources.files.iter().filter(|source| source.module.first().is_some_and(|top| top != "wasm"));
    let wrong: Vec<_> = outside
        .filter(|source| source.external.iter().any(|name| crates.contains(name)))
        .map(|source| &source.file)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let wrong: Vec<_> = manifests::read()
        .into_iter()
        .filter(|package| !BINDINGS.contains(&package.name.as_str()))
        .filter(|package| package.dependencies.iter().any(|name| JAVASCRIPT.contains(&name.as_str())))
        .map(|package| package.name)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn packages_depend_only_on_packages_before_them() {
    let row = |name: &str| PACKAGES.iter().position(|row| row.contains(&name));
    let packages = manifests::read();
    assert!(packages.len() > 6, "only {} packages", packages.len());
    let mut wrong = Vec::new();
    for package in &packages {
        let Some(own) = row(&package.name) else {
            wrong.push(format!("`{}` is missing in the order", package.name));
            continue;
        };
        let ours = package
            .dependencies
            .iter()
            .chain(&package.dev_dependencies)
            .filter_map(|name| Some((name, row(name)?)));
        wrong.extend(
            ours.filter(|(_, other)| *other >= own).map(|(name, _)| format!("{} uses {name}", package.name)),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
