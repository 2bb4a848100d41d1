//! The log of a program: JSON lines, panics among them.

use crate::config::LogLevel;
use std::panic::{PanicHookInfo, set_hook};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Writes the log of this process to `writer`, for instance `std::io::stderr`. A process has one log.
pub fn to(level: LogLevel, writer: impl for<'a> MakeWriter<'a> + Send + Sync + 'static) {
    let level = match level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    tracing_subscriber::fmt().json().with_max_level(level).with_target(false).with_writer(writer).init();
    set_hook(Box::new(log_panic));
}

/// Says where in our code, not with which message: that could quote a photo.
fn log_panic(panic: &PanicHookInfo) {
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(location, "panic");
}
