//! Inputs that once broke a statement of `tools/fuzz/` do not break it any more.

#[path = "../tools/fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

#[test]
fn inputs_that_the_fuzzer_found_stay_fixed() {
    let folder = Path::new("tools/fuzz/regressions");
    let targets: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!targets.is_empty(), "no regressions in {}", folder.display());
    for target in targets {
        let known = fuzz::STATEMENTS.iter().find(|(name, _)| target == **name);
        let (_, statement) = known.unwrap_or_else(|| panic!("{target:?} is no fuzz target"));
        for input in fs::read_dir(folder.join(&target)).unwrap() {
            let path = input.unwrap().path();
            // Printed first, because a statement that does not hold panics.
            println!("{}", path.display());
            statement(&fs::read(&path).unwrap());
        }
    }
}
