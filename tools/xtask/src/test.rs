//! Everything that must be green, in the order in which a failure is cheapest to find.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::step::{Result, cargo, program, root, run, shown, step};
use crate::tools::{self, CHROMEDRIVER, CHROMIUM, CXX, NODE, NPM};
use crate::wasm::{self, Finish, TARGET};
use crate::{browser, fuzz, parity, site, types};

/// Where the labelled portraits lie; they are no part of the project.
pub const PORTRAITS: &str = "PRECHECK_PORTRAITS";

/// How `schemathesis.sh` says that there is no python to run it with.
const NO_PYTHON: i32 = 77;

/// Runs all steps, up to the first that fails.
///
/// # Errors
/// A step fails; it has said why.
pub fn test() -> Result<()> {
    step("tools", tools)?;
    step("formatting", || run(cargo().args(["fmt", "--all", "--check"])))?;
    step("lints", || run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])))?;
    step("lints of the module", || {
        let packages = ["portrait-precheck", "precheck-bench", "precheck-preflight"];
        let packages = packages.into_iter().flat_map(|name| ["--package", name]);
        let module = ["--lib", "--target", TARGET, "--", "-D", "warnings"];
        run(cargo().arg("clippy").args(packages).args(module))
    })?;
    step("tests", || run(cargo().args(["test", "--workspace"])))?;
    step("fuzzing", fuzz::smoke)?;
    step("site", || site::build(Finish::Optimised))?;
    step("tests of the module", wasm::test)?;
    step("types of the report", types::check)?;
    step("types of the pages", || run(program(tools::npm_programs()?.join("tsc")).args(["--project", "."])))?;
    step("server", || run(cargo().args(["build", "--package", "precheck-server"])))?;
    step("answers of the server", answers)?;
    step("pages", page_tests)?;
    step("parity", || parity::parity(&photos()))?;
    println!("\nall green");
    Ok(())
}

fn tools() -> Result<()> {
    tools::need(&[NODE, NPM, CHROMIUM, CHROMEDRIVER, CXX])?;
    tools::need_wasm_target()?;
    tools::npm_programs().map(|_| ())
}

/// The program that the pages and the tester of the API talk to.
fn server() -> PathBuf {
    root().join("target/debug/precheck-server")
}

/// Asks the server whatever its OpenAPI document allows, and more.
fn answers() -> Result<()> {
    let mut tester = program("sh");
    tester.arg("crates/server/tests/schemathesis.sh").arg(server());
    let status = tester.status()?;
    match status.code() {
        // It has said what is missing.
        Some(0 | NO_PYTHON) => Ok(()),
        _ => Err(format!("{}: {status}", shown(&tester)).into()),
    }
}

/// The tests of `tests/browser`: the real pages on the real server in the real browser.
fn page_tests() -> Result<()> {
    let folder = root().join("tests/browser");
    let mut tests: Vec<PathBuf> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    tests.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    tests.sort();
    run(browser::node()?
        .arg("--test")
        .args(tests)
        .env("PRECHECK_SERVER", server())
        .env("PRECHECK_SITE", site::folder()))
}

/// The photos to compare: our own, and the labelled portraits where they are.
fn photos() -> Vec<PathBuf> {
    let portraits = env::var_os(PORTRAITS).map(PathBuf::from);
    if portraits.is_none() {
        println!("without {PORTRAITS} only the fixtures are compared");
    }
    [root().join("tests/fixtures")].into_iter().chain(portraits).collect()
}
