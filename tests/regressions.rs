//! Bytes that once broke a statement of `tools/fuzz/` do not break it any more.

#[path = "../tools/fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

#[test]
fn what_the_fuzzer_found_stays_mended() {
    for (name, statement) in fuzz::STATEMENTS {
        let Ok(inputs) = fs::read_dir(Path::new("tools/fuzz/regressions").join(name)) else { continue };
        for input in inputs {
            let path = input.unwrap().path();
            // Named before, because a statement that does not hold panics.
            println!("{}", path.display());
            statement(&fs::read(&path).unwrap());
        }
    }
}
