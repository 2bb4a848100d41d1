//! Builds the WebAssembly modules into `www/package/pkg`: the checker with 128-bit SIMD and without, and the small
//! preflight module, which a page loads first.
//!
//! cargo compiles, wasm-bindgen writes the JavaScript beside the module, wasm-opt makes it smaller and faster. A module
//! whose compiled form did not change is not written again. The models go into `www/package/models`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::command::{Result, cargo, program, root, run, sha256};
use crate::tools::{self, CHROMEDRIVER, CHROMIUM};
use crate::{models, profile_summaries};

/// The platform of all modules.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The instruction set of a module.
#[derive(Clone, Copy)]
struct InstructionSet {
    name: &'static str,
    target_feature: &'static str,
    /// Optimisation level of [`LEVELLED`], see `[profile.wasm]`.
    level: &'static str,
}

const SIMD: InstructionSet = InstructionSet { name: "simd", target_feature: "+simd128", level: "3" };
/// For browsers without SIMD and for the preflight module. Optimised for size, to stay within their limits.
const SCALAR: InstructionSet = InstructionSet { name: "scalar", target_feature: "-simd128", level: "'s'" };

/// The packages that are built for speed or for size: what looks at pixels, and the hash.
const LEVELLED: [&str; 2] = ["precheck-imaging", "sha2"];

/// What wasm-opt is asked for: speed, or what takes least where that is not enough.
const QUICK: &[&str] = &["-O3"];
const SMALL: &[&str] = &["-Os", "--converge"];

/// A module of `www/package/pkg`.
pub struct Build {
    /// Its folder there.
    pub name: &'static str,
    package: &'static str,
    library: &'static str,
    instructions: InstructionSet,
    optimisation: &'static [&'static str],
}

/// The checker for today's browsers.
const QUICKEST: Build = checker(SIMD, QUICK);

/// The checker; a page takes the first build that runs and passes its self-test.
pub const BUILDS: [Build; 2] = [QUICKEST, checker(SCALAR, SMALL)];

/// Reads the file's header, before the checker is loaded.
pub const PREFLIGHT: Build = preflight(SCALAR);

const fn preflight(instructions: InstructionSet) -> Build {
    let optimisation = QUICK;
    Build {
        name: "preflight",
        package: "precheck-preflight",
        library: "preflight",
        instructions,
        optimisation,
    }
}

const fn checker(instructions: InstructionSet, optimisation: &'static [&'static str]) -> Build {
    let name = instructions.name;
    Build { name, package: "portrait-precheck", library: "portrait_precheck", instructions, optimisation }
}

/// A quarter of LLVM's default threshold where speed counts (`-inline-threshold` would also raise it where size does): 9 kB
/// smaller (of 178, compressed), and no stage of the benchmark is slower.
const INLINING: &str = "-Cllvm-args=-inlinedefault-threshold=60";

/// How much a build is optimised.
#[derive(Clone, Copy, PartialEq)]
pub enum Finish {
    /// As it is published.
    Optimised,
    /// For the browsers of this machine: with SIMD only, which halves the time to build.
    Local,
    /// Like `Local`, without link-time optimisation and wasm-opt. The module writes on the console that it is a
    /// development build.
    Development,
}

impl Finish {
    /// The profile in Cargo.toml.
    fn profile(self) -> &'static str {
        match self {
            Self::Optimised | Self::Local => "wasm",
            Self::Development => "wasm-dev",
        }
    }

    fn builds(self) -> Vec<Build> {
        match self {
            Self::Optimised => BUILDS.into_iter().chain([PREFLIGHT]).collect(),
            Self::Local | Self::Development => vec![QUICKEST, preflight(SIMD)],
        }
    }
}

impl Build {
    /// The two files that a browser loads for this build: the JavaScript and the module.
    pub fn files(&self) -> [PathBuf; 2] {
        files(&self.folder(), self.library)
    }

    fn folder(&self) -> PathBuf {
        root().join("www/package/pkg").join(self.name)
    }
}

impl InstructionSet {
    /// A folder of its own: cargo gives builds for other instruction sets the same file name.
    fn target_folder(&self) -> PathBuf {
        root().join("target/wasm").join(self.name)
    }
}

/// Builds the modules.
///
/// # Errors
/// A tool is missing, or fails.
pub fn build(finish: Finish) -> Result<()> {
    tools::need_wasm_target()?;
    models::write_into(&root().join("www/package/models"))?;
    profile_summaries::write()?;
    for build in finish.builds() {
        let compiled = compile(&build, finish)?;
        let stamp = format!("{} {}", sha256(&fs::read(&compiled)?), build.optimisation.join(" "));
        let stamped = build.folder().join("compiled.sha256");
        if fs::read_to_string(&stamped).is_ok_and(|old| old == stamp) {
            continue;
        }
        println!("writing www/package/pkg/{}", build.name);
        generate(&compiled, &build.folder())?;
        if finish != Finish::Development {
            optimise(&build.files()[1], build.optimisation)?;
        }
        fs::write(stamped, stamp)?;
    }
    Ok(())
}

/// Builds another library as the module with SIMD is built, into `folder`: the JavaScript and the module.
///
/// # Errors
/// A tool is missing, or fails.
pub fn build_alike(package: &'static str, library: &'static str, folder: &Path) -> Result<[PathBuf; 2]> {
    tools::need_wasm_target()?;
    let build = Build { package, library, ..QUICKEST };
    generate(&compile(&build, Finish::Optimised)?, folder)?;
    let files = files(folder, library);
    optimise(&files[1], build.optimisation)?;
    Ok(files)
}

