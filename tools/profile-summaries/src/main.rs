//! Prints what a page knows of the profiles without the WebAssembly module. A program of its own, so that the
//! development commands start without compiling the checker.

fn main() {
    print!("{}", portrait_precheck::profile::summaries());
}
