//! The simulator as a program.
#![forbid(unsafe_code)]

use clap::Parser;
use precheck_simulator::{Simulator, serve};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Answers what WeChat and a vendor of text messages answer, for development and tests.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind(Arguments::parse().listen).await?;
    println!("http://{}", listener.local_addr()?);
    serve(listener, Simulator::default()).await
}