/// What wasm-bindgen writes for a browser.
fn files(folder: &Path, library: &str) -> [PathBuf; 2] {
    [format!("{library}.js"), format!("{library}_bg.wasm")].map(|name| folder.join(name))
}

/// Writes the module and its JavaScript, as `wasm-bindgen --target web` does, with traps for panics.
fn generate(compiled: &Path, folder: &Path) -> Result<()> {
    let mut generator = Bindgen::new();
    // The library's defaults differ from the program's in the last two.
    generator.web(true)?.input_path(compiled).typescript(true).omit_default_module_path(false);
    let mut output = generator.generate_output().map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    let functions = output.wasm_mut().funcs.iter_mut();
    for panic in functions.filter(|function| function.name.as_deref().is_some_and(only_panics)) {
        let mut body = panic.kind.unwrap_local_mut().builder_mut().func_body();
        body.instrs_mut().clear();
        body.unreachable();
    }
    output.emit(folder).map_err(|error| format!("wasm-bindgen: {error:#}").into())
}

/// Whether this is a function of the standard library that does nothing but panic. It becomes a trap, which is all that
/// a browser sees of a panic: 5 kB (of 214, compressed) are the messages and the place of every possible panic.
fn only_panics(function: &str) -> bool {
    const PANICS: [&str; 12] = [
        "::panicking::panic",
        "::assert_failed",
        "::slice_index_fail",
        "::slice_error_fail",
        "::len_mismatch_fail",
        "::unwrap_failed",
        "::expect_failed",
        "::panic_already",
        "::panic_on_ord_violation",
        "::panic_for_nonpositive_argument",
        "::raw_vec::handle_error",
        "::handle_alloc_error",
    ];
    // Unlike those of `core` and `alloc`, some functions of `std::panicking` return.
    let library = function.trim_start_matches('<');
    (library.starts_with("core") || library.starts_with("alloc"))
        && PANICS.iter().any(|panic| function.contains(panic))
}

fn optimise(module: &Path, optimisation: &[&str]) -> Result<()> {
    let optimiser = tools::npm_programs()?.join("wasm-opt");
    run(program(optimiser)
        .args(optimisation)
        .arg("--one-caller-inline-max-function-size=60")
        .arg(module)
        .arg("-o")
        .arg(module))
}

/// The tests that run in a headless browser: package and test.
const BROWSER_TESTS: [(&str, &str); 2] = [("portrait-precheck", "wasm"), ("precheck-inference", "parity")];

/// Runs tests/wasm.rs and the interpreter's parity on both builds of the checker, compiled as they are published.
///
/// # Errors
/// A tool is missing, or a test fails.
pub fn test() -> Result<()> {
    let runner = tools::wasm_test_runner()?;
    tools::need(&[CHROMIUM, CHROMEDRIVER])?;
    let driver = tools::find("chromedriver").ok_or("chromedriver is not on the PATH")?;
    for (build, (package, test)) in BUILDS.iter().flat_map(|build| BROWSER_TESTS.map(|test| (build, test))) {
        run(cargo_for("test", package, &build.instructions, Finish::Optimised)
            .args(["--test", test])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
            .env("CHROMEDRIVER", &driver))?;
    }
    Ok(())
}

/// Compiles one build; gives the path of the compiled module.
fn compile(build: &Build, finish: Finish) -> Result<PathBuf> {
    let Build { package, library, instructions, .. } = build;
    let mut cargo = cargo_for("rustc", package, instructions, finish);
    match finish {
        Finish::Optimised | Finish::Local => cargo.env_remove("PRECHECK_DEVELOPMENT"),
        Finish::Development => cargo.env("PRECHECK_DEVELOPMENT", "1"),
    };
    run(cargo.args(["--lib", "--crate-type", "cdylib"]))?;
    Ok(instructions.target_folder().join(TARGET).join(finish.profile()).join(format!("{library}.wasm")))
}

/// Cargo, set up for one package and instruction set.
fn cargo_for(command: &str, package: &str, instructions: &InstructionSet, finish: Finish) -> Command {
    let (profile, level) = (finish.profile(), instructions.level);
    let levels = LEVELLED.iter().flat_map(|package| {
        ["--config".into(), format!("profile.{profile}.package.{package}.opt-level={level}")]
    });
    let mut cargo = cargo();
    cargo
        .args([command, "--package", package])
        .args(["--target", TARGET, "--profile", profile, "--target-dir"])
        .arg(instructions.target_folder())
        .args(levels)
        .env("CARGO_ENCODED_RUSTFLAGS", compiler_flags(instructions));
    cargo
}

/// The target feature, less inlining, and no paths of this machine: the module is the same wherever it is built.
fn compiler_flags(instructions: &InstructionSet) -> String {
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .unwrap_or_default();
    let registries = fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten().flatten();
    let mut flags = vec![format!("-Ctarget-feature={}", instructions.target_feature), INLINING.to_owned()];
    for folder in registries.map(|entry| entry.path()).chain([root()]) {
        flags.push(format!("--remap-path-prefix={}=", folder.display()));
    }
    flags.join("\u{1f}")
}
