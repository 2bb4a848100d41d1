//! Serves the page and the API from this machine, building first what is not there.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use walkdir::WalkDir;

use crate::command::{Result, long_step, program, root, shown};
use crate::demo::Demo;
use crate::native::Profile;
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

/// How long the server may take until it listens.
const STARTS: Duration = Duration::from_secs(10);

/// Builds the site, for browsers with SIMD, and the server, and runs the server until it is stopped; as soon as the page
/// answers, a campaign to try out is built and joins.
///
/// # Errors
/// Something does not build, or the server cannot listen.
pub fn serve(listen: &str) -> Result<()> {
    let program = build(Finish::Local)?;
    let mut command = server(&program, listen);
    let mut running = command.spawn()?;
    listening(&mut running, listen)?;
    println!("\nhttp://{listen} answers; Ctrl-C stops the server");
    let demo = build_campaign().and_then(|programs| Demo::start(&programs, listen));
    if let Err(error) = &demo {
        eprintln!("error: {error}\nthe check page goes on without the campaign");
    }
    let status = running.wait()?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}", shown(&command)).into()) }
}

/// Like [`serve`], without wasm-opt and link-time optimisation. When a source changes, builds again, and restarts the
/// programs that are others; the page is reloaded by hand.
///
/// # Errors
/// The server cannot be started. What does not build is only reported.
pub fn serve_and_rebuild(listen: &str) -> Result<()> {
    let mut running: Option<(Child, SystemTime)> = None;
    let mut demo: Option<Demo> = None;
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
            }
            Err(error) => eprintln!("error: {error}"),
        }
        if let Err(error) = join(&mut demo, listen) {
            eprintln!("error: {error}");
        }
        println!("\nwaiting for a change; Ctrl-C stops the server");
        while newest_sources() == built_from {
            thread::sleep(INTERVAL);
        }
    }
}

/// Starts the campaign, or starts it again if it is another program.
fn join(demo: &mut Option<Demo>, listen: &str) -> Result<()> {
    let programs = build_campaign()?;
    let compiled = programs.campaign.metadata()?.modified()?;
    if demo.as_ref().is_none_or(|demo| demo.compiled != compiled) {
        // The old one first: both listen on the same port.
        *demo = None;
        *demo = Some(Demo::start(&programs, listen)?);
    }
    Ok(())
}

fn build_campaign() -> Result<native::CampaignPrograms> {
    long_step("campaign", "the first time 4 min", || native::campaign(Profile::Local))
}

/// Waits until the server listens.
fn listening(server: &mut Child, listen: &str) -> Result<()> {
    let started = Instant::now();
    // On any free port there is nothing to wait for: the server prints its address.
    while !listen.ends_with(":0") && TcpStream::connect(listen).is_err() && started.elapsed() < STARTS {
        if let Some(status) = server.try_wait()? {
            return Err(format!("the server ended: {status}").into());
        }
        thread::sleep(INTERVAL);
    }
    Ok(())
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
