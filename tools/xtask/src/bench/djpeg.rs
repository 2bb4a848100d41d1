//! libjpeg-turbo's decoder, as Debian's `djpeg`, on the same files in the same run.

use std::error::Error;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use super::Photo;
use crate::command::{Result, program, root, run};
use crate::tools::{self, DJPEG};

/// How often each is run; the fastest run counts.
const RUNS: usize = 15;

/// Milliseconds for one photo, without the time to start the program.
pub struct Times {
    /// At full size.
    pub whole: f64,
    /// At a quarter of width and height.
    pub quarter: f64,
}

/// Decodes every photo.
///
/// # Errors
/// `djpeg` is missing and may not be installed.
pub fn measure(photos: &[Photo]) -> Result<Vec<Times>> {
    tools::need(&[DJPEG])?;
    // A small photo at the smallest scale takes hardly longer than starting the program.
    let start = least(&root().join("src/self_test.jpg"), "1/8")?;
    let less_start = |photo: &Photo, scale| Ok::<_, Box<dyn Error>>(least(&photo.path, scale)? - start);
    photos
        .iter()
        .map(|photo| Ok(Times { whole: less_start(photo, "1/1")?, quarter: less_start(photo, "1/4")? }))
        .collect()
}

fn least(photo: &Path, scale: &str) -> Result<f64> {
    let mut least = f64::MAX;
    for _ in 0..RUNS {
        let mut djpeg = program("djpeg");
        djpeg.args(["-scale", scale, "-outfile", "/dev/null"]).arg(photo).stdout(Stdio::null());
        let start = Instant::now();
        run(&mut djpeg)?;
        least = least.min(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(least)
}
