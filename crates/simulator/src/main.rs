//! The simulator as a program.
#![forbid(unsafe_code)]

use clap::Parser;
use precheck_simulator::{Simulator, serve};
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;

/// Answers what WeChat, WeChat Pay and a vendor of text messages answer, for development and tests.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Where the keys are; those that are missing are made and written there. Without it they are made anew every time
    #[arg(long, value_name = "FOLDER")]
    keys: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let Arguments { listen, keys } = Arguments::parse();
    let mut simulator = Simulator::default();
    if let Some(folder) = keys {
        simulator = simulator.with_keys(&folder)?;
    }
    let listener = TcpListener::bind(listen).await?;
    println!("http://{}", listener.local_addr()?);
    serve(listener, simulator).await
}
