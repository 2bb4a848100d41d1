//! Serves the page and the API from this machine, building first what is not there.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, SystemTime};

use walkdir::WalkDir;

use crate::command::{Result, long_step, program, root, run};
use crate::tools::{self, NODE, NPM};
use crate::wasm::Finish;
use crate::{native, site};

/// What a build depends on.
const SOURCES: [&str; 9] = [
    "Cargo.toml",
    "build.rs",
    "src",
    "crates",
    "www",
    "profiles",
    "models",
    "tools/site",
    "tools/profile-summaries",
];

/// Written by builds.
const GENERATED: [&str; 2] = ["www/package/pkg", "www/package/models"];

/// How often the sources are looked at.
const INTERVAL: Duration = Duration::from_millis(500);

/// Builds the site, for browsers with SIMD, and the server, and runs the server until it is stopped.
///
/// # Errors
/// Something does not build, or the server cannot listen.
pub fn serve(listen: &str) -> Result<()> {
    let program = build(Finish::Local)?;
    println!("\nCtrl-C stops the server");
    run(&mut server(&program, listen))
}

/// Like [`serve`], without wasm-opt and link-time optimisation. When a source changes, builds again, and restarts the
/// server if it is another one; the page is reloaded by hand.
///
/// # Errors
/// The server cannot be started. What does not build is only reported.
pub fn serve_and_rebuild(listen: &str) -> Result<()> {
    let mut running: Option<(Child, SystemTime)> = None;
    loop {
        let built_from = newest_sources();
        match build(Finish::Development) {
            Ok(program) => {
                let compiled = program.metadata()?.modified()?;
                if running.as_ref().is_none_or(|(_, other)| *other != compiled) {
                    if let Some((mut old, _)) = running.take() {
                        old.kill()?;
                        old.wait()?;
                    }
                    running = Some((server(&program, listen).spawn()?, compiled));
                }
                println!("\nwaiting for a change; Ctrl-C stops the server");
            }
            Err(error) => eprintln!("error: {error}\nwaiting for a change"),
        }
        while newest_sources() == built_from {
            thread::sleep(INTERVAL);
        }
    }
}

/// Builds everything that is served; gives the server's program.
fn build(finish: Finish) -> Result<PathBuf> {
    long_step("tools", "the first time 10 s", || {
        tools::need(&[NODE, NPM])?;
        tools::need_wasm_target()?;
        tools::npm_programs().map(|_| ())
    })?;
    let programs = long_step("server", "the first time 1 min", native::build)?;
    long_step("modules and pages", "the first time 2 min, after a change of Rust code 1 min", || {
        site::build(finish)
    })?;
    Ok(programs.server)
}

fn server(path: &Path, listen: &str) -> Command {
    let mut server = program(path);
    server.args(["--listen", listen, "--www"]).arg(site::folder());
    server
}

/// The sources' number and the time of the last change.
fn newest_sources() -> (usize, Option<SystemTime>) {
    let generated = GENERATED.map(|folder| root().join(folder));
    let entries = SOURCES.iter().flat_map(|source| {
        WalkDir::new(root().join(source))
            .into_iter()
            .filter_entry(|entry| !generated.iter().any(|path| path == entry.path()))
    });
    // Not of folders: builds write into some of them.
    let files = entries.filter_map(|entry| entry.ok().filter(|entry| entry.file_type().is_file()));
    let times = files.filter_map(|file| file.metadata().ok()?.modified().ok());
    times.fold((0, None), |(count, newest), time| (count + 1, newest.max(Some(time))))
}
