//! The server as a program: configuration, log, socket, signals.
#![forbid(unsafe_code)]

use clap::Parser;
use portrait_precheck::models::ModelSet;
use precheck_server::config::LogLevel;
use precheck_server::{AppState, Config, router, serve};
use serde::Serialize;
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tracing::level_filters::LevelFilter;

/// Serves the check API and the pages.
///
/// Every setting of the file can also be a variable of the environment: `PRECHECK_SERVER_` and its name.
#[derive(Parser, Serialize)]
#[command(version)]
struct Arguments {
    /// Settings, as TOML
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// The folder of the pages [default: www]
    #[arg(long, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    www: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let config = Config::load(arguments.config.as_deref(), &arguments)?;
    tracing_subscriber::fmt()
        .json()
        .with_max_level(level(config.log))
        .with_target(false)
        .with_writer(std::io::stderr)
        .init();
    let models = ModelSet::embedded()?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
    println!("http://{}", listener.local_addr()?);
    let router = router(AppState::new(config.clone(), models));
    serve::serve(listener, router, &config, told_to_stop()?).await;
    Ok(())
}

fn level(log: LogLevel) -> LevelFilter {
    match log {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    }
}

/// Ends when somebody presses Ctrl-C or the system asks the process to end.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
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

/// Ends when somebody presses Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
