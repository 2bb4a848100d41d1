//! The development commands, as `cargo xtask COMMAND`. This page is their table of contents.

#![forbid(unsafe_code)]

mod accuracy;
mod bench;
mod browser;
mod fuzz;
mod models;
mod parity;
mod picture;
mod profile_summaries;
mod seeds;
mod serve;
mod site;
mod step;
mod test;
mod tools;
mod types;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::wasm::Finish;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The development commands of portrait-precheck")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build what is needed and serve the page and the API
    Serve {
        /// Address and port to listen on
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
    },
    /// Run everything that must be green, installing what is missing where that is allowed
    Test,
    /// Build the WebAssembly module, with and without SIMD, into www/package/pkg
    Wasm {
        /// Leave wasm-opt out: quicker to build, not to be shipped, and the module says so
        #[arg(long)]
        dev: bool,
    },
    /// Put together what is served, in target/site: the module, the pages and the models, compressed
    Site,
    /// Generate the TypeScript types of the report from its JSON Schema
    Types,
    /// Compare the reports of the command line and of both modules in a real browser, byte for byte
    Parity {
        /// Photos, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Measure the module against the browser's own decoder and write the table into README.md
    Bench,
    /// Measure on the labelled portraits how often the checker is wrong, and write ACCURACY.md
    Accuracy,
    /// Throw damaged bytes at everything that reads bytes
    Fuzz {
        /// How long each target runs; if left out some seconds, from the seeds alone, as among the tests
        minutes: Option<u32>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve { listen } => serve::serve(&listen),
        Command::Test => test::test(),
        Command::Wasm { dev: false } => wasm::build(Finish::Optimised),
        Command::Wasm { dev: true } => wasm::build(Finish::Development),
        Command::Site => site::build(Finish::Optimised),
        Command::Types => types::write(),
        Command::Parity { paths } => parity::parity(&paths),
        Command::Bench => bench::bench(),
        Command::Accuracy => accuracy::accuracy(),
        Command::Fuzz { minutes: Some(minutes) } => fuzz::fuzz(minutes),
        Command::Fuzz { minutes: None } => fuzz::smoke(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
