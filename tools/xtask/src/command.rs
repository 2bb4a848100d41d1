//! Commands of xtask: named steps with their time, and programs whose failure names them.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use sha2::{Digest, Sha256};

/// What every command returns; the error's text is for the person at the terminal.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The repository's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new(".")).to_path_buf()
}

/// A program with the repository's root as its working directory.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// Cargo, of the toolchain that runs this command.
pub fn cargo() -> Command {
    program("cargo")
}

/// Announces a step, does the work, and says how long it took or that it failed.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    announced(name, name, work)
}

/// A step that may take long: says how long it usually takes on two free cores.
pub fn long_step<T>(name: &str, usual_time: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    announced(&format!("{name} ({usual_time})"), name, work)
}

fn announced<T>(announcement: &str, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n== {announcement}");
    let start = Instant::now();
    let done = work();
    let word = if done.is_ok() { "done" } else { "FAILED" };
    println!("== {name}: {word} in {:.1} s", start.elapsed().as_secs_f64());
    done
}

/// Runs a program, with our standard output and error.
///
/// # Errors
/// The program cannot be started, or fails.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}", shown(command)).into()) }
}

/// What a program writes to its standard output, if it ends with one of `codes`.
///
/// # Errors
/// The program cannot be started, ends with another code, or writes no UTF-8.
pub fn output(command: &mut Command, codes: &[i32]) -> Result<String> {
    let done = command.stderr(Stdio::inherit()).output()?;
    if done.status.code().is_some_and(|code| codes.contains(&code)) {
        Ok(String::from_utf8(done.stdout)?)
    } else {
        Err(format!("{}: {}", shown(command), done.status).into())
    }
}

/// The command as it would be typed.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
