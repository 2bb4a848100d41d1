//! All Rust tests. A test that needs files from outside is `#[ignore = "needs VARIABLE: what"]` and runs where the
//! variable is set.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::command::{Result, cargo, run, shown};
use crate::test::Outcome;

/// cargo's arguments for the tests of all packages but this one.
pub const ALL: [&str; 4] = ["test", "--workspace", "--exclude", "xtask"];

/// The names of environment variables begin like this.
const OURS: &str = "PRECHECK_";

/// A test that was not run.
#[derive(Debug, PartialEq)]
struct Ignored {
    name: String,
    reason: String,
}

/// Runs the tests of all packages, then those ignored ones for which everything is there.
///
/// # Errors
/// A test fails, or something does not compile.
pub fn run_all() -> Result<Outcome> {
    let ignored = run_and_collect(cargo().args(ALL).arg("--no-fail-fast"))?;
    // The profile in which xtask is compiled already.
    run(cargo().args(["test", "--profile", "local", "--package", "xtask"]))?;
    let (ready, left_out): (Vec<_>, Vec<_>) = ignored.into_iter().partition(Ignored::can_run);
    if !ready.is_empty() {
        let names = ready.iter().map(|test| &test.name);
        run(cargo().args(ALL).args(["--tests", "--no-fail-fast", "--", "--ignored", "--exact"]).args(names))?;
    }
    Ok(Outcome::Passed(left_out.iter().map(|test| format!("{}, {}", test.name, test.reason)).collect()))
}

/// Runs `cargo test`, prints its output, and collects the ignored tests.
fn run_and_collect(command: &mut Command) -> Result<Vec<Ignored>> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut ignored = Vec::new();
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines()) {
        let line = line?;
        println!("{line}");
        ignored.extend(Ignored::parse(&line));
    }
    let status = child.wait()?;
    if status.success() { Ok(ignored) } else { Err(format!("{}: {status}", shown(command)).into()) }
}

impl Ignored {
    /// Reads a line such as `test tests::name ... ignored, needs PRECHECK_X: a file`.
    fn parse(line: &str) -> Option<Self> {
        let (name, result) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
        let reason = result.strip_prefix(", ").unwrap_or("no reason given");
        Some(Self { name: name.to_owned(), reason: reason.to_owned() })
    }

    /// Whether the reason names variables and all of them are set.
    fn can_run(&self) -> bool {
        let variables = self.variables();
        !variables.is_empty() && variables.iter().all(|name| env::var_os(name).is_some())
    }

    fn variables(&self) -> Vec<&str> {
        let words = self.reason.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        words.filter(|word| word.starts_with(OURS)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_tests_are_found_with_what_they_need() {
        let line = "test read::names ... ignored, needs PRECHECK_PORTRAITS and PRECHECK_TABLE: files";
        let test = Ignored::parse(line).unwrap();
        assert_eq!(test.name, "read::names");
        assert_eq!(test.variables(), ["PRECHECK_PORTRAITS", "PRECHECK_TABLE"]);
        let test = Ignored::parse("test src/lib.rs - f (line 3) ... ignored").unwrap();
        assert!(test.variables().is_empty() && !test.can_run());
        assert_eq!(Ignored::parse("test a ... ok"), None);
    }
}
