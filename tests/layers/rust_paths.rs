//! Which modules the files of a crate name, found by parsing them: `use` trees, paths in code, types and attributes,
//! and whatever looks like a path in the arguments of a macro.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{ItemImpl, ItemMod, ItemUse, Macro, UseTree};

/// Segments of a path.
type Segments = Vec<String>;

/// The files of one crate.
pub struct Sources {
    pub files: Vec<Source>,
    /// What a module re-exports of its children: parent and name, child.
    re_exports: HashMap<(Segments, String), String>,
}

/// One file.
pub struct Source {
    pub file: PathBuf,
    /// The file's module, from the crate's root: `scene`, `face`. Empty for `lib.rs`.
    pub module: Segments,
    /// The paths into the crate that it names, from the crate's root.
    pub paths: Vec<Segments>,
    /// First segments of all other paths: crates, and names in scope.
    pub external: Vec<String>,
    traits: Vec<String>,
}

impl Sources {
    /// Parses all files of a source folder of the repository.
    pub fn read(folder: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(Result::unwrap);
        let paths = entries
            .map(walkdir::DirEntry::into_path)
            .filter(|path| path.extension().is_some_and(|e| e == "rs"));
        let mut sources = Self { files: Vec::new(), re_exports: HashMap::new() };
        for path in paths {
            let file = path.strip_prefix(&folder).unwrap().to_path_buf();
            sources.add(file, &fs::read_to_string(&path).unwrap());
        }
        sources
    }

    fn add(&mut self, file: PathBuf, text: &str) {
        let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let module = module_of(&file);
        let mut visitor = Visitor { module: module.clone(), ..Visitor::default() };
        visitor.visit_file(&syntax);
        for path in visitor.external.iter().filter(|path| path.len() > 1) {
            self.re_exports.insert((module.clone(), path[path.len() - 1].clone()), path[0].clone());
        }
        let external = visitor.external.into_iter().map(|path| path[0].clone()).collect();
        self.files.push(Source { file, module, paths: visitor.paths, external, traits: visitor.traits });
    }

    /// The top-level module that a path leads to, directly or by what `lib.rs` re-exports.
    pub fn top_level_module(&self, path: &[String]) -> Option<String> {
        self.child(&[], path.first()?)
    }

    /// The child of a top-level module that a path leads to.
    pub fn module_in(&self, parent: &str, path: &[String]) -> Option<String> {
        match path {
            [first, second, ..] if first == parent => self.child(&[parent.to_owned()], second),
            _ => None,
        }
    }

    /// The module of which `parent` offers `name`.
    fn child(&self, parent: &[String], name: &str) -> Option<String> {
        let is_module = |source: &Source| {
            source.module.len() > parent.len()
                && source.module.starts_with(parent)
                && source.module[parent.len()] == name
        };
        if self.files.iter().any(is_module) {
            return Some(name.to_owned());
        }
        self.re_exports.get(&(parent.to_vec(), name.to_owned())).cloned()
    }
}

impl Source {
    /// Whether the file implements a trait of this name.
    pub fn implements(&self, name: &str) -> bool {
        self.traits.iter().any(|other| other == name)
    }
}

/// `scene/face/mod.rs` and `scene/face.rs` are both the module `scene::face`.
fn module_of(file: &Path) -> Segments {
    let segments = file.with_extension("");
    let segments = segments.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    segments.filter(|name| name != "mod" && name != "lib").collect()
}

/// Collects the paths of one file.
#[derive(Default)]
struct Visitor {
    /// The module of the code that is being visited.
    module: Segments,
    paths: Vec<Segments>,
    external: Vec<Segments>,
    traits: Vec<String>,
}

