//! Installs what the commands need: Debian packages by apt, the wasm target by rustup, wasm-bindgen's test runner by
//! cargo, the JavaScript tools by npm. What is there already is not touched.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::command::{Result, cargo, program, root, run};
use crate::wasm::TARGET;

/// The version of the crate `wasm-bindgen` in Cargo.toml: its tests run only under a runner of the same version.
const WASM_BINDGEN: &str = "0.2.130";

/// Runs the tests of the WebAssembly module in a headless browser.
const TEST_RUNNER: &str = "wasm-bindgen-test-runner";

/// A program, and the Debian package that contains it.
pub struct Tool {
    program: &'static str,
    package: &'static str,
    /// Arguments with which it succeeds if it is complete.
    probe: &'static [&'static str],
}

impl Tool {
    const fn new(program: &'static str, package: &'static str) -> Self {
        Self { program, package, probe: &[] }
    }

    fn is_installed(&self) -> bool {
        let complete = || {
            let mut probe = program(self.program);
            probe.args(self.probe).stdout(Stdio::null()).stderr(Stdio::null());
            probe.status().is_ok_and(|status| status.success())
        };
        find(self.program).is_some() && (self.probe.is_empty() || complete())
    }
}

/// Runs the site builder, wasm-opt and the browser tests.
pub const NODE: Tool = Tool::new("node", "nodejs");
/// Installs the JavaScript tools.
pub const NPM: Tool = Tool::new("npm", "npm");
/// The browser of the tests.
pub const CHROMIUM: Tool = Tool::new("chromium", "chromium");
/// Controls the browser in the tests of the modules.
pub const CHROMEDRIVER: Tool = Tool::new("chromedriver", "chromium-driver");
/// A second browser, for parity and a smoke test.
pub const FIREFOX: Tool = Tool::new("firefox-esr", "firefox-esr");
/// Controls a third one, WebKitGTK, with the engine of Safari but not Safari; its browser comes with it.
pub const WEBKIT_DRIVER: Tool = Tool::new("WebKitWebDriver", "webkit2gtk-driver");
/// The screen of browsers that need one.
pub const SCREEN: Tool = Tool::new("xvfb-run", "xvfb");
/// libjpeg-turbo's decoder, for comparison in the benchmark.
pub const DJPEG: Tool = Tool::new("djpeg", "libjpeg-turbo-progs");
/// Compiles libFuzzer.
pub const CXX: Tool = Tool::new("c++", "g++");
/// Installs the tools that come as Python packages, in environments of their own.
const PYTHON: Tool =
    Tool { program: "python3", package: "python3-venv", probe: &["-c", "import venv, ensurepip"] };

/// The path of a program on the PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Makes sure of the given tools, by apt where this user may.
///
/// # Errors
/// Something is missing and may not be installed: the text says what to run.
pub fn need(tools: &[Tool]) -> Result<()> {
    let missing: Vec<&str> =
        tools.iter().filter(|tool| !tool.is_installed()).map(|tool| tool.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("missing Debian packages; please run: sudo apt-get install {}", missing.join(" "));
    let prefix = apt_prefix().ok_or_else(|| by_hand.clone())?;
    let apt = |words: &[&str]| {
        let mut line = prefix.iter().chain(words).copied();
        let mut command = program(line.next().unwrap_or("apt-get"));
        command.args(line).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
        run(&mut command)
    };
    println!("installing Debian packages: {} install {}", prefix.join(" "), missing.join(" "));
    apt(&["update", "--quiet"])
        .and_then(|()| apt(&[&["install", "--yes", "--no-install-recommends"], &missing[..]].concat()))
        .map_err(|error| format!("{error}\n{by_hand}").into())
}

/// How this user calls apt-get without a password: as root, by sudo, or not at all.
fn apt_prefix() -> Option<&'static [&'static str]> {
    find("apt-get")?;
    let quiet = |words: &[&str]| {
        let (name, rest) = words.split_first()?;
        program(name).args(rest).stderr(Stdio::null()).output().ok().filter(|done| done.status.success())
    };
    if quiet(&["id", "-u"])?.stdout == b"0\n" {
        return Some(&["apt-get"]);
    }
    quiet(&["sudo", "-n", "true"]).map(|_| &["sudo", "-n", "apt-get"][..])
}

/// Makes sure of Python with `venv` and `pip`.
///
/// # Errors
/// Those of [`need`].
pub fn need_python() -> Result<()> {
    need(&[PYTHON])
}

/// Makes sure that the compiler has the modules' target.
///
/// # Errors
/// rustup cannot add it.
pub fn need_wasm_target() -> Result<()> {
    let library = program("rustc").args(["--print", "target-libdir", "--target", TARGET]).output()?;
    if Path::new(String::from_utf8_lossy(&library.stdout).trim()).is_dir() {
        return Ok(());
    }
    run(program("rustup").args(["target", "add", TARGET]))
}

/// wasm-bindgen's test runner, installed on first use (once, about three minutes). Nothing else of `wasm-bindgen-cli`
/// is used: the generator is a library of this crate.
///
/// # Errors
/// cargo cannot install it.
pub fn wasm_test_runner() -> Result<PathBuf> {
    let tools = root().join("target/tools");
    let installed = tools.join(format!("{TEST_RUNNER}-{WASM_BINDGEN}"));
    let runner = installed.join("bin").join(TEST_RUNNER);
    if !runner.is_file() {
        println!("installing {TEST_RUNNER} {WASM_BINDGEN} into target/tools (once, about three minutes)");
        // Without its default features: TLS, which nothing here needs. Unoptimised: compiled in half the time.
        run(cargo()
            .args(["install", "wasm-bindgen-cli", "--version", WASM_BINDGEN])
            .args(["--no-default-features", "--debug", "--bin", TEST_RUNNER, "--root"])
            .arg(&installed)
            .arg("--target-dir")
            .arg(tools.join("build"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
        fs::remove_dir_all(tools.join("build"))?;
    }
    Ok(runner)
}

/// The folder of the JavaScript tools' programs, installed from package-lock.json when that has changed.
///
/// # Errors
/// npm cannot install them.
pub fn npm_programs() -> Result<PathBuf> {
    need(&[NODE, NPM])?;
    let modules = root().join("node_modules");
    let (lock, installed) = (root().join("package-lock.json"), modules.join(".installed-lock.json"));
    if fs::read(&lock)? != fs::read(&installed).unwrap_or_default() {
        run(program("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
        fs::copy(&lock, &installed)?;
    }
    Ok(modules.join(".bin"))
}
