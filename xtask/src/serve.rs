//! Serves the page and the API from this machine, building first what is not there.

use crate::step::{Result, cargo, run};
use crate::wasm::{self, Finish};

/// Builds the module and the server, and runs the server until it is stopped.
///
/// # Errors
/// Something does not build, or the server cannot listen.
pub fn serve(listen: &str) -> Result<()> {
    wasm::build(Finish::Optimised)?;
    run(cargo().args(["run", "--package", "precheck-server", "--", "--listen", listen]))
}