impl Visitor {
    /// Sorts a path by its first segment.
    fn add(&mut self, path: Segments) {
        let parents = path.iter().take_while(|name| *name == "super").count();
        match path.first().map(String::as_str) {
            Some("crate") => self.paths.push(path[1..].to_vec()),
            Some("self") => self.paths.push([&self.module, &path[1..]].concat()),
            Some("super") => {
                let kept = self.module.len().saturating_sub(parents);
                self.paths.push([&self.module[..kept], &path[parents..]].concat());
            }
            Some(_) => self.external.push(path),
            None => {}
        }
    }

    fn add_tree(&mut self, mut before: Segments, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.add_tree(before, &path.tree);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(before.clone(), tree)),
            UseTree::Name(name) if name.ident == "self" => self.add(before),
            UseTree::Name(name) => self.add([before, vec![name.ident.to_string()]].concat()),
            UseTree::Rename(rename) if rename.ident == "self" => self.add(before),
            UseTree::Rename(rename) => self.add([before, vec![rename.ident.to_string()]].concat()),
            UseTree::Glob(_) => self.add(before),
        }
    }
}

impl<'ast> Visit<'ast> for Visitor {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add_tree(Vec::new(), &item.tree);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let name = item.trait_.as_ref().and_then(|implemented| implemented.0.segments.last());
        self.traits.extend(name.map(|segment| segment.ident.to_string()));
        visit::visit_item_impl(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, node: &'ast Macro) {
        let text = node.tokens.to_string().replace(" :: ", "::");
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        for word in words.map(|word| word.trim_matches(':')).filter(|word| word.contains("::")) {
            self.add(word.split("::").map(str::to_owned).collect());
        }
        visit::visit_macro(self, node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> Sources {
        let mut sources = Sources { files: Vec::new(), re_exports: HashMap::new() };
        files.iter().for_each(|(file, text)| sources.add(file.into(), text));
        sources
    }

    #[test]
    fn every_way_to_name_a_module_is_found() {
        let cases = [
            ("use crate::a;", "a"),
            ("use crate::{x, a::{c, self}};", "a"),
            ("use crate::{x, y::{c, self}, a::*};", "a"),
            ("pub(crate) use crate::a::b as c;", "a"),
            ("use super::a::b;", "a"),
            ("mod tests { use super::super::{x, a}; }", "a"),
            ("fn f() -> crate::a::B { todo!() }", "a"),
            ("fn f() { g::<crate::a::B>(); }", "a"),
            ("impl crate::a::B for C {}", "a"),
            ("#[cfg(test)] mod tests { fn f() { crate::a::b(); } }", "a"),
            ("fn f() { println!(\"{}\", crate::a::b()); }", "a"),
            ("macro_rules! m { () => { $crate::a::b() } }", "a"),
            ("use crate::Offered;", "a"),
            ("// crate::a\nconst TEXT: &str = \"crate::a\";", ""),
        ];
        let mut wrong = Vec::new();
        for (text, expected) in cases {
            let lib = ("lib.rs", "pub mod a; mod y; pub use a::Offered;");
            let sources = sources(&[lib, ("a.rs", ""), ("y/mod.rs", text)]);
            let source = &sources.files[2];
            let found = source.paths.iter().filter_map(|path| sources.top_level_module(path));
            let found: Vec<_> = found.filter(|name| name != "y").collect();
            if found.first().map_or("", String::as_str) != expected {
                wrong.push((text, found));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_rule_is_recognised_directly_and_by_what_its_parent_re_exports() {
        let sources =
            sources(&[("rules/mod.rs", "pub use size::LIMIT;"), ("rules/size.rs", "impl Rule for Size {}")]);
        let path = |text: &str| text.split("::").map(str::to_owned).collect::<Vec<_>>();
        for text in ["rules::size::LIMIT", "rules::LIMIT"] {
            assert_eq!(sources.module_in("rules", &path(text)).as_deref(), Some("size"), "{text}");
        }
        assert_eq!(sources.module_in("rules", &path("scene::size")), None);
        assert!(sources.files[1].implements("Rule") && !sources.files[0].implements("Rule"));
    }
}
