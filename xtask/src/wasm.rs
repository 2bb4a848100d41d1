//! Builds the module: the checker as WebAssembly, once with 128-bit SIMD and once without, into `www/pkg`.
//!
//! Three programs in a row: cargo compiles, wasm-bindgen writes the JavaScript beside it, wasm-opt makes it
//! smaller and quicker. A module whose compiled form did not change is left as it is. The models, which a page
//! loads by themselves, go into `www/models`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Result, cargo, program, root, run, sha256};
use crate::tools::{self, CHROMEDRIVER, CHROMIUM};
use crate::{models, outline};

/// The module's name: the root package's, as cargo writes it.
const MODULE: &str = "portrait_precheck";

/// The module's platform.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// One of the two builds; the page takes the first one that the browser computes rightly.
pub struct Build {
    /// Its folder in `www/pkg`.
    pub name: &'static str,
    target_feature: &'static str,
}

/// Both builds.
pub const BUILDS: [Build; 2] = [
    Build { name: "simd", target_feature: "+simd128" },
    Build { name: "scalar", target_feature: "-simd128" },
];

/// A quarter of what LLVM would inline: 9 kB less to load (of 178, compressed), and no stage of the benchmark is
/// slower.
const INLINING: &str = "-Cllvm-args=-inline-threshold=60";

/// How a module is finished.
#[derive(Clone, Copy, PartialEq)]
pub enum Finish {
    /// To be shipped.
    Optimised,
    /// Without wasm-opt; it tells its page so.
    Development,
}

impl Build {
    /// The two files that a browser loads for this build: the JavaScript and the module.
    pub fn files(&self) -> [PathBuf; 2] {
        [format!("{MODULE}.js"), format!("{MODULE}_bg.wasm")].map(|name| self.folder().join(name))
    }

    fn folder(&self) -> PathBuf {
        root().join("www/pkg").join(self.name)
    }

    /// A folder of its own: cargo gives both builds the same file name.
    fn target_folder(&self) -> PathBuf {
        root().join("target/wasm").join(self.name)
    }
}

/// Builds both modules.
///
/// # Errors
/// A tool is missing, or fails.
pub fn build(finish: Finish) -> Result<()> {
    tools::need_wasm_target()?;
    models::write_into(&root().join("www/models"))?;
    outline::write()?;
    for build in &BUILDS {
        let compiled = compile(build, "portrait-precheck", MODULE, finish)?;
        let stamp = sha256(&fs::read(&compiled)?);
        let stamped = build.folder().join("compiled.sha256");
        if fs::read_to_string(&stamped).is_ok_and(|old| old == stamp) {
            continue;
        }
        println!("writing www/pkg/{}", build.name);
        generate(&compiled, &build.folder())?;
        if finish == Finish::Optimised {
            optimise(&build.files()[1])?;
        }
        fs::write(stamped, stamp)?;
    }
    Ok(())
}

/// Builds another library as the module with SIMD is built, into `folder`: the JavaScript and the module.
///
/// # Errors
/// A tool is missing, or fails.
pub fn build_alike(package: &str, library: &str, folder: &Path) -> Result<[PathBuf; 2]> {
    tools::need_wasm_target()?;
    let [simd, _] = &BUILDS;
    generate(&compile(simd, package, library, Finish::Optimised)?, folder)?;
    let files = [format!("{library}.js"), format!("{library}_bg.wasm")].map(|name| folder.join(name));
    optimise(&files[1])?;
    Ok(files)
}

/// Writes module and JavaScript.
fn generate(compiled: &Path, folder: &Path) -> Result<()> {
    let generator = tools::wasm_bindgen()?.join("wasm-bindgen");
    run(program(generator).args(["--target", "web", "--out-dir"]).arg(folder).arg(compiled))
}

fn optimise(module: &Path) -> Result<()> {
    let optimiser = tools::npm_programs()?.join("wasm-opt");
    run(program(optimiser).arg("-O3").arg(module).arg("-o").arg(module))
}

/// The tests that run in a headless browser, on both builds as they are shipped: package and test.
const BROWSER_TESTS: [(&str, &str); 2] = [("portrait-precheck", "wasm"), ("inference", "parity")];

/// Runs tests/wasm.rs and the interpreter's parity on both builds, compiled as they are shipped.
///
/// # Errors
/// A tool is missing, or a test fails.
pub fn test() -> Result<()> {
    let runner = tools::wasm_bindgen()?.join("wasm-bindgen-test-runner");
    tools::need(&[CHROMIUM, CHROMEDRIVER])?;
    let driver = tools::find("chromedriver").ok_or("chromedriver is not on the PATH")?;
    for (build, (package, test)) in BUILDS.iter().flat_map(|build| BROWSER_TESTS.map(|test| (build, test))) {
        run(cargo_for("test", package, build)
            .args(["--test", test])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
            .env("CHROMEDRIVER", &driver))?;
    }
    Ok(())
}

/// Compiles one build and tells where the compiled module lies.
fn compile(build: &Build, package: &str, library: &str, finish: Finish) -> Result<PathBuf> {
    let mut cargo = cargo_for("rustc", package, build);
    match finish {
        Finish::Optimised => cargo.env_remove("PRECHECK_DEVELOPMENT"),
        Finish::Development => cargo.env("PRECHECK_DEVELOPMENT", "1"),
    };
    run(cargo.args(["--lib", "--crate-type", "cdylib"]))?;
    Ok(build.target_folder().join(TARGET).join("wasm").join(format!("{library}.wasm")))
}

/// Cargo, set up for one build of a package.
fn cargo_for(command: &str, package: &str, build: &Build) -> Command {
    let mut cargo = cargo();
    cargo
        .args([command, "--package", package])
        .args(["--target", TARGET, "--profile", "wasm", "--target-dir"])
        .arg(build.target_folder())
        .env("CARGO_ENCODED_RUSTFLAGS", compiler_flags(build));
    cargo
}

/// The target feature, less inlining, and short names for the folders of this machine: the module is the same wherever it
/// is built, and smaller.
fn compiler_flags(build: &Build) -> String {
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .unwrap_or_default();
    let registries = fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten().flatten();
    let mut flags = vec![format!("-Ctarget-feature={}", build.target_feature), INLINING.to_owned()];
    for folder in registries.map(|entry| entry.path()).chain([root()]) {
        flags.push(format!("--remap-path-prefix={}=", folder.display()));
    }
    flags.join("\u{1f}")
}
