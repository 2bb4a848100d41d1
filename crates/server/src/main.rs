//! The server as a program: settings, log, socket, signals.
#![forbid(unsafe_code)]

use clap::Parser;
use portrait_precheck::models::ModelSet;
use precheck_server::config::SAMPLE;
use precheck_server::{ApiState, ChecksConfig, ConfigSources, ServerConfig, app, log, own_profiles, serve};
use serde::Serialize;
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;

/// Serves the check API and the check page.
///
/// `--print-config` explains all settings. Each can also be set by a variable of the environment, such as
/// PRECHECK_CHECKS__WORKERS=4.
#[derive(Parser, Serialize)]
#[command(version)]
struct Arguments {
    /// Settings, as TOML
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Print every setting with its default and its meaning, as TOML, and exit
    #[arg(long)]
    #[serde(skip)]
    print_config: bool,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// The folder of the check page [default: target/site/check]
    #[arg(long, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    www: Option<PathBuf>,
    /// A folder of your own profiles
    #[arg(long, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    profiles: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.print_config {
        print!("{SAMPLE}");
        return ExitCode::SUCCESS;
    }
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let sources = ConfigSources::load(arguments.config.as_deref(), ServerConfig::TABLE, &arguments);
    let config: ServerConfig = sources.table(ServerConfig::TABLE)?;
    let checks: ChecksConfig = sources.table(ChecksConfig::TABLE)?;
    log::to(config.log, std::io::stderr);
    for table in sources.other_tables(&[ServerConfig::TABLE, ChecksConfig::TABLE]) {
        tracing::warn!(table, "a table of the settings that is not read");
    }
    if !config.www.is_dir() {
        let www = config.www.display();
        return Err(format!(
            "there is no folder `{www}`; `--www` or `server.www` names that of the check page"
        )
        .into());
    }
    let mut state = ApiState::new(checks, ModelSet::embedded()?);
    if let Some(folder) = &config.profiles {
        state = state.with_profiles(own_profiles(folder)?);
    }
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
    println!("http://{}", listener.local_addr()?);
    let router = app(&state, &config);
    serve::serve(listener, router, &config, stop_signal()?).await;
    Ok(())
}

/// Ready when somebody presses Ctrl-C or the system asks the process to end.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ready when somebody presses Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
