//! Which packages the packages of the workspace depend on, by their `Cargo.toml`.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

/// One package of the workspace.
pub struct Package {
    pub name: String,
    /// What it is built from, on any platform.
    pub dependencies: Vec<String>,
    /// What its tests use beside that.
    pub dev_dependencies: Vec<String>,
}

/// All packages of the repository.
pub fn read() -> Vec<Package> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut manifests = vec![root.join("Cargo.toml")];
    for folder in ["crates", "tools"] {
        let members = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        manifests.extend(members.map(|member| member.join("Cargo.toml")).filter(|path| path.is_file()));
    }
    let manifests = manifests.iter().map(|path| fs::read_to_string(path).unwrap().parse::<Table>().unwrap());
    // The fuzz targets are a workspace of their own.
    manifests
        .filter(|manifest| manifest["package"]["name"].as_str() != Some("portrait-precheck-fuzz"))
        .map(package)
        .collect()
}

fn package(manifest: Table) -> Package {
    let platforms = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let tables: Vec<&Table> = platforms.filter_map(Value::as_table).chain([&manifest]).collect();
    let names = |kind: &str| -> Vec<String> {
        let found = tables.iter().filter_map(|table| table.get(kind)?.as_table());
        found.flat_map(Table::keys).cloned().collect()
    };
    Package {
        name: manifest["package"]["name"].as_str().unwrap().to_owned(),
        dependencies: [names("dependencies"), names("build-dependencies")].concat(),
        dev_dependencies: names("dev-dependencies"),
    }
}
