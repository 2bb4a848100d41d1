//! Serves the page and the API from this machine, building first what is not there.

use crate::site;
use crate::step::{Result, cargo, run};
use crate::wasm::Finish;

/// Builds the site and the server, and runs the server until it is stopped.
///
/// # Errors
/// Something does not build, or the server cannot listen.
pub fn serve(listen: &str) -> Result<()> {
    site::build(Finish::Optimised)?;
    let server = ["run", "--package", "precheck-server", "--", "--listen", listen, "--www"];
    run(cargo().args(server).arg(site::folder()))
}
