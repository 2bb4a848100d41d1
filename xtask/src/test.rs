//! Everything that must be green, in the order in which a failure is cheapest to find.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::step::{Result, cargo, program, root, run, step};
use crate::tools::{self, CHROMEDRIVER, CHROMIUM, NODE, NPM};
use crate::wasm::{self, Finish, TARGET};
use crate::{browser, budget, parity};

/// Where the labelled portraits lie; they are no part of the project.
const PORTRAITS: &str = "PRECHECK_PORTRAITS";

/// Runs all steps, up to the first that fails.
///
/// # Errors
/// A step fails; it has said why.
pub fn test() -> Result<()> {
    step("tools", tools)?;
    step("formatting", || run(cargo().args(["fmt", "--all", "--check"])))?;
    step("lints", || run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])))?;
    step("lints of the module", || {
        let module = ["clippy", "--package", "portrait-precheck", "--lib", "--target", TARGET];
        run(cargo().args(module).args(["--", "-D", "warnings"]))
    })?;
    step("tests", || run(cargo().args(["test", "--workspace"])))?;
    step("module", || wasm::build(Finish::Optimised))?;
    step("size of the module", budget::budget)?;
    step("tests of the module", wasm::test)?;
    step("types of the pages", || run(program(tools::npm_programs()?.join("tsc")).args(["--project", "."])))?;
    step("pages", page_tests)?;
    step("parity", || parity::parity(&photos()))?;
    println!("\nall green");
    Ok(())
}

fn tools() -> Result<()> {
    tools::need(&[NODE, NPM, CHROMIUM, CHROMEDRIVER])?;
    tools::need_wasm_target()?;
    tools::wasm_bindgen()?;
    tools::npm_programs().map(|_| ())
}

/// The tests of `tests/browser`: the real pages on the real server in the real browser.
fn page_tests() -> Result<()> {
    run(cargo().args(["build", "--package", "precheck-server"]))?;
    let folder = root().join("tests/browser");
    let mut tests: Vec<PathBuf> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    tests.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    tests.sort();
    let server = root().join("target/debug/precheck-server");
    run(browser::node()?.arg("--test").args(tests).env("PRECHECK_SERVER", server))
}

/// The photos to compare: our own, and the labelled portraits where they are.
fn photos() -> Vec<PathBuf> {
    let portraits = env::var_os(PORTRAITS).map(PathBuf::from);
    if portraits.is_none() {
        println!("without {PORTRAITS} only the fixtures are compared");
    }
    [root().join("tests/fixtures")].into_iter().chain(portraits).collect()
}
